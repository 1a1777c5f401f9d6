/**
 * {@linkcode CGIFileHTTPRequestHandler}: files as people expect them today, and scripts that answer.
 *
 * @module
 */

import type { Connection } from "../server/connection.ts";
import type { Address } from "../server/stream_request_handler.ts";
import type { TCPServer } from "../server/tcp_server.ts";
import type { CGIMembers, CGIOptions } from "./cgi/members.ts";
import { CGIMixIn } from "./cgi/mix_in.ts";
import { FileHTTPRequestHandler } from "./file.ts";
import type { FileHTTPRequestHandlerOptions } from "./file/options.ts";

/**
 * Options of {@linkcode CGIFileHTTPRequestHandler}, given to a server as `handlerOptions`.
 *
 * @example Scripts that may write, and files that may be kept
 * ```ts
 * import type { CGIFileHTTPRequestHandlerOptions } from "@pyport/http-server";
 * import { assertEquals } from "@std/assert";
 *
 * const handlerOptions: CGIFileHTTPRequestHandlerOptions = {
 *   cache: 3600,
 *   cgiLimits: { totalTime: 30 },
 *   denoFlags: { "/cgi-bin/book": ["--allow-write=/srv/data"] },
 * };
 * assertEquals(handlerOptions.cgiLimits?.totalTime, 30);
 * ```
 */
export interface CGIFileHTTPRequestHandlerOptions
  extends FileHTTPRequestHandlerOptions, Omit<CGIOptions, "interpretScriptHeaders"> {}

/**
 * The type of {@linkcode FileHTTPRequestHandler} with {@linkcode CGIMixIn}: what {@linkcode
 * CGIFileHTTPRequestHandler} extends.
 *
 * @example Scripts in another directory, which interpret their headers themselves
 * ```ts
 * import { CGIFileHTTPRequestHandlerBase, serve } from "@pyport/http-server";
 * import { assertStringIncludes } from "@std/assert";
 *
 * class Handler extends CGIFileHTTPRequestHandlerBase {
 *   override cgiDirectories = ["/scripts"];
 * }
 *
 * await using server = serve({ hostname: "127.0.0.1", port: 0, handler: Handler, log: "off" });
 * const answer = await fetch(`http://127.0.0.1:${server.addr.port}/scripts/none`);
 * assertStringIncludes(await answer.text(), "No such CGI script");
 * ```
 */
export interface CGIFileHTTPRequestHandlerBase {
  /** Make a handler for a connection. */
  new (
    request: Connection,
    clientAddress: Address,
    server: TCPServer,
    options?: CGIFileHTTPRequestHandlerOptions,
  ): FileHTTPRequestHandler & CGIMembers;
}

/** {@linkcode FileHTTPRequestHandler} with {@linkcode CGIMixIn}. */
export const CGIFileHTTPRequestHandlerBase: CGIFileHTTPRequestHandlerBase = CGIMixIn(
  FileHTTPRequestHandler,
);

/**
 * Runs scripts as RFC 3875 says, and serves other files as {@linkcode FileHTTPRequestHandler} does: what
 * the command does with `--cgi`.
 *
 * Needs `--allow-read` for the directory, and `--allow-run` for the scripts, or for Deno where that runs
 * them.
 *
 * @example Run scripts beside files that browsers may keep for an hour
 * ```ts
 * import { CGIFileHTTPRequestHandler, ThreadingHTTPServer } from "@pyport/http-server";
 * import { assertEquals } from "@std/assert";
 *
 * await using server = new ThreadingHTTPServer(["127.0.0.1", 0], CGIFileHTTPRequestHandler, {
 *   handlerOptions: { directory: ".", cache: 3600, cgiDirectories: ["/cgi-bin"] },
 * });
 * server.serveForever();
 * const url = `http://127.0.0.1:${server.serverPort}/cgi-bin/none`;
 * const answer = await fetch(url, { method: "HEAD" });
 * assertEquals(answer.status, 404);
 * ```
 */
export class CGIFileHTTPRequestHandler extends CGIFileHTTPRequestHandlerBase {
  /**
   * Whether scripts are run as RFC 3875 says, rather than as CPython does it.
   *
   * @default {true}
   */
  override interpretScriptHeaders = true;
}
