/**
 * {@linkcode SocketReader}: a socket of Node's, read as a stream of Deno's is.
 *
 * @module
 */

import type { Socket } from "node:net";
import { asDisconnection } from "../disconnection.ts";

/** Reads what arrives at a socket, as it arrives. */
export class SocketReader {
  readonly #socket: Socket;
  #failure: Error | undefined;
  /** What has arrived and not been read. */
  #rest: Uint8Array | undefined;
  /** Ends a wait for the socket. */
  #wake: () => void = () => {};

  /**
   * @param socket The socket, from which nobody else reads
   */
  constructor(socket: Socket) {
    this.#socket = socket;
    socket.on("error", (error) => this.#failure ??= error);
    for (const event of ["readable", "end", "close"]) socket.on(event, () => this.#wake());
  }

  /**
   * Read up to `buffer.length` bytes.
   *
   * @param buffer Where to put them
   * @returns The number of bytes; `null` at the end
   * @throws {Deno.errors.ConnectionAborted} when the socket has failed, unless the error is one of
   * those that say the same
   */
  async read(buffer: Uint8Array): Promise<number | null> {
    const bytes = this.#rest ?? await this.#next();
    if (bytes === null) return null;
    const part = bytes.subarray(0, buffer.length);
    buffer.set(part);
    this.#rest = part.length < bytes.length ? bytes.subarray(part.length) : undefined;
    return part.length;
  }

  /** What arrives next; `null` at the end. */
  async #next(): Promise<Uint8Array | null> {
    const socket = this.#socket;
    for (;;) {
      const bytes: Uint8Array | null = socket.read();
      if (bytes !== null) return bytes;
      if (this.#failure !== undefined) throw asDisconnection(this.#failure);
      // Many clients end without TLS's goodbye. CPython: suppress_ragged_eofs
      if (socket.readableEnded || socket.destroyed) return null;
      await new Promise<void>((resolve) => this.#wake = resolve);
    }
  }

  /**
   * End a wait for a socket that was destroyed.
   *
   * @param error What the reading throws; at the end of the stream if there is none
   */
  interrupt(error?: Error): void {
    this.#failure ??= error;
    this.#wake();
  }
}
