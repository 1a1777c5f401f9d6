/**
 * {@linkcode HTTPMessage}: the header fields of a request, with the interface that Python's
 * handlers know.
 *
 * @module
 */

import { rstrip, strip } from "../python/white_space.ts";
import {
  charsetName,
  collapseValue,
  type Param,
  type ParamValue,
  parseParams,
  unquoteValue,
} from "./field_params.ts";
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
   * @throws {TypeError} when a value has a character in it that Python takes for the end of a line, such
   * as U+000B, and that would begin another field
   */
  toString(): string {
    return formatMessage(this.#fields, this.#restText());
  }

  /** What stands behind the fields, in the way that Python writes what it has taken for a body. */
  #restText(): string {
    switch (this.getContentMaintype()) {
      case "multipart":
        return this.#rest;
      case "message":
        return HTTPMessage.parse(this.#rest).toString();
    }
    return this.#rest.replace(/\r\n|\r/g, "\n");
  }

  /**
   * The media type of the body, lower-cased and without parameters.
   *
   * @returns `type/subtype`; `text/plain` when there is no `Content-Type` or none that is one
   */
  getContentType(): string {
    const value = this.get("content-type");
    if (value === undefined) return DEFAULT_CONTENT_TYPE;
    const mediaType = withoutParams(value);
    return mediaType.split("/").length === 2 ? mediaType : DEFAULT_CONTENT_TYPE;
  }

  /**
   * The first half of {@linkcode HTTPMessage.getContentType}.
   *
   * @returns e.g. `text`
   */
  getContentMaintype(): string {
    return this.getContentType().split("/")[0]!;
  }

  /**
   * The second half of {@linkcode HTTPMessage.getContentType}.
   *
   * @returns e.g. `plain`
   */
  getContentSubtype(): string {
    return this.getContentType().split("/")[1]!;
  }

  /**
   * What to do with the body, lower-cased and without parameters.
   *
   * @returns e.g. `attachment`; `undefined` when there is no `Content-Disposition`
   */
  getContentDisposition(): string | undefined {
    const value = this.get("content-disposition");
    return value === undefined ? undefined : withoutParams(value);
  }

  /**
   * The parameters of a field.
   *
   * @param fallback What to return when there is no such field
   * @param header The field's name, in any case
   * @param unquote Whether to take the quotes from the values
   * @returns What stands before the first semicolon, with an empty value, and then names and values
   */
  getParams<T = undefined>(fallback?: T, header = "content-type", unquote = true): Param[] | T {
    const field = this.get(header);
    if (field === undefined) return fallback as T;
    const params = parseParams(field);
    return unquote ? params.map(([name, value]) => [name, unquoteValue(value)]) : params;
  }

  /**
   * A parameter of a field.
   *
   * @param param The parameter's name, in any case
   * @param fallback What to return when there is no such field or parameter
   * @param header The field's name, in any case
   * @param unquote Whether to take the quotes from the value
   * @returns The value, or the fallback
   */
  getParam<T = undefined>(
    param: string,
    fallback?: T,
    header = "content-type",
    unquote = true,
  ): ParamValue | T {
    const name = param.toLowerCase();
    const params = this.getParams([], header, unquote);
    const found = params.find(([other]) => other.toLowerCase() === name);
    return found === undefined ? fallback as T : found[1];
  }

  /**
   * The boundary between the parts of a `multipart` body.
   *
   * @param fallback What to return when there is none
   * @returns The boundary, without the white space at its end, or the fallback
   */
  getBoundary<T = undefined>(fallback?: T): string | T {
    const value = this.getParam("boundary");
    return value === undefined ? fallback as T : rstrip(collapseValue(value));
  }

  /**
   * The character set of a text.
   *
   * @param fallback What to return when there is none, or one that has anything but ASCII in its name
   * @returns Its name in lower case, or the fallback
   */
  getContentCharset<T = undefined>(fallback?: T): string | T {
    const value = this.getParam("charset");
    return (value === undefined ? undefined : charsetName(value)) ?? fallback as T;
  }

  /**
   * The name of the file that the body is, from `Content-Disposition`, or else the `name` of
   * `Content-Type`.
   *
   * @param fallback What to return when there is none
   * @returns The name, which may be anything that a client can think of, or the fallback
   */
  getFilename<T = undefined>(fallback?: T): string | T {
    const value = this.getParam("filename", undefined, "content-disposition") ??
      this.getParam("name");
    return value === undefined ? fallback as T : strip(collapseValue(value));
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

/** What stands before the first semicolon. CPython: `email.message._splitparam`. */
function withoutParams(value: string): string {
  return strip(value.split(";", 1)[0]!).toLowerCase();
}
