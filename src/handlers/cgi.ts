/**
 * {@linkcode CGIHTTPRequestHandler}: files, and scripts that answer. What runs a script is loaded with
 * the first request for one.
 *
 * @module
 */

import { HTTPStatus } from "../http/status.ts";
import { splitext } from "../python/posixpath.ts";
import type { Connection } from "../server/connection.ts";
import type { Address } from "../server/stream_request_handler.ts";
import type { TCPServer } from "../server/tcp_server.ts";
import { type CGILimits, DEFAULT_CGI_LIMITS } from "./cgi/limits.ts";
import { partition, splitAtCgiDirectory, urlCollapsePath } from "./cgi/url.ts";
import { statOrNull } from "./files.ts";
import type { FileLike } from "./served_file.ts";
import { SimpleHTTPRequestHandler, type SimpleHTTPRequestHandlerOptions } from "./simple.ts";

/** Options of {@linkcode CGIHTTPRequestHandler}, given to a server as `handlerOptions`. */
export interface CGIHTTPRequestHandlerOptions extends SimpleHTTPRequestHandlerOptions {
  /** See {@linkcode CGIHTTPRequestHandler.cgiDirectories}. */
  cgiDirectories?: readonly string[] | undefined;
  /** See {@linkcode CGIHTTPRequestHandler.interpretScriptHeaders}. */
  interpretScriptHeaders?: boolean | undefined;
  /** See {@linkcode CGIHTTPRequestHandler.cgiEnvironment}. */
  cgiEnvironment?: Readonly<Record<string, string>> | undefined;
  /** See {@linkcode CGIHTTPRequestHandler.cgiLimits}; those left out have their defaults. */
  cgiLimits?: Partial<CGILimits> | undefined;
  /** See {@linkcode CGIHTTPRequestHandler.denoFlags}. */
  denoFlags?: Readonly<Record<string, readonly string[]>> | undefined;
  /** See {@linkcode CGIHTTPRequestHandler.passAuthorization}. */
  passAuthorization?: boolean | undefined;
  /** See {@linkcode CGIHTTPRequestHandler.runAsNobody}. */
  runAsNobody?: boolean | undefined;
}

const CGI_DIRECTORIES: readonly string[] = ["/cgi-bin", "/htbin"];

/** Where `#!/usr/bin/env python3` looks. */
const DEFAULT_ENVIRONMENT: Readonly<Record<string, string>> = {
  PATH: "/usr/local/bin:/usr/bin:/bin",
};

/**
 * Answers requests for files below {@linkcode CGIHTTPRequestHandler.cgiDirectories} by running them,
 * and others as `SimpleHTTPRequestHandler` does.
 *
 * A script is run as CPython's handler does it: its output follows the status line `200 Script output
 * follows` as it is, and the connection ends with it. With {@linkcode
 * CGIHTTPRequestHandler.interpretScriptHeaders} it is run as RFC 3875 says.
 *
 * Needs `--allow-read` for the directory, and `--allow-run` for the scripts, or for Deno where that runs
 * them. A script has none of the server's own environment.
 *
 * @example A script that Deno runs
 * ```ts
 * import { CGIHTTPRequestHandler, ThreadingHTTPServer } from "@pyport/http-server";
 * import { assertEquals } from "@std/assert";
 *
 * const directory = await Deno.makeTempDir();
 * await Deno.mkdir(`${directory}/cgi-bin`);
 * await Deno.writeTextFile(
 *   `${directory}/cgi-bin/hello.ts`,
 *   'console.log("Content-Type: text/plain\\n\\nHello " + Deno.env.get("QUERY_STRING"))',
 * );
 *
 * const handlerOptions = { directory, interpretScriptHeaders: true, runAsNobody: false };
 * {
 *   await using server = new ThreadingHTTPServer(["127.0.0.1", 0], CGIHTTPRequestHandler, {
 *     handlerOptions,
 *   });
 *   server.serveForever();
 *   const answer = await fetch(`http://127.0.0.1:${server.serverPort}/cgi-bin/hello.ts?Ada`);
 *   assertEquals(await answer.text(), "Hello Ada\n");
 * }
 * await Deno.remove(directory, { recursive: true });
 * ```
 *
 * CPython: `http.server.CGIHTTPRequestHandler`.
 */
export class CGIHTTPRequestHandler extends SimpleHTTPRequestHandler {
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
  /** The CGI directory of the request, and the rest of its path: set by {@linkcode CGIHTTPRequestHandler.isCgi}. */
  cgiInfo: [directory: string, rest: string] = ["", ""];

