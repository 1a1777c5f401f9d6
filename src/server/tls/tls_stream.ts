/**
 * {@linkcode TlsStream}: a TLS connection that is a stream like any other, whatever the peer makes of
 * TLS.
 *
 * @module
 */

import type { Socket } from "node:net";
import type { SecureContext, TLSSocket } from "node:tls";
import type { ConnectionStream } from "../connection.ts";
import { nextTick, nodeTls } from "../node/node_builtins.ts";
import { refusePlainText } from "./plain_text.ts";
import { asDisconnection, hasGone } from "../disconnection.ts";
import { SocketReader } from "../node/socket_reader.ts";
import { closeTcp, tcpDuplex } from "../node/tcp_duplex.ts";

/** The first byte of a handshake (RFC 8446, section 5.1). */
const HANDSHAKE = 22;

/** How much is read before anything is known, in bytes: the first message of most clients fits. */
const HEAD_SIZE = 2048;

/** How long a goodbye may take, in milliseconds: a peer that does not read holds it up. */
const GOODBYE_TIME = 2000;

/** How a {@linkcode TlsStream} goes about the handshake. */
export interface HandshakeOptions {
  /** The certificate. */
  readonly context: SecureContext;
  /** The protocols to agree on, the best first. */
  readonly alpnProtocols: readonly string[];
  /** The longest that it may take, in seconds. */
  readonly timeout: number;
  /** Called when it fails, unless the peer has just gone. */
  onError(error: Error): void;
}

/**
 * A TLS connection, which begins with the handshake at once. When that fails, the stream is at its
 * end: nobody who reads it has to know about TLS.
 */
export class TlsStream implements ConnectionStream {
  /** It is TLS. */
  readonly encrypted = true;
  readonly #conn: Deno.TcpConn;
  /** Whether the handshake went well; `undefined` once it is known that it did. */
  #handshake: Promise<boolean> | undefined;
  #socket: TLSSocket | undefined;
  /** Reads what the socket has decrypted. */
  #reader: SocketReader | undefined;
  #closed = false;
  /** Whether the peer speaks something else. */
  #refused = false;
  #sent = 0;

  /**
   * Begin the handshake.
   *
   * @param conn The connection, which is closed with the stream
   * @param options See {@linkcode HandshakeOptions}
   */
  constructor(conn: Deno.TcpConn, options: HandshakeOptions) {
    this.#conn = conn;
    this.#handshake = this.#shakeHands(options);
  }

  /** The address of the peer. */
  get remoteAddr(): Deno.NetAddr {
    return this.#conn.remoteAddr;
  }

  /** The address on this side. */
  get localAddr(): Deno.NetAddr {
    return this.#conn.localAddr;
  }

  /** The number of bytes that have left, encrypted. */
  get sent(): number {
    return this.#sent;
  }

  /** Send small pieces at once. */
  setNoDelay(noDelay: boolean): void {
    this.#conn.setNoDelay(noDelay);
  }

  /** Read up to `buffer.length` bytes; `null` at the end, and when the handshake has failed. */
  async read(buffer: Uint8Array): Promise<number | null> {
    if (this.#handshake !== undefined && !await this.#handshake) return null;
    return await this.#reader!.read(buffer);
  }

  /** Write the bytes and say how many. */
  async write(bytes: Uint8Array): Promise<number> {
    if (this.#handshake !== undefined && !await this.#handshake) {
      throw new Deno.errors.BrokenPipe("The TLS handshake has failed");
    }
    const { promise, resolve, reject } = Promise.withResolvers<number>();
    this.#socket!.write(bytes, (error) => {
      if (error) reject(asDisconnection(error));
      else resolve(bytes.length);
    });
    return await promise;
  }

  /** Say that nothing more will be written. */
  async closeWrite(): Promise<void> {
    if (this.#handshake !== undefined || this.#closed) return;
    const { promise, resolve } = Promise.withResolvers<void>();
    const timer = setTimeout(resolve, GOODBYE_TIME);
    this.#socket!.end(resolve);
    await promise;
    clearTimeout(timer);
  }

  /** Give the connection up. */
  close(): void {
    if (this.#closed) return;
    this.#closed = true;
    // Destroying a socket of Node's closes the connection too, some turns later.
    closeTcp(this.#conn);
    this.#socket?.destroy();
    this.#reader?.interrupt();
  }

  async #shakeHands(options: HandshakeOptions): Promise<boolean> {
    const { timeout, onError } = options;
    const late = setTimeout(() => {
      if (this.#closed) return;
      this.close();
      if (!this.#refused) onError(new Error(`it took more than ${timeout} s`));
    }, timeout * 1000);
    try {
      if (await this.#negotiate(options)) {
        this.#handshake = undefined;
        return true;
      }
    } catch (error) {
      if (!this.#closed && !hasGone(error)) onError(explain(error));
    } finally {
      clearTimeout(late);
    }
    this.close();
    return false;
  }

  /** Whether the handshake went well. What goes wrong beyond a peer that leaves is thrown. */
  async #negotiate(options: HandshakeOptions): Promise<boolean> {
    const head = new Uint8Array(HEAD_SIZE);
    const count = await this.#conn.read(head);
    if (count === null) return false;
    if (head[0] === HANDSHAKE) return await this.#secure(head.subarray(0, count), options);
    options.onError(new Error("plain HTTP, or something else that is not TLS, was sent"));
    await this.#refuse(head);
    return false;
  }

  async #secure(head: Uint8Array, options: HandshakeOptions): Promise<boolean> {
    const { TLSSocket } = nodeTls();
    const started = Promise.withResolvers<Uint8Array>();
    const duplex = tcpDuplex(this.#conn, started.promise, (count) => this.#sent += count);
    const socket = new TLSSocket(duplex as Socket, {
      isServer: true,
      secureContext: options.context,
      ALPNProtocols: [...options.alpnProtocols],
    });
    this.#socket = socket;
    // It begins in the next tick, and Deno's throws if it then finds something it must refuse.
    nextTick(() => started.resolve(head));
    const { promise, resolve, reject } = Promise.withResolvers<boolean>();
    socket.once("secure", () => resolve(true));
    socket.on("error", reject);
    // The socket itself does not notice the end before the handshake is over.
    for (const stream of [socket, duplex]) stream.once("close", () => resolve(false));
    duplex.once("end", () => resolve(false));
    this.#reader = new SocketReader(socket);
    return await promise;
  }

  /** Answer what is not TLS. */
  async #refuse(head: Uint8Array): Promise<void> {
    this.#refused = true;
    let timer: ReturnType<typeof setTimeout> | undefined;
    const startTimer = (): void => {
      clearTimeout(timer);
      timer = setTimeout(() => this.close(), GOODBYE_TIME);
    };
    startTimer();
    try {
      await refusePlainText(this.#conn, head, startTimer);
    } finally {
      clearTimeout(timer);
    }
  }
}

/** What rustls says in a few words more. */
function explain(error: unknown): Error {
  const text = error instanceof Error ? error.message : String(error);
  // Node's words for all that is wrong with a record.
  const message = text.replace(/ \(SSL routines:.*\)$/, "");
  const [, alert] = /received fatal alert: (\w+)/.exec(message) ?? [];
  return new Error(alert === undefined ? message : `the client broke it off (${alert})`, {
    cause: error,
  });
}
