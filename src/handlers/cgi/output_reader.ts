/**
 * {@linkcode OutputReader}: reading what a process writes.
 *
 * @module
 */

import { BufferPool } from "../../server/buffer_pool.ts";

/** Most answers are small. The first buffer of an output, and the only one that it does not fill. */
const small = new BufferPool(4096, 64);

/** As much as a pipe holds. */
const large = new BufferPool(65536, 8);

/**
 * Reads an output of a process into memory that is used again. The stream would make new memory of 64 KiB
 * for each piece, and for the end.
 */
export class OutputReader {
  readonly #reader: ReadableStreamBYOBReader;
  #pool = small;
  /** `undefined` while it is being read into. */
  #buffer: Uint8Array | undefined;
  #ended = false;

  /**
   * Make ready to read.
   *
   * @param stream What to read
   */
  constructor(stream: ReadableStream<Uint8Array<ArrayBuffer>>) {
    this.#reader = stream.getReader({ mode: "byob" });
  }

  /**
   * Read what there is.
   *
   * @returns At least one byte, there until the next read; `undefined` at the end, and once it was
   * cancelled
   */
  async read(): Promise<Uint8Array<ArrayBuffer> | undefined> {
    if (this.#ended) return undefined;
    const buffer = this.#buffer ?? this.#pool.take();
    this.#buffer = undefined;
    const { value } = await this.#reader.read(buffer as Uint8Array<ArrayBuffer>);
    // The memory is the same, and another object owns it.
    if (value !== undefined) this.#keep(new Uint8Array(value.buffer), value.length);
    return value === undefined || value.length === 0 ? undefined : value;
  }

  /** Read no more. */
  async cancel(): Promise<void> {
    if (!this.#ended) await this.#reader.cancel();
  }

  #keep(buffer: Uint8Array, length: number): void {
    this.#ended = length === 0;
    if (this.#ended) this.#pool.give(buffer);
    else if (length === small.size && this.#pool === small) this.#pool = large;
    else this.#buffer = buffer;
  }
}
