/**
 * {@linkcode AnswerParser}: what a handler writes, as a head and the bytes of a body.
 *
 * @module
 */

import { concat } from "../http/concat.ts";
import { ChunkedDecoder, ChunkedError } from "../http/chunked.ts";
import { CONNECTION_FIELDS } from "../http/connection_fields.ts";
import { decodeLatin1 } from "../http/latin1.ts";

/** The longest head in bytes. Handlers write none like that, unless something is wrong. */
const MAX_HEAD = 1024 * 1024;

/** The status line and the fields of an answer. */
export interface AnswerHead {
  /** The status code. */
  readonly status: number;
  /** The reason phrase. */
  readonly statusText: string;
  /** The fields, without those about the connection. */
  readonly headers: Headers;
  /** Whether there is no body, whatever the fields say. */
  readonly bodiless: boolean;
}

/** What a handler wrote is no answer. */
export class AnswerError extends Error {
  override readonly name = "AnswerError";
}

/** `status-line` (RFC 9112, section 4), and what a reason phrase may have in it. */
const STATUS_REGEXP = /^HTTP\/\d\.\d (\d{3})(?: ([^\n]*))?$/;

const REASON_REGEXP = /^[\t\x20-\x7e\x80-\xff]*$/;

const LF = 10;
const CR = 13;

/** Takes an answer of HTTP/1.1 apart while it is written. */
export class AnswerParser {
  readonly #isHead: boolean;
  #received: Uint8Array = new Uint8Array(0);
  #answer: AnswerHead | undefined;
  #chunked: ChunkedDecoder | undefined;
  /** What is left of the body in bytes; `Infinity` where it ends with the connection. */
  #left = Infinity;

  /**
   * @param method The method of the request
   */
  constructor(method: string) {
    this.#isHead = method === "HEAD";
  }

  /** The head, once it is whole. */
  get head(): AnswerHead | undefined {
    return this.#answer;
  }

  /** Whether the body is whole. One that ends with the connection is whole when that ends. */
  get complete(): boolean {
    if (this.#answer === undefined) return false;
    return this.#chunked?.done ?? (this.#left === 0 || this.#left === Infinity);
  }

  /** Whether nothing more belongs to the answer, whatever is written. */
  get ended(): boolean {
    return this.#answer !== undefined && (this.#chunked?.done ?? this.#left === 0);
  }

  /**
   * Take what was written.
   *
   * @param bytes The bytes
   * @returns What there is of the body in them: views, which change with the bytes
   * @throws {AnswerError} when it is no answer
   */
  push(bytes: Uint8Array): Uint8Array[] {
    let rest = bytes;
    while (this.#answer === undefined) {
      rest = join(this.#received, rest);
      const end = findEnd(rest);
      if (end === undefined) {
        if (rest.length > MAX_HEAD) throw new AnswerError("The head of the answer is too long");
        this.#received = rest;
        return [];
      }
      this.#received = new Uint8Array(0);
      this.#begin(decodeLatin1(rest.subarray(0, end)));
      rest = rest.subarray(end);
    }
    return this.#chunked === undefined ? this.#plain(rest) : this.#decode(this.#chunked, rest);
  }

  #begin(text: string): void {
    const [first = "", ...lines] = text.replace(/(?:\r?\n)+$/, "").split(/\r?\n/);
    const [, code, reason = ""] = STATUS_REGEXP.exec(first) ?? [];
    if (code === undefined) throw new AnswerError(`The answer has no status line: ${first}`);
    const status = Number(code);
    // Preliminary answers are between the handler and its client, and 101 cannot be passed on.
    if (status < 200 && status !== 101) return;
    if (status < 200 || status > 599) throw new AnswerError(`No answer can have status ${status}`);
    const headers = parseFields(lines);
    const bodiless = this.#isHead || status === 204 || status === 205 || status === 304;
    const length = headers.get("content-length");
    if (bodiless) this.#left = 0;
    else if (/\bchunked$/i.test(headers.get("transfer-encoding") ?? "")) {
      this.#chunked = new ChunkedDecoder();
      headers.delete("content-length");
    } else if (length !== null) this.#left = parseLength(length);
    for (const name of CONNECTION_FIELDS) headers.delete(name);
    // A phrase that a Response cannot have is left out: there need not be one.
    const statusText = REASON_REGEXP.test(reason) ? reason : "";
    this.#answer = { status, statusText, headers, bodiless };
  }

  #plain(bytes: Uint8Array): Uint8Array[] {
    const part = bytes.subarray(0, this.#left);
    this.#left -= part.length;
    return part.length > 0 ? [part] : [];
  }

  #decode(decoder: ChunkedDecoder, bytes: Uint8Array): Uint8Array[] {
    const pieces: Uint8Array[] = [];
    try {
      for (let rest = bytes; rest.length > 0 && !decoder.done;) {
        const { consumed, data } = decoder.decode(rest);
        if (data.length > 0) pieces.push(data);
        rest = rest.subarray(consumed);
      }
    } catch (error) {
      if (!(error instanceof ChunkedError)) throw error;
      throw new AnswerError(error.message, { cause: error });
    }
    return pieces;
  }
}

function parseFields(lines: readonly string[]): Headers {
  const headers = new Headers();
  for (const line of lines) {
    const colon = line.indexOf(":");
    try {
      headers.append(line.slice(0, colon), line.slice(colon + 1).trim());
    } catch (cause) {
      throw new AnswerError(`The answer has a field that is none: ${line}`, { cause });
    }
  }
  return headers;
}

function parseLength(text: string): number {
  // A repeated, identical value is one value (RFC 9110, section 8.6).
  const [first = "", ...others] = text.split(/\s*,\s*/);
  if (/^\d+$/.test(first) && others.every((other) => other === first)) return Number(first);
  throw new AnswerError(`The answer has no length: ${text}`);
}

/** The number of bytes up to the end of the head: the empty line included. */
function findEnd(bytes: Uint8Array): number | undefined {
  for (let lf = bytes.indexOf(LF); lf >= 0; lf = bytes.indexOf(LF, lf + 1)) {
    const next = bytes[lf + 1] === CR ? lf + 2 : lf + 1;
    if (bytes[next] === LF) return next + 1;
  }
  return undefined;
}

function join(first: Uint8Array, second: Uint8Array): Uint8Array {
  if (first.length === 0) return second;
  return concat([first, second]);
}
