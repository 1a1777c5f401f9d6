/**
 * {@linkcode ServerSocket}: where connections come from.
 *
 * @module
 */

import type { ConnectionStream } from "./connection.ts";

/**
 * What a server listens on; `Deno.Listener` has all of it.
 *
 * @example Listen on a socket that is there already
 * ```ts
 * import { BaseHTTPRequestHandler, HTTPServer, type ServerSocket } from "@pyport/http-server";
 * import { assertEquals } from "@std/assert";
 *
 * const socket = Deno.listen({ hostname: "127.0.0.1", port: 0 });
 *
 * class Given extends HTTPServer {
 *   protected override listen(): ServerSocket {
 *     return socket;
 *   }
 * }
 *
 * await using server = new Given(["127.0.0.1", 0], BaseHTTPRequestHandler);
 * assertEquals(server.serverPort, socket.addr.port);
 * ```
 */
export interface ServerSocket {
  /** The address as bound. */
  readonly addr: Deno.Addr;
  /** Wait for a connection. */
  accept(): Promise<ConnectionStream>;
  /** Stop listening; an `accept` under way is rejected. */
  close(): void;
  /** Keep the process running. */
  ref(): void;
  /** Do not keep the process running. */
  unref(): void;
}
