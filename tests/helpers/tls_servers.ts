/**
 * Servers that speak TLS, for the length of a test.
 *
 * @module
 */

import { type Address, type HTTPSServerOptions, ThreadingHTTPSServer } from "../../mod.ts";
import { latin1 } from "./bytes.ts";
import { certificate } from "./certificates.ts";
import { QuietHandler } from "./quiet_handlers.ts";

/** Any port of this machine. */
export const LOCALHOST: Address = ["127.0.0.1", 0];

/** Says hello. */
export class Hello extends QuietHandler {
  override protocolVersion = "HTTP/1.1";

  do_GET(): void {
    this.answer(latin1("hello"));
  }
}

/** A server that keeps what it is told. */
export class TlsTestServer<Options = unknown> extends ThreadingHTTPSServer<Options> {
  /** What the handlers threw. */
  readonly errors: unknown[] = [];
  /** Why handshakes failed. */
  readonly handshakeErrors: string[] = [];
  /** Why new certificates could not be used. */
  readonly reloadErrors: string[] = [];

  override handleError(_request: unknown, _clientAddress: unknown, error: unknown): void {
    this.errors.push(error);
  }

  override handleHandshakeError(_clientAddress: Address, error: Error): void {
    this.handshakeErrors.push(error.message);
  }

  override handleReloadError(error: unknown): void {
    this.reloadErrors.push((error as Error).message);
  }
}

/**
 * Serve with {@linkcode Hello} until the server goes out of scope.
 *
 * @param options In the place of a certificate for localhost
 */
export async function serveHello(options?: HTTPSServerOptions): Promise<TlsTestServer> {
  const server = new TlsTestServer(LOCALHOST, Hello, { ...await certificate(), ...options });
  server.serveForever();
  return server;
}
