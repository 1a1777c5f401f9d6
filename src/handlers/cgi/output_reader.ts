/**
 * {@linkcode OutputReader}: reading what a process writes.
 *
 * @module
 */

/** The buffer for the first bytes, and for as long as they do not fill it. Most answers are small. */
const SMALL_SIZE = 4096;

/** The buffer for more: as much as a pipe holds. */
const LARGE_SIZE = 65536;

/**
 * Reads an output of a process. The stream's own buffers would have 64 KiB for each piece, and one more
 * for the end.
 */
export class OutputReader {
  readonly #reader: ReadableStreamBYOBReader;
  #size = SMALL_SIZE;

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
   * @returns At least one byte; `undefined` at the end, and once it was cancelled
   */
  async read(): Promise<Uint8Array<ArrayBuffer> | undefined> {
    const { value } = await this.#reader.read(new Uint8Array(this.#size));
    if (value === undefined || value.length === 0) return undefined;
    if (value.length === this.#size) this.#size = LARGE_SIZE;
    return value;
  }

  /** Read no more. */
  async cancel(): Promise<void> {
    await this.#reader.cancel();
  }
}
