/**
 * What {@linkcode CGIMixIn} adds to a class of handlers.
 *
 * @module
 */

import type { SimpleHTTPRequestHandler } from "../simple.ts";
import type { CGILimits } from "./limits.ts";

/**
 * Options of handlers that run scripts, given to a server as `handlerOptions`.
 *
 * @example Run four scripts at once, for half a minute
 * ```ts
 * import { CGIFileHTTPRequestHandler, type CGIOptions, serve } from "@pyport/http-server";
 * import { assertEquals } from "@std/assert";
 *
 * const handlerOptions: CGIOptions = { cgiLimits: { totalTime: 30, processes: 4 } };
 * await using server = serve({
 *   hostname: "127.0.0.1",
 *   port: 0,
 *   handler: CGIFileHTTPRequestHandler,
 *   handlerOptions,
 * });
 * const url = `http://127.0.0.1:${server.addr.port}/cgi-bin/none`;
 * assertEquals((await fetch(url, { method: "HEAD" })).status, 404);
 * ```
 */
export interface CGIOptions {
  /** See {@linkcode CGIMembers.cgiDirectories}. */
  cgiDirectories?: readonly string[] | undefined;
  /** See {@linkcode CGIMembers.interpretScriptHeaders}. */
  interpretScriptHeaders?: boolean | undefined;
  /** See {@linkcode CGIMembers.cgiEnvironment}. */
  cgiEnvironment?: Readonly<Record<string, string>> | undefined;
  /** See {@linkcode CGIMembers.cgiLimits}; those left out have their defaults. */
  cgiLimits?: Partial<CGILimits> | undefined;
  /** See {@linkcode CGIMembers.denoFlags}. */
  denoFlags?: Readonly<Record<string, readonly string[]>> | undefined;
  /** See {@linkcode CGIMembers.passAuthorization}. */
  passAuthorization?: boolean | undefined;
  /** See {@linkcode CGIMembers.runAsNobody}. */
  runAsNobody?: boolean | undefined;
}

/**
 * What handlers that run scripts have besides those that they extend.
 *
 * @example Run the scripts in all directories called bin
 * ```ts
 * import { CGIHTTPRequestHandler, serve } from "@pyport/http-server";
 * import { assertStringIncludes } from "@std/assert";
 *
 * class Everywhere extends CGIHTTPRequestHandler {
 *   override isCgi(): boolean {
 *     const end = this.path.indexOf("/bin/") + "/bin".length;
 *     if (end < "/bin".length) return false;
 *     this.cgiInfo = [this.path.slice(0, end), this.path.slice(end + 1)];
 *     return true;
 *   }
 * }
 *
 * await using server = serve({ hostname: "127.0.0.1", port: 0, handler: Everywhere, log: "off" });
 * const answer = await fetch(`http://127.0.0.1:${server.addr.port}/shop/bin/none`);
 * assertStringIncludes(await answer.text(), "No such CGI script ('/shop/bin/none')");
 * ```
 */
export interface CGIMembers {
  /** The directories with scripts, as paths of the URL: a slash first and none last. */
  cgiDirectories: readonly string[];
  /**
   * Whether scripts are run as RFC 3875 says, rather than as CPython does it.
   *
   * @default {false}
   */
  interpretScriptHeaders: boolean;
  /**
   * Variables that scripts get besides those of the request.
   *
   * @default a `PATH` with the system's programs
   */
  cgiEnvironment: Readonly<Record<string, string>>;
  /** How much scripts may take. */
  cgiLimits: CGILimits;
  /**
   * More flags for the scripts that Deno runs, by directory as a path of the URL: those of the
   * directory that is nearest to the script count, e.g. `{ "/cgi-bin/book": ["--allow-write=book"] }`.
   *
   * @default none: a script may read its own directory, the one that is served, and its variables
   */
  denoFlags: Readonly<Record<string, readonly string[]>>;
  /**
   * Whether scripts get to see `Authorization`, when they are run as RFC 3875 says. CPython passes on
   * the name in it.
   *
   * @default {false}
   */
  passAuthorization: boolean;
  /**
   * Whether scripts run as the user `nobody` if the server is root. Deno must permit to know that:
   * `--allow-sys=uid`.
   *
   * @default {true}
   */
  runAsNobody: boolean;
  /** The CGI directory of the request, and the rest of its path: set by {@linkcode CGIMembers.isCgi}. */
  cgiInfo: [directory: string, rest: string];
  /**
   * Whether the request is for a script, which need not exist. Sets {@linkcode
   * CGIMembers.cgiInfo} if it is.
   *
   * @returns Whether its path begins with one of {@linkcode CGIMembers.cgiDirectories}
   * @throws {RangeError} when the path leads out of the root, unless script headers are interpreted:
   * then it is no path of a script
   */
  isCgi(): boolean;
  /**
   * Whether a file can be executed by somebody. On Windows all can.
   *
   * @param path The file
   * @param info What the file is, if that is known
   * @returns Whether one of its execute bits is set
   */
  isExecutable(path: string, info?: Deno.FileInfo | null): boolean;
  /**
   * Whether a file is a Python script.
   *
   * @param path The file
   * @returns Whether its extension is `.py` or `.pyw`
   */
  isPython(path: string): boolean;
  /** Run the script that {@linkcode CGIMembers.cgiInfo} leads to, and send its answer. */
  runCgi(): Promise<void>;
}

/** A handler that runs scripts. */
export type ScriptHandler = SimpleHTTPRequestHandler & CGIMembers;

/**
 * A class of handlers that {@linkcode CGIMixIn} extends.
 *
 * @example Add scripts to whichever handler serves the files
 * ```ts
 * import {
 *   CGIMixIn,
 *   type FileHandlerClass,
 *   FileHTTPRequestHandler,
 *   SimpleHTTPRequestHandler,
 * } from "@pyport/http-server";
 * import { assert } from "@std/assert";
 *
 * function withScripts(Handler: FileHandlerClass): FileHandlerClass {
 *   return class extends CGIMixIn(Handler) {
 *     override cgiDirectories = ["/scripts"];
 *   };
 * }
 *
 * assert(withScripts(SimpleHTTPRequestHandler).prototype instanceof SimpleHTTPRequestHandler);
 * assert(withScripts(FileHTTPRequestHandler).prototype instanceof FileHTTPRequestHandler);
 * ```
 */
// deno-lint-ignore no-explicit-any -- what TypeScript asks of the base of a mix-in
export type FileHandlerClass = new (...args: any[]) => SimpleHTTPRequestHandler;
