/**
 * The chunked transfer coding (RFC 9112, section 7.1): bytes in, body bytes out, at any split of
 * the input. Strict where leniency lets requests be smuggled: sizes are hexadecimal digits only,
 * lines end in CR LF only, and chunk data is followed by CR LF.
 *
 * @module
 */

/** The chunked body is malformed: what follows on the connection cannot be trusted. */
export class ChunkedError extends Error {
  override readonly name = "ChunkedError";
}

/** The longest chunk line (size and extensions) or trailer line in bytes: nobody sends these long. */
const MAX_LINE = 4096;

/** The most bytes of trailer fields, which are read and dropped. */
const MAX_TRAILER = 16384;

/** `chunk = chunk-size [ chunk-ext ] CRLF chunk-data CRLF`; 13 digits stay below 2 ** 53. */
const CHUNK_LINE_REGEXP = /^([0-9A-Fa-f]{1,13})[ \t]*(?:;[\t\x20-\x7e\x80-\xff]*)?$/;

const LF = 10;
const CR = 13;

type State = "size" | "data" | "dataEnd" | "trailer" | "end";

/**
 * Decodes one chunked body.
 *
 * @example Decode a body that arrives in one piece
 * ```ts ignore
 * const decoder = new ChunkedDecoder();
 * const { consumed, data } = decoder.decode(new TextEncoder().encode("3\r\nabc\r\n0\r\n\r\n"));
 * ```
 */
export class ChunkedDecoder {
  #state: State = "size";
  #remaining = 0;
  #line = "";
  #trailer = 0;

  /** Whether the last chunk and the trailer have been read. */
  get done(): boolean {
    return this.#state === "end";
  }

  /**
   * Decode up to the next piece of body data.
   *
   * @param bytes What has arrived and was not consumed yet
   * @param limit The most body bytes to return
   * @returns How many bytes of the input were used up, and the body data at the end of these:
   * a view of the input, empty when more input is needed or the body is {@linkcode done}
   * @throws {ChunkedError} when the coding is malformed; the decoder is of no use afterwards
   */
  decode(bytes: Uint8Array, limit: number = Infinity): { consumed: number; data: Uint8Array } {
    let index = 0;
    while (index < bytes.length && this.#state !== "end") {
      if (this.#state === "data") {
        const end = Math.min(bytes.length, index + Math.min(this.#remaining, limit));
        const data = bytes.subarray(index, end);
        this.#remaining -= data.length;
        if (this.#remaining === 0) this.#state = "dataEnd";
        return { consumed: end, data };
      }
      index = this.#readLine(bytes, index);
    }
    return { consumed: index, data: bytes.subarray(0, 0) };
  }

  /** Collect a line's bytes; act on it once it is whole. Returns the index after what was used. */
  #readLine(bytes: Uint8Array, start: number): number {
    const lf = bytes.indexOf(LF, start);
    const end = lf < 0 ? bytes.length : lf;
    if (this.#line.length + end - start > MAX_LINE) throw new ChunkedError("Chunk line too long");
    this.#line += String.fromCharCode(...bytes.subarray(start, end));
    if (lf < 0) return end;
    if (this.#line.charCodeAt(this.#line.length - 1) !== CR) {
      throw new ChunkedError("Chunk line does not end in CR LF");
    }
    const line = this.#line.slice(0, -1);
    this.#line = "";
    this.#takeLine(line);
    return lf + 1;
  }

  #takeLine(line: string): void {
    if (this.#state === "dataEnd") {
      if (line !== "") throw new ChunkedError("Chunk data is longer than its size");
      this.#state = "size";
    } else if (this.#state === "trailer") {
      this.#trailer += line.length;
      if (this.#trailer > MAX_TRAILER) throw new ChunkedError("Trailer section too long");
      if (line === "") this.#state = "end";
    } else {
      const match = CHUNK_LINE_REGEXP.exec(line);
      if (match === null) throw new ChunkedError("Chunk size is malformed");
      this.#remaining = parseInt(match[1]!, 16);
      this.#state = this.#remaining === 0 ? "trailer" : "data";
    }
  }
}
