/**
 * {@linkcode LineReader}: what a script writes to standard error, line by line.
 *
 * @module
 */

import { OutputReader } from "./output_reader.ts";

/** A longer line is cut into several, in characters. */
const MAX_LINE = 4096;

/** How long to go on reading when the script has ended, in milliseconds: others may have its standard error. */
const REST_TIME = 100;

/** Reads a stream of UTF-8 text to its end. */
export class LineReader {
  readonly #reader: OutputReader;
  readonly #reading: Promise<void>;
  #ended = false;

  /**
   * Begin to read.
   *
   * @param stream What to read
   * @param onLine Called with each line, without its end
   */
  constructor(stream: ReadableStream<Uint8Array<ArrayBuffer>>, onLine: (line: string) => void) {
    this.#reader = new OutputReader(stream);
    this.#reading = this.#read(onLine);
  }

  /** Take what has been written, and no more. */
  async cancel(): Promise<void> {
    if (this.#ended) return;
    const timer = setTimeout(() => this.#reader.cancel(), REST_TIME);
    await this.#reading;
    clearTimeout(timer);
  }

  async #read(onLine: (line: string) => void): Promise<void> {
    let decoder: TextDecoder | undefined;
    let pending = "";
    for (let value; (value = await this.#reader.read()) !== undefined;) {
      // Most scripts write nothing.
      decoder ??= new TextDecoder();
      const lines = (pending + decoder.decode(value, { stream: true })).split(/\r?\n/);
      pending = lines.pop()!;
      for (const line of lines) onLine(line);
      for (; pending.length > MAX_LINE; pending = pending.slice(MAX_LINE)) {
        onLine(pending.slice(0, MAX_LINE));
      }
    }
    this.#ended = true;
    if (pending !== "") onLine(pending);
  }
}
