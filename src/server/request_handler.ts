/**
 * {@linkcode RequestHandler}: what a server makes for each connection.
 *
 * @module
 */

import type { Connection } from "./connection.ts";
import type { Address } from "./stream_request_handler.ts";

/**
 * What handles a connection.
 *
 * @example Greet whoever connects
 * ```ts
 * import { type Address, type Connection, type RequestHandler, TCPServer } from "@pyport/http-server";
 * import { assertEquals } from "@std/assert";
 *
 * class Greeter implements RequestHandler {
 *   constructor(readonly connection: Connection, readonly client: Address) {}
 *
 *   async run(): Promise<void> {
 *     await this.connection.write(new TextEncoder().encode(`Hello, ${this.client[0]}`));
 *   }
 * }
 *
 * await using server = new TCPServer(["127.0.0.1", 0], Greeter);
 * server.serveForever();
 * const client = await Deno.connect({ hostname: "127.0.0.1", port: server.serverAddress[1] });
 * assertEquals(await new Response(client.readable).text(), "Hello, 127.0.0.1");
 * ```
 */
export interface RequestHandler {
  /** Handle the connection from beginning to end. */
  run(): Promise<void>;
}

/**
 * A class of handlers.
 *
 * @typeParam Options What the fourth argument of the constructor is
 *
 * @example Wrap any class of handlers
 * ```ts
 * import {
 *   type RequestHandlerClass,
 *   SimpleHTTPRequestHandler,
 *   ThreadingHTTPServer,
 * } from "@pyport/http-server";
 * import { assertEquals } from "@std/assert";
 *
 * const clients: string[] = [];
 *
 * function noting<Options>(Handler: RequestHandlerClass<Options>): RequestHandlerClass<Options> {
 *   return class extends Handler {
 *     constructor(...args: ConstructorParameters<RequestHandlerClass<Options>>) {
 *       super(...args);
 *       clients.push(args[1][0]);
 *     }
 *   };
 * }
 *
 * await using server = new ThreadingHTTPServer(["127.0.0.1", 0], noting(SimpleHTTPRequestHandler));
 * server.serveForever();
 * await fetch(`http://127.0.0.1:${server.serverPort}/none`, { method: "HEAD" });
 * assertEquals(clients, ["127.0.0.1"]);
 * ```
 */
export type RequestHandlerClass<Options = unknown> = new (
  request: Connection,
  clientAddress: Address,
  // deno-lint-ignore no-explicit-any -- a handler may ask for its own class of server
  server: any,
  options?: Options,
) => RequestHandler;
