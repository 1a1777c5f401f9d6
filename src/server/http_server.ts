/**
 * {@linkcode HTTPServer} and {@linkcode ThreadingHTTPServer}.
 *
 * @module
 */

import type { Connection } from "./connection.ts";
import { isDisconnection } from "./disconnection.ts";
import type { Address } from "./stream_request_handler.ts";
import type { RequestHandlerClass } from "./request_handler.ts";
import { TCPServer } from "./tcp_server.ts";
import type { TCPServerOptions } from "./tcp_server_options.ts";
import { type TCPServerClass, type ThreadingMembers, ThreadingMixIn } from "./threading.ts";

/** How many connections may wait to be accepted: what a burst of browsers needs. */
const REQUEST_QUEUE_SIZE = 511;

/**
 * A server that knows its name, and handles one connection at a time.
 *
 * CPython: `http.server.HTTPServer`.
 *
 * @example Answer one request
 * ```ts
 * import { BaseHTTPRequestHandler, HTTPServer } from "@pyport/http-server";
 * import { assertEquals } from "@std/assert";
 *
 * class Hello extends BaseHTTPRequestHandler {
 *   do_GET(): void {
 *     const body = new TextEncoder().encode("hello");
 *     this.sendResponse(200);
 *     this.sendHeader("Content-Length", body.length);
 *     this.endHeaders();
 *     this.wfile.write(body);
 *   }
 * }
 *
 * await using server = new HTTPServer(["127.0.0.1", 0], Hello);
 * const handled = server.handleRequest();
 * const answer = await fetch(`http://127.0.0.1:${server.serverPort}/`);
 * assertEquals(await answer.text(), "hello");
 * await handled;
 * ```
 */
export class HTTPServer<Options = unknown> extends TCPServer<Options> {
  /**
   * The host as bound. CPython asks the resolver for a full name, which takes a permission and may
   * take seconds.
   */
  declare serverName: string;
  /** The port as bound. */
  declare serverPort: number;

  /**
   * Make a server, which listens unless told otherwise.
   *
   * @param serverAddress Host and port; port 0 for any that is free
   * @param RequestHandlerClass The class of the handlers
   * @param options See {@linkcode TCPServerOptions}
   * @throws {TypeError} when there is no limit of a name
   * @throws {RangeError} when a limit is out of range
   * @throws {Deno.errors.AddrInUse} when the port is taken
   * @throws {Deno.errors.NotCapable} when Deno was started without `--allow-net` for the address
   */
  constructor(
    serverAddress: Address,
    RequestHandlerClass: RequestHandlerClass<Options>,
    options: TCPServerOptions<Options> = {},
  ) {
    super(serverAddress, RequestHandlerClass, { requestQueueSize: REQUEST_QUEUE_SIZE, ...options });
  }

  /** Bind the address and note the server's name and port. */
  override serverBind(): void {
    super.serverBind();
    [this.serverName, this.serverPort] = this.serverAddress;
  }

  /**
   * Called with a connection for which there is no room: its request is answered with 503.
   *
   * @param request The connection
   */
  override async refuseRequest(request: Connection): Promise<void> {
    const { answerUnavailable } = await import("./unavailable.ts");
    await answerUnavailable(request);
  }

  /**
   * Called when a handler throws. A connection that has ended is no error; all else is logged as in
   * {@linkcode TCPServer.handleError}.
   *
   * @param request The connection
   * @param clientAddress The address of the peer
   * @param error What was thrown
   */
  override handleError(request: Connection, clientAddress: Address, error: unknown): void {
    if (!isDisconnection(error, request)) super.handleError(request, clientAddress, error);
  }
}

/**
 * The type of {@linkcode HTTPServer} with {@linkcode ThreadingMixIn}: what {@linkcode
 * ThreadingHTTPServer} extends.
 *
 * @example A server whose end waits for running connections, as `socketserver` has it
 * ```ts
 * import { BaseHTTPRequestHandler, ThreadingHTTPServerBase } from "@pyport/http-server";
 * import { assertEquals } from "@std/assert";
 *
 * await using server = new ThreadingHTTPServerBase(["127.0.0.1", 0], BaseHTTPRequestHandler);
 * assertEquals([server.daemonThreads, server.blockOnClose], [false, true]);
 * ```
 */
export interface ThreadingHTTPServerBase {
  /** Make a server, as {@linkcode HTTPServer} does. */
  new <Options = unknown>(
    serverAddress: Address,
    RequestHandlerClass: RequestHandlerClass<Options>,
    options?: TCPServerOptions<Options>,
  ): HTTPServer<Options> & ThreadingMembers;
}

/** {@linkcode HTTPServer} with {@linkcode ThreadingMixIn}. */
export const ThreadingHTTPServerBase: ThreadingHTTPServerBase = ThreadingMixIn(
  HTTPServer as TCPServerClass,
) as never;

/**
 * A server that handles connections side by side.
 *
 * CPython: `http.server.ThreadingHTTPServer`.
 *
 * @example Serve a directory
 * ```ts
 * import { SimpleHTTPRequestHandler, ThreadingHTTPServer } from "@pyport/http-server";
 * import { assertEquals } from "@std/assert";
 *
 * await using server = new ThreadingHTTPServer(["127.0.0.1", 0], SimpleHTTPRequestHandler, {
 *   handlerOptions: { directory: "." },
 * });
 * server.serveForever();
 * const answer = await fetch(`http://127.0.0.1:${server.serverPort}/mod.ts`);
 * assertEquals(answer.status, 200);
 * await answer.body?.cancel();
 * ```
 */
export class ThreadingHTTPServer<Options = unknown> extends ThreadingHTTPServerBase<Options> {
  /** `serverClose` does not wait for running connections. */
  override daemonThreads = true;
}
