/**
 * {@linkcode TlsListener}: a listener whose connections speak TLS.
 *
 * @module
 */

import type { Certificate } from "./certificate_in_use.ts";
import type { ServerSocket } from "../server_socket.ts";
import type { TlsStream } from "./tls_stream.ts";

/** Options of {@linkcode TlsListener}. */
export interface TlsListenerOptions {
  /** The protocols to agree on, the best first. */
  readonly alpnProtocols: readonly string[];
  /** How long a handshake may take, in seconds. */
  readonly handshakeTimeout: number;
  /** How often to look for a new certificate, in seconds; 0 for never. */
  readonly reloadInterval: number;
  /** Called when a handshake fails, unless the peer has just gone. */
  onHandshakeError(addr: Deno.NetAddr, error: Error): void;
  /** Called when the new certificate cannot be used. The old one stays in use. */
  onReloadError(error: unknown): void;
}

/**
 * A listener whose connections are {@linkcode TlsStream}s.
 *
 * It is not `Deno.listenTls`: closing one of that kind's connections leaves the socket open for as
 * long as the peer likes, if that does not go on with the handshake or does not read. And those have
 * one certificate for ever.
 */
export class TlsListener implements ServerSocket {
  readonly #listener: Deno.TcpListener;
  readonly #certificate: Certificate;
  readonly #options: TlsListenerOptions;
  readonly #timer: ReturnType<typeof setInterval> | undefined;

  /**
   * @param listener Where connections come from
   * @param certificate The certificate to show
   * @param options See {@linkcode TlsListenerOptions}
   */
  constructor(
    listener: Deno.TcpListener,
    certificate: Certificate,
    options: TlsListenerOptions,
  ) {
    this.#listener = listener;
    this.#certificate = certificate;
    this.#options = options;
    const { reloadInterval } = options;
    if (reloadInterval <= 0 || !certificate.changes) return;
    this.#timer = setInterval(() => this.#refresh(), reloadInterval * 1000);
    // A number, or an object of Node's type: that depends on what else has been loaded.
    Deno.unrefTimer(this.#timer as unknown as number);
  }

  /** The address as bound. */
  get addr(): Deno.NetAddr {
    return this.#listener.addr;
  }

  /**
   * Wait for a connection.
   *
   * @returns The connection, whose handshake has only begun
   */
  async accept(): Promise<TlsStream> {
    // Loaded with the first listener that waits, since most servers have none.
    const { TlsStream } = await import("./tls_stream.ts");
    const conn = await this.#listener.accept();
    const { alpnProtocols, handshakeTimeout, onHandshakeError } = this.#options;
    return new TlsStream(conn, {
      alpnProtocols,
      context: this.#certificate.context,
      timeout: handshakeTimeout,
      onError: (error) => onHandshakeError(conn.remoteAddr, error),
    });
  }

  /** Stop listening. */
  close(): void {
    clearInterval(this.#timer);
    this.#listener.close();
  }

  /** Keep the process running. */
  ref(): void {
    this.#listener.ref();
  }

  /** Do not keep the process running. */
  unref(): void {
    this.#listener.unref();
  }

  #refresh(): void {
    try {
      this.#certificate.refresh();
    } catch (error) {
      this.#options.onReloadError(error);
    }
  }
}
