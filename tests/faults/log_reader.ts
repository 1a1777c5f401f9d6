/**
 * Reading a log while it is written.
 *
 * @module
 */

/** Reads when it is asked to, and not before. */
export class LogReader {
  readonly #reader: ReadableStreamDefaultReader<string>;
  #text = "";

  /**
   * @param stream The log
   */
  constructor(stream: ReadableStream<Uint8Array<ArrayBuffer>>) {
    this.#reader = stream.pipeThrough(new TextDecoderStream()).getReader();
  }

  /**
   * Wait for something to be in it.
   *
   * @param isThere Looks for it
   */
  async readUntil(isThere: (text: string) => boolean): Promise<void> {
    while (!isThere(this.#text) && await this.#read());
  }

  /** All of it. */
  async readToEnd(): Promise<string> {
    while (await this.#read());
    return this.#text;
  }

  async #read(): Promise<boolean> {
    const { done, value = "" } = await this.#reader.read();
    this.#text += value;
    return !done;
  }
}
