/**
 * {@linkcode Link}: a connection that can be reset, which those of `Deno.listen` can't.
 *
 * @module
 */

import { concat } from "../http/concat.ts";
import type { Socket } from "node:net";

const LF = 10;

/** One accepted connection. */
export class Link {
  readonly #socket: Socket;
  readonly #incoming: AsyncIterator<Uint8Array>;
  #rest: Uint8Array = new Uint8Array(0);
  #ended = false;

  /**
   * @param socket The connection, half of which may be closed
   */
  constructor(socket: Socket) {
    this.#socket = socket;
    socket.setNoDelay(true);
    // Who reads or writes is told of errors.
    socket.on("error", () => {});
    this.#incoming = socket[Symbol.asyncIterator]() as AsyncIterator<Uint8Array>;
  }

  /**
   * Read what has arrived, waiting only when that is nothing.
   *
   * @param size The most bytes to read
   * @returns At least one byte, or none at the end
   */
  async read(size: number): Promise<Uint8Array> {
    while (this.#rest.length === 0 && !this.#ended) await this.#fill();
    const bytes = this.#rest.slice(0, size);
    this.#rest = this.#rest.subarray(bytes.length);
    return bytes;
  }

  /**
   * Read a line.
   *
   * @param limit The most bytes to read
   * @returns The bytes up to and including the line feed; fewer at the end or the limit
   */
  async readLine(limit: number): Promise<Uint8Array> {
    for (;;) {
      const lf = this.#rest.indexOf(LF);
      if (lf >= 0 || this.#ended || this.#rest.length >= limit) {
        return await this.read(Math.min(lf < 0 ? this.#rest.length : lf + 1, limit));
      }
      await this.#fill();
    }
  }

  async #fill(): Promise<void> {
    const { done, value } = await this.#incoming.next();
    this.#ended = done ?? false;
    if (done) return;
    this.#rest = concat([this.#rest, value]);
  }

  /**
   * Write bytes.
   *
   * @param bytes The bytes
   * @throws {Error} when the client has gone
   */
  write(bytes: Uint8Array): Promise<void> {
    const { promise, resolve, reject } = Promise.withResolvers<void>();
    this.#socket.write(bytes, (error) => {
      if (error) reject(error);
      else resolve();
    });
    return promise;
  }

  /** End it in good order. */
  end(): void {
    if (!this.#socket.destroyed) this.#socket.end(() => this.#socket.destroy());
  }

  /** End it with a reset. */
  reset(): void {
    this.#socket.resetAndDestroy();
  }

  /** End it at once. Who waits for it is told. */
  destroy(): void {
    this.#socket.destroy();
  }

  /** Whether it has ended. */
  get destroyed(): boolean {
    return this.#socket.destroyed;
  }
}
