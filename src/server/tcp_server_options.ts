/**
 * The options of {@linkcode TCPServer}.
 *
 * @module
 */

import type { ConnectionTally } from "./connection_tally.ts";
import type { ServerLimits } from "./limits.ts";

/**
 * Options of {@linkcode TCPServer}.
 *
 * @typeParam Options What the handlers take as their fourth argument
 *
 * @example Close connections on which nothing has happened for a minute
 * ```ts
 * import { BaseHTTPRequestHandler, TCPServer, type TCPServerOptions } from "@pyport/http-server";
 * import { assertEquals } from "@std/assert";
 *
 * const options: TCPServerOptions = { limits: { idleTimeout: 60 } };
 * await using server = new TCPServer(["127.0.0.1", 0], BaseHTTPRequestHandler, options);
 * server.serveForever();
 * assertEquals(server.limits.idleTimeout, 60);
 * ```
 */
export interface TCPServerOptions<Options = unknown> {
  /**
   * Whether the constructor binds the address and listens.
   *
   * @default {true}
   */
  bindAndActivate?: boolean;
  /** Passed to each handler as the fourth argument of its constructor. */
  handlerOptions?: Options;
  /**
   * How many connections may wait to be accepted.
   *
   * @default {5} as in Python; 511 for {@linkcode HTTPServer}
   */
  requestQueueSize?: number;
  /**
   * Share the port with other servers that ask for the same, where Deno was started with
   * `--unstable-net`.
   *
   * @default {false}
   */
  allowReusePort?: boolean;
  /**
   * How much clients may take; `DEFAULT_LIMITS` are those of `serve()`.
   *
   * @default what CPython has, which is hardly any
   */
  limits?: Partial<ServerLimits>;
  /**
   * What the connections of several event loops are counted in.
   *
   * @ignore
   */
  tally?: ConnectionTally;
}

/**
 * Options of {@linkcode TCPServer.serveForever}.
 *
 * @example Serve until a signal says that it is enough
 * ```ts
 * import {
 *   HTTPServer,
 *   type ServeForeverOptions,
 *   SimpleHTTPRequestHandler,
 * } from "@pyport/http-server";
 * import { assertEquals } from "@std/assert";
 *
 * const enough = new AbortController();
 * const options: ServeForeverOptions = { signal: enough.signal };
 * await using server = new HTTPServer(["127.0.0.1", 0], SimpleHTTPRequestHandler);
 * const served = server.serveForever(options);
 * enough.abort();
 * assertEquals(await served, undefined);
 * ```
 */
export interface ServeForeverOptions {
  /** Ends the serving, as {@linkcode TCPServer.shutdown} does. */
  signal?: AbortSignal;
  /**
   * How long at most {@linkcode TCPServer.serviceActions}, where it is overridden, is not called, in
   * seconds.
   *
   * @default {0.5}
   */
  pollInterval?: number;
}
