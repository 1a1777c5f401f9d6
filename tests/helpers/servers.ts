/**
 * Servers for the length of a test.
 *
 * @module
 */

import {
  type Address,
  type Connection,
  type RequestHandlerClass,
  type ServerLimits,
  type TCPServerOptions,
  ThreadingHTTPServer,
} from "../../mod.ts";
import { QuietFileHandler } from "./quiet_handlers.ts";

/** A server that keeps the errors of its handlers, and waits for their connections at the end. */
export class TestServer<Options = unknown> extends ThreadingHTTPServer<Options> {
  /** What the handlers threw. */
  readonly errors: unknown[] = [];

  override handleError(_request: Connection, _clientAddress: Address, error: unknown): void {
    this.errors.push(error);
  }
}

/**
 * Serve until the server goes out of scope: `await using server = serveWith(Handler)`.
 *
 * @param Handler The class of the handlers
 * @param handlerOptions Their fourth argument
 * @param limits The limits of the server; CPython's unless given
 */
export function serveWith<Options>(
  Handler: RequestHandlerClass<Options>,
  handlerOptions?: Options,
  limits: Partial<ServerLimits> = {},
): TestServer<Options> {
  const options: TCPServerOptions<Options> = {
    limits,
    ...(handlerOptions === undefined ? {} : { handlerOptions }),
  };
  const server = new TestServer<Options>(["127.0.0.1", 0], Handler, options);
  server.serveForever();
  return server;
}

/** Serve a directory with {@linkcode QuietFileHandler} until the server goes out of scope. */
export function serveDirectory(directory: string): TestServer<{ directory: string }> {
  return serveWith(QuietFileHandler, { directory });
}
