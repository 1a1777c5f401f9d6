/**
 * Python's `http.server` (CPython 3.14) for Deno, on raw TCP, and more than that: a file server with
 * conditional requests, a listing page, uploads, HTTPS, CGI and metrics.
 *
 *     deno run -NR jsr:@pyport/http-server
 *
 * serves the current directory at http://localhost:8000/; `--help` lists the options.
 *
 * - {@linkcode serve} serves a directory or what a handler answers, shaped like `Deno.serve`.
 * - {@linkcode FileHTTPRequestHandler} is what it serves files with. {@linkcode
 *   SimpleHTTPRequestHandler} does it byte for byte as CPython, and {@linkcode CGIHTTPRequestHandler} and
 *   {@linkcode CGIFileHTTPRequestHandler} run scripts.
 * - {@linkcode BaseHTTPRequestHandler} is the base of handlers of your own: a method `do_GET` answers
 *   `GET`.
 * - {@linkcode ThreadingHTTPServer}, {@linkcode ThreadingHTTPSServer} and the classes that they extend
 *   are Python's servers.
 * - {@linkcode main} and {@linkcode test} are the command.
 *
 * `@pyport/http-server/fetch` takes handlers to other servers, such as `Deno.serve`, and functions from
 * `Request` to `Response` to this one. `@pyport/http-server/testing` is a server that misbehaves, for tests
 * of clients.
 *
 * Names are Python's in camelCase. Nothing is permitted that you do not permit: see each class for the
 * flags that it needs.
 *
 * @example Serve a directory for as long as it is needed
 * ```ts
 * import { serve } from "@pyport/http-server";
 * import { assertEquals } from "@std/assert";
 *
 * await using server = serve({ hostname: "127.0.0.1", port: 0, directory: "." });
 * const answer = await fetch(`http://127.0.0.1:${server.addr.port}/README.md`);
 * assertEquals(answer.headers.get("Content-Type"), "text/markdown; charset=utf-8");
 * await answer.body?.cancel();
 * ```
 *
 * @example Answer requests with a handler of one's own
 * ```ts
 * import { BaseHTTPRequestHandler, serve } from "@pyport/http-server";
 * import { assertEquals } from "@std/assert";
 *
 * class Greeter extends BaseHTTPRequestHandler {
 *   do_GET(): void {
 *     this.sendResponse(200);
 *     this.sendHeader("Content-Type", "text/plain");
 *     this.endHeaders();
 *     this.wfile.write(new TextEncoder().encode(`You asked for ${this.path}`));
 *   }
 * }
 *
 * await using server = serve({ hostname: "127.0.0.1", port: 0, handler: Greeter });
 * const answer = await fetch(`http://127.0.0.1:${server.addr.port}/tea`);
 * assertEquals(await answer.text(), "You asked for /tea");
 * ```
 *
 * @module
 */

import "./src/cli/load_order.ts";
import { main } from "./src/cli/main.ts";

export { type FileServer, serve } from "./src/serve.ts";
export type { ServeOptions, ServeUnixOptions } from "./src/serve_options.ts";
export type { DeploymentOptions } from "./src/deployment.ts";
export type { LogFormat } from "./src/handlers/logging/formats.ts";
export type { AuthOptions } from "./src/handlers/auth/options.ts";
export { main } from "./src/cli/main.ts";
export { type HTTPServerClass, test, type TestOptions } from "./src/cli/run.ts";
export {
  Connection,
  type ConnectionPhase,
  type ConnectionStream,
  TimeoutError,
} from "./src/server/connection.ts";
export { DEFAULT_LIMITS, type ServerLimits } from "./src/server/limits.ts";
export { RequestError } from "./src/http/request_error.ts";
export { HTTPStatus } from "./src/http/status.ts";
export type { Param, ParamValue } from "./src/http/field_params.ts";
export { HTTPMessage } from "./src/http/message.ts";
export type { RequestHandler, RequestHandlerClass } from "./src/server/request_handler.ts";
export type { ServeForeverOptions, TCPServerOptions } from "./src/server/tcp_server_options.ts";
export type { ServerSocket } from "./src/server/server_socket.ts";
export { TCPServer } from "./src/server/tcp_server.ts";
export { type Address, StreamRequestHandler } from "./src/server/stream_request_handler.ts";
export {
  type TCPServerClass,
  type ThreadingMembers,
  ThreadingMixIn,
} from "./src/server/threading.ts";
export { BufferedWriter, type Sink } from "./src/server/writer.ts";
export { BufferedReader, type Source } from "./src/server/reader.ts";
export { RequestReader } from "./src/server/request_reader.ts";
export { type BodyFraming } from "./src/http/body_framing.ts";
export { type HeaderBlock } from "./src/http/header_block.ts";
export {
  HTTPServer,
  ThreadingHTTPServer,
  ThreadingHTTPServerBase,
} from "./src/server/http_server.ts";
export {
  HTTPSServer,
  type HTTPSServerOptions,
  ThreadingHTTPSServer,
  ThreadingHTTPSServerBase,
  type TLSOptions,
} from "./src/server/https_server.ts";
export { CertificateError, type Password } from "./src/server/tls/certificate.ts";
export { BaseHTTPRequestHandler } from "./src/handlers/base.ts";
export {
  DEFAULT_EXTENSIONS_MAP,
  SimpleHTTPRequestHandler,
  type SimpleHTTPRequestHandlerOptions,
} from "./src/handlers/simple.ts";
export { FileHTTPRequestHandler } from "./src/handlers/file.ts";
export type { FileHTTPRequestHandlerOptions } from "./src/handlers/file/options.ts";
export type { OverwritePolicy } from "./src/handlers/file/values.ts";
export type { JsonEntry, JsonListing } from "./src/handlers/page/json_form.ts";
export {
  CGIHTTPRequestHandler,
  CGIHTTPRequestHandlerBase,
  type CGIHTTPRequestHandlerOptions,
} from "./src/handlers/cgi.ts";
export {
  CGIFileHTTPRequestHandler,
  CGIFileHTTPRequestHandlerBase,
  type CGIFileHTTPRequestHandlerOptions,
} from "./src/handlers/cgi_file.ts";
export type { CGIMembers, CGIOptions, FileHandlerClass } from "./src/handlers/cgi/members.ts";
export { CGIMixIn } from "./src/handlers/cgi/mix_in.ts";
export { type CGILimits, DEFAULT_CGI_LIMITS } from "./src/handlers/cgi/limits.ts";
export { type FileLike, MemoryFile } from "./src/handlers/disk/served_file.ts";

if (import.meta.main) main(Deno.args).then(Deno.exit);
