/**
 * {@linkcode BufferPool}: memory that is used again, since making new memory for each request costs
 * more than the request.
 *
 * @module
 */

/** Small buffers share memory of this size, in bytes: each piece of memory costs some of its own. */
const BLOCK_SIZE = 4096;

/** Buffers of one size. The one that was given back last is taken first: a cache may still hold it. */
export class BufferPool {
  /** The size of each buffer in bytes. */
  readonly size: number;
  readonly #most: number;
  readonly #free: Uint8Array[] = [];
  /** What the next buffers are made of. */
  #block = new ArrayBuffer(0);
  /** How much of it is taken, in bytes. */
  #taken = 0;

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
    return this.#free.pop() ?? this.#make();
  }

  #make(): Uint8Array {
    if (this.#taken + this.size > this.#block.byteLength) {
      this.#block = new ArrayBuffer(Math.max(this.size, BLOCK_SIZE));
      this.#taken = 0;
    }
    const buffer = new Uint8Array(this.#block, this.#taken, this.size);
    this.#taken += this.size;
    return buffer;
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
