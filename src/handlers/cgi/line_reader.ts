/**
 * {@linkcode LineReader}: what a script writes to standard error, line by line.
 *
 * @module
 */

import { whenLasting } from "./lasting.ts";
import { OutputReader } from "./output_reader.ts";

/** A longer line is cut into several, in characters. */
const MAX_LINE = 4096;

/**
 * Reads a stream of UTF-8 text to its end. Most scripts write nothing there and end at once, and a
 * read that does not have to wait costs the least.
 */
export class LineReader {
  readonly #reader: OutputReader;
  readonly #onLine: (line: string) => void;
  #reading: Promise<void> | undefined;

  /**
   * Make ready to read.
   *
   * @param stream What to read
   * @param onLine Called with each line, without its end
   */
  constructor(stream: ReadableStream<Uint8Array<ArrayBuffer>>, onLine: (line: string) => void) {
    this.#reader = new OutputReader(stream);
    this.#onLine = onLine;
  }

  /** Begin to read: what has not been read holds the script up once it is as much as a pipe holds. */
  begin(): void {
    this.#reading ??= this.#read();
  }

  /** Read what has been written, and for a short time what others write who have the same standard error. */
  async end(): Promise<void> {
    this.begin();
    const forget = whenLasting(() => this.#reader.cancel());
    await this.#reading;
    forget();
  }

  async #read(): Promise<void> {
    let decoder: TextDecoder | undefined;
    let pending = "";
    for (let value; (value = await this.#reader.read()) !== undefined;) {
      decoder ??= new TextDecoder();
      const lines = (pending + decoder.decode(value, { stream: true })).split(/\r?\n/);
      pending = lines.pop()!;
      for (const line of lines) this.#onLine(line);
      for (; pending.length > MAX_LINE; pending = pending.slice(MAX_LINE)) {
        this.#onLine(pending.slice(0, MAX_LINE));
      }
    }
    if (pending !== "") this.#onLine(pending);
  }
}
