/**
 * Our servers in the setups that were recorded.
 *
 * @module
 */

import {
  type Address,
  type BaseHTTPRequestHandler,
  type Connection,
  ThreadingHTTPServer,
} from "../../mod.ts";
import { handlerClass } from "./handlers.ts";
import { connectionKey, type Journal } from "./journal.ts";
import type { Setup } from "./recorded.ts";

/** A server that notes failures in a journal. */
class JournalledServer extends ThreadingHTTPServer {
  readonly #journal: Journal;

  constructor(Handler: typeof BaseHTTPRequestHandler, directory: string, journal: Journal) {
    super(["127.0.0.1", 0], Handler, { handlerOptions: { directory } });
    this.#journal = journal;
  }

  override handleError(_request: Connection, clientAddress: Address, error: unknown): void {
    this.#journal.fail(connectionKey(this.serverAddress[1], clientAddress[1]), error);
  }
}

/**
 * Start a server of a setup on a free port of 127.0.0.1.
 *
 * @param setup The handler and its fields
 * @param directory What it serves
 * @param journal Where failures go
 */
export function startServer(
  setup: Setup,
  directory: string,
  journal: Journal,
): ThreadingHTTPServer {
  const server = new JournalledServer(handlerClass(setup), directory, journal);
  server.serveForever();
  return server;
}