  /**
   * Make a handler for a connection.
   *
   * @param request The connection
   * @param clientAddress Host and port of the client
   * @param server The server that accepted the connection
   * @param options See {@linkcode CGIHTTPRequestHandlerOptions}
   */
  constructor(
    request: Connection,
    clientAddress: Address,
    server: TCPServer,
    options: CGIHTTPRequestHandlerOptions = {},
  ) {
    super(request, clientAddress, server, options);
    this.cgiDirectories = options.cgiDirectories ?? CGI_DIRECTORIES;
    this.interpretScriptHeaders = options.interpretScriptHeaders ?? false;
    this.cgiEnvironment = options.cgiEnvironment ?? DEFAULT_ENVIRONMENT;
    this.cgiLimits = { ...DEFAULT_CGI_LIMITS, ...options.cgiLimits };
    this.denoFlags = options.denoFlags ?? {};
    this.passAuthorization = options.passAuthorization ?? false;
    this.runAsNobody = options.runAsNobody ?? true;
  }

  /** Run a script. Files take no `POST`. */
  do_POST(): void | Promise<void> {
    if (this.isCgi()) return this.runCgi();
    this.sendError(HTTPStatus.NOT_IMPLEMENTED, "Can only POST to CGI scripts");
  }

  /**
   * Run a script, or send the head of a file.
   *
   * @returns The body of the file, to be closed; `null` when all was sent
   */
  override sendHead(): FileLike | null | Promise<FileLike | null> {
    if (this.isCgi()) return this.runCgi().then(() => null);
    return this.#sendFileHead();
  }

  async #sendFileHead(): Promise<FileLike | null> {
    if (await this.#leadsToScript()) {
      this.sendError(HTTPStatus.FORBIDDEN, "CGI script is not served as a file");
      return null;
    }
    return super.sendHead();
  }

  /** Whether what is asked for as a file is the source of a script, by another name. */
  async #leadsToScript(): Promise<boolean> {
    const { isScriptSource } = await import("./cgi/source_guard.ts");
    const directories = this.cgiDirectories.map((directory) => this.translatePath(directory));
    const path = this.translatePath(this.path);
    const base = path.endsWith("/") ? path : `${path}/`;
    const paths = statOrNull(path)?.isDirectory
      ? [path, ...this.indexPages.map((page) => base + page)]
      : [path];
    return paths.some((path) => isScriptSource(path, directories));
  }

  /**
   * Whether the request is for a script, which need not exist. Sets {@linkcode
   * CGIHTTPRequestHandler.cgiInfo} if it is.
   *
   * @returns Whether its path begins with one of {@linkcode CGIHTTPRequestHandler.cgiDirectories}
   * @throws {RangeError} when the path leads out of the root, unless script headers are interpreted:
   * then it is no path of a script
   */
  isCgi(): boolean {
    const path = this.interpretScriptHeaders ? pathOf(this.path) : urlCollapsePath(this.path);
    const info = splitAtCgiDirectory(path, this.cgiDirectories);
    if (info === undefined) return false;
    this.cgiInfo = info;
    return true;
  }

  /**
   * Whether a file can be executed by somebody. On Windows all can.
   *
   * @param path The file
   * @returns Whether one of its execute bits is set
   */
  isExecutable(path: string): boolean {
    const info = statOrNull(path);
    return info !== null && (info.mode === null || (info.mode & 0o111) !== 0);
  }

  /**
   * Whether a file is a Python script.
   *
   * @param path The file
   * @returns Whether its extension is `.py` or `.pyw`
   */
  isPython(path: string): boolean {
    return [".py", ".pyw"].includes(splitext(path)[1].toLowerCase());
  }

  /** Run the script that {@linkcode CGIHTTPRequestHandler.cgiInfo} leads to, and send its answer. */
  async runCgi(): Promise<void> {
    if (this.interpretScriptHeaders) {
      const { runComplete } = await import("./cgi/complete.ts");
      return await runComplete(this);
    }
    const { runExact } = await import("./cgi/exact.ts");
    return await runExact(this);
  }

  /** @ignore */
  protected override methodFor(command: string): (() => void | Promise<void>) | undefined {
    const method = super.methodFor(command);
    if (method !== undefined || !this.interpretScriptHeaders || !this.isCgi()) return method;
    return this.runCgi;
  }
}

/** The path of a target, decoded once: what looks like a query in it then is none. */
function pathOf(target: string): string {
  try {
    return urlCollapsePath(partition(partition(target, "#")[0], "?")[0]);
  } catch {
    return "";
  }
}
