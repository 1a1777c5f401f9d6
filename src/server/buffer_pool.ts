/**
 * {@linkcode BufferPool}: memory that is used again, since making new memory for each request costs
 * more than the request.
 *
 * @module
 */

/** Buffers of one size. The one that was given back last is taken first: a cache may still hold it. */
export class BufferPool {
  /** The size of each buffer in bytes. */
  readonly size: number;
  readonly #most: number;
  readonly #free: Uint8Array[] = [];

  /**
   * @param size The size of each buffer in bytes
   * @param most How many free buffers are kept
   */
  constructor(size: number, most: number) {
    this.size = size;
    this.#most = most;
  }

  /**
   * Take a buffer.
   *
   * @returns A buffer with anything in it, which belongs to the caller
   */
  take(): Uint8Array {
    return this.#free.pop() ?? new Uint8Array(this.size);
  }

  /**
   * Give a buffer back.
   *
   * @param buffer One that was taken, all of it, and that nobody uses any more
   */
  give(buffer: Uint8Array): void {
    if (this.#free.length < this.#most) this.#free.push(buffer);
  }
}
