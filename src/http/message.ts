/**
 * {@linkcode HTTPMessage}: the header fields of a request, with the interface that Python's
 * handlers know.
 *
 * @module
 */

import { type HeaderBlock, parseHeaderBlock } from "./header_block.ts";
import { formatMessage } from "./message_text.ts";

/** What `email.message.Message.get_content_type` answers when there is no usable `Content-Type`. */
const DEFAULT_CONTENT_TYPE = "text/plain";

/**
 * The header fields of a message, in the order sent, duplicates kept. Names compare without
 * regard to case; values are the ISO 8859-1 text as sent, folds included.
 *
 * CPython: `http.client.HTTPMessage`, `email.message.Message`.
 *
 * @example Read the fields of a header block
 * ```ts
 * import { HTTPMessage } from "@pyport/http-server";
 * import { assertEquals } from "@std/assert";
 *
 * const headers = HTTPMessage.parse("Host: example.org\r\nAccept: text/html\r\n\r\n");
 * assertEquals(headers.get("HOST"), "example.org");
 * assertEquals(headers.get("Cookie"), undefined);
 * assertEquals(headers.get("Cookie", ""), "");
 * assertEquals([...headers], [["Host", "example.org"], ["Accept", "text/html"]]);
 * ```
 */
export class HTTPMessage {
  readonly #names: string[] = [];
  readonly #fields: HeaderBlock["fields"];
  readonly #rest: string;

  /**
   * Whether the header block held anything besides well-formed fields, which Python's parser
   * skips in silence. CPython: `email.message.Message.defects`.
   */
  readonly defective: boolean;

  /**
   * Make a message of parsed fields: see {@linkcode HTTPMessage.parse} for text.
   *
   * @param block The fields; none when omitted, as for an HTTP/0.9 request
   */
  constructor(block: HeaderBlock = { fields: [], defective: false }) {
    this.#fields = block.fields;
    this.#rest = block.rest ?? "";
    this.defective = block.defective;
    for (const [name] of block.fields) this.#names.push(name.toLowerCase());
  }

  /**
   * Parse a header block as Python's email package does.
   *
   * @param text The block decoded as ISO 8859-1, with or without the empty line at its end
   * @returns The fields; never throws, whatever the text
   */
  static parse(text: string): HTTPMessage {
    return new HTTPMessage(parseHeaderBlock(text));
  }

  /** How many fields there are, duplicates counted. */
  get length(): number {
    return this.#fields.length;
  }

  /**
   * The value of the first field of that name.
   *
   * @param name The field's name, in any case
   * @returns The value, or `undefined` when there is no such field
   */
  get(name: string): string | undefined;
  /**
   * The value of the first field of that name.
   *
   * @param name The field's name, in any case
   * @param fallback What to return when there is no such field
   * @returns The value, or the fallback
   */
  get<T>(name: string, fallback: T): string | T;
  get(name: string, fallback?: unknown): unknown {
    const index = this.#names.indexOf(name.toLowerCase());
    return index < 0 ? fallback : this.#fields[index]![1];
  }

  /**
   * The values of all fields of that name.
   *
   * @param name The field's name, in any case
   * @returns The values in order; empty when there is no such field
   */
  getAll(name: string): string[] {
    const lower = name.toLowerCase();
    return this.#fields.filter((_, index) => this.#names[index] === lower).map(([, value]) =>
      value
    );
  }

  /**
   * Whether there is a field of that name.
   *
   * @param name The field's name, in any case
   * @returns Whether it was sent at least once
   */
  has(name: string): boolean {
    return this.#names.includes(name.toLowerCase());
  }

  /**
   * The names of the fields, as sent and in order, duplicates kept.
   *
   * @returns One name for each field
   */
  keys(): string[] {
    return this.#fields.map(([name]) => name);
  }

  /**
   * The values of the fields, in order.
   *
   * @returns One value for each field
   */
  values(): string[] {
    return this.#fields.map(([, value]) => value);
  }

  /**
   * The fields, in order.
   *
   * @returns Names as sent, and values
   */
  items(): (readonly [name: string, value: string])[] {
    return [...this.#fields];
  }

  /**
   * The message as text: a field a line, and an empty line.
   *
   * @returns Lines that end with `\n`; values that are not ASCII are encoded as RFC 2047 says, since
   * Python does so
   */
  toString(): string {
    return formatMessage(this.#fields, this.#rest);
  }

  /**
   * The media type of the body, lower-cased and without parameters.
   *
   * @returns `type/subtype`; `text/plain` when there is no `Content-Type` or none that is one
   */
  getContentType(): string {
    const value = this.get("content-type");
    if (value === undefined) return DEFAULT_CONTENT_TYPE;
    const [type] = value.split(";", 1) as [string];
    const mediaType = type.trim().toLowerCase();
    return mediaType.split("/").length === 2 ? mediaType : DEFAULT_CONTENT_TYPE;
  }

  /**
   * The same fields for code written against the Fetch standard.
   *
   * @returns A new `Headers`. Fields that it cannot hold are left out: names that are no tokens,
   * values with NUL or line ends
   */
  toHeaders(): Headers {
    const headers = new Headers();
    for (const [name, value] of this.#fields) {
      try {
        headers.append(name, value);
      } catch (error) {
        if (!(error instanceof TypeError)) throw error;
      }
    }
    return headers;
  }

  /** The fields, in order. */
  [Symbol.iterator](): IterableIterator<readonly [name: string, value: string]> {
    return this.#fields[Symbol.iterator]();
  }
}
