/**
 * {@linkcode CGIHTTPRequestHandler}: files, and scripts that answer.
 *
 * @module
 */

import { HTTPStatus } from "../http/status.ts";
import type { Connection } from "../server/connection.ts";
import type { Address } from "../server/stream_request_handler.ts";
import type { TCPServer } from "../server/tcp_server.ts";
import type { CGIMembers, CGIOptions } from "./cgi/members.ts";
import { CGIMixIn } from "./cgi/mix_in.ts";
import { SimpleHTTPRequestHandler, type SimpleHTTPRequestHandlerOptions } from "./simple.ts";

/**
 * Options of {@linkcode CGIHTTPRequestHandler}, given to a server as `handlerOptions`.
 *
 * @example Scripts in another directory
 * ```ts
 * import { type CGIHTTPRequestHandlerOptions, CGIHTTPRequestHandler, serve } from "@pyport/http-server";
 * import { assertEquals } from "@std/assert";
 *
 * const handlerOptions: CGIHTTPRequestHandlerOptions = {
 *   directory: "examples",
 *   cgiDirectories: ["/scripts"],
 * };
 * await using server = serve({
 *   hostname: "127.0.0.1",
 *   port: 0,
 *   log: "off",
 *   handler: CGIHTTPRequestHandler,
 *   handlerOptions,
 * });
 * const answer = await fetch(`http://127.0.0.1:${server.addr.port}/scripts/none`);
 * await answer.body?.cancel();
 * assertEquals(answer.status, 404);
 * ```
 */
export interface CGIHTTPRequestHandlerOptions extends SimpleHTTPRequestHandlerOptions, CGIOptions {}

/**
 * The type of {@linkcode SimpleHTTPRequestHandler} with {@linkcode CGIMixIn}: what {@linkcode
 * CGIHTTPRequestHandler} extends.
 *
 * @example Scripts that take no form
 * ```ts
 * import { CGIHTTPRequestHandlerBase, serve } from "@pyport/http-server";
 * import { assertEquals } from "@std/assert";
 *
 * class ReadOnly extends CGIHTTPRequestHandlerBase {}
 *
 * await using server = serve({ hostname: "127.0.0.1", port: 0, handler: ReadOnly, log: "off" });
 * const url = `http://127.0.0.1:${server.addr.port}/cgi-bin/hello`;
 * const answer = await fetch(url, { method: "POST", body: "name=Ada" });
 * await answer.body?.cancel();
 * assertEquals(answer.status, 501);
 * ```
 */
export interface CGIHTTPRequestHandlerBase {
  /** Make a handler for a connection. */
  new (
    request: Connection,
    clientAddress: Address,
    server: TCPServer,
    options?: CGIHTTPRequestHandlerOptions,
  ): SimpleHTTPRequestHandler & CGIMembers;
}

/** {@linkcode SimpleHTTPRequestHandler} with {@linkcode CGIMixIn}. */
export const CGIHTTPRequestHandlerBase: CGIHTTPRequestHandlerBase = CGIMixIn(
  SimpleHTTPRequestHandler,
);

/**
 * Answers requests for files below {@linkcode CGIMembers.cgiDirectories} by running them,
 * and others as `SimpleHTTPRequestHandler` does.
 *
 * A script is run as CPython's handler does it: its output follows the status line `200 Script output
 * follows` as it is, and the connection ends with it. With {@linkcode
 * CGIMembers.interpretScriptHeaders} it is run as RFC 3875 says.
 *
 * Needs `--allow-read` for the directory, and `--allow-run` for the scripts, or for Deno where that runs
 * them. A script has none of the server's own environment.
 *
 * CPython: `http.server.CGIHTTPRequestHandler`.
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
 */
export class CGIHTTPRequestHandler extends CGIHTTPRequestHandlerBase {
  /** Run a script. Files take no `POST`. */
  do_POST(): void | Promise<void> {
    if (this.isCgi()) return this.runCgi();
    this.sendError(HTTPStatus.NOT_IMPLEMENTED, "Can only POST to CGI scripts");
  }
}
