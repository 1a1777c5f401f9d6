/**
 * The chunked transfer coding (RFC 9112, section 7.1): bytes in, body bytes out, at any split of
 * the input. Strict, for leniency lets requests be smuggled: nothing but the grammar of the RFC is
 * taken, to the last blank and the last line of the trailer.
 *
 * @module
 */

import { RequestError } from "./request_error.ts";

/** The chunked body is malformed: what follows on the connection cannot be trusted. */
export class ChunkedError extends RequestError {
  override readonly name = "ChunkedError";

  /**
   * @param message What is wrong
   */
  constructor(message: string) {
    super(400, message);
  }
}

/** The longest chunk line (size and extensions) or trailer line in bytes: nobody sends these long. */
const MAX_LINE = 4096;

/** The most bytes of trailer fields, which are read and dropped. */
const MAX_TRAILER = 16384;

/** By how much chunk extensions, which are read and dropped, may outweigh the data, in bytes. */
const MAX_EXCESS = 16384;

/** `chunk = chunk-size [ chunk-ext ] CRLF chunk-data CRLF`; 13 digits stay below 2 ** 53. */
const CHUNK_LINE_REGEXP = /^([0-9A-Fa-f]{1,13})(.*)$/s;

/** `token` (RFC 9110, section 5.6.2). */
const TOKEN = "[!#$%&'*+\\-.^_`|~0-9A-Za-z]+";

/** `quoted-string` (RFC 9110, section 5.6.4). */
const QUOTED_STRING = '"(?:[\\t !#-\\[\\]-~\\x80-\\xff]|\\\\[\\t -~\\x80-\\xff])*"';

/** `chunk-ext = *( BWS ";" BWS chunk-ext-name [ BWS "=" BWS chunk-ext-val ] )` */
const CHUNK_EXT_REGEXP = new RegExp(
  `^(?:[ \\t]*;[ \\t]*${TOKEN}(?:[ \\t]*=[ \\t]*(?:${TOKEN}|${QUOTED_STRING}))?)*$`,
);

/** `field-line = field-name ":" OWS field-value OWS`, on one line (RFC 9112, section 5). */
const TRAILER_LINE_REGEXP = new RegExp(`^${TOKEN}:[\\t -~\\x80-\\xff]*$`);

/** Fields that say where a message ends, and have no business behind it (RFC 9110, section 6.5.1). */
const FRAMING_FIELD_REGEXP = /^(?:content-length|transfer-encoding):/i;

const LF = 10;
const CR = 13;

/** How many digits the size of a usual chunk has at most. */
const MAX_USUAL_DIGITS = 7;

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
  /** The bytes of chunk extensions that have not been made up for by data. */
  #excess = 0;

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
      index = this.#readUsualLine(bytes, index) || this.#readLine(bytes, index);
    }
    return { consumed: index, data: bytes.subarray(0, 0) };
  }

  /**
   * Recognise what nearly all lines are: the end of a chunk's data, and the size of one that has some,
   * without extensions. Each byte of a body may be a chunk.
   *
   * @returns The index after the line; 0 for other lines, and those that have not arrived whole
   */
  #readUsualLine(bytes: Uint8Array, start: number): number {
    if (this.#line !== "") return 0;
    let index = start;
    if (this.#state === "dataEnd") {
      if (bytes[index] !== CR || bytes[index + 1] !== LF) return 0;
      this.#state = "size";
      index += 2;
    }
    if (this.#state !== "size") return 0;
    const digits = index;
    let size = 0;
    for (let digit; (digit = hexDigit(bytes[index])) >= 0; index++) size = size * 16 + digit;
    const isUsual = size > 0 && index - digits <= MAX_USUAL_DIGITS && bytes[index] === CR &&
      bytes[index + 1] === LF;
    // The line end before it has been read.
    if (!isUsual) return digits === start ? 0 : digits;
    this.#remaining = size;
    this.#excess = Math.max(0, this.#excess - size);
    this.#state = "data";
    return index + 2;
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
      this.#takeTrailerLine(line);
    } else {
      this.#takeChunkLine(line);
    }
  }

  #takeTrailerLine(line: string): void {
    if (line === "") {
      this.#state = "end";
      return;
    }
    this.#trailer += line.length;
    if (this.#trailer > MAX_TRAILER) throw new ChunkedError("Trailer section too long");
    if (!TRAILER_LINE_REGEXP.test(line) || FRAMING_FIELD_REGEXP.test(line)) {
      throw new ChunkedError("Trailer field is malformed");
    }
  }

  #takeChunkLine(line: string): void {
    const [, size, extensions] = CHUNK_LINE_REGEXP.exec(line) ?? [];
    if (size === undefined || extensions === undefined) {
      throw new ChunkedError("Chunk size is malformed");
    }
    if (!CHUNK_EXT_REGEXP.test(extensions)) throw new ChunkedError("Chunk extension is malformed");
    this.#remaining = parseInt(size, 16);
    this.#excess = Math.max(0, this.#excess + extensions.length - this.#remaining);
    if (this.#excess > MAX_EXCESS) throw new ChunkedError("Chunk extensions too long");
    this.#state = this.#remaining === 0 ? "trailer" : "data";
  }
}

/** The value of a byte as a hexadecimal digit; -1 of any other. */
function hexDigit(byte: number | undefined): number {
  if (byte === undefined) return -1;
  if (byte >= 0x30 && byte <= 0x39) return byte - 0x30;
  const letter = byte | 0x20;
  return letter >= 0x61 && letter <= 0x66 ? letter - 0x57 : -1;
}
