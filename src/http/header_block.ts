/**
 * The header block, as CPython reads it: lines collected by `http.client`, then understood by the
 * email package's parser, whose leniencies decide what a handler sees. Text in, fields out; how
 * the bytes arrive is the server's business.
 *
 * @module
 */

/** The longest line of a header block in bytes, its line end included (`http.client._MAXLINE`). */
export const MAX_LINE = 65536;

/** The most lines of a header block, the empty one at its end included (`http.client._MAXHEADERS`). */
export const MAX_HEADERS = 100;

const LF = 10;
const CR = 13;
const TAB = 9;
const SPACE = 32;

/** How long a header block may be, besides that a line has {@linkcode MAX_LINE} bytes at most. */
export interface HeaderLimits {
  /** The most lines, the empty one at the end included. */
  readonly maxHeaderLines: number;
  /** The most bytes. */
  readonly maxHeaderBytes: number;
}

/** The limits of CPython. */
export const PYTHON_HEADER_LIMITS: HeaderLimits = {
  maxHeaderLines: MAX_HEADERS,
  maxHeaderBytes: Infinity,
};

/** The header block cannot be read: the client is answered with 431 (RFC 6585, section 5). */
export class HeaderBlockError extends Error {
  override readonly name = "HeaderBlockError";

  /**
   * @param message The reason phrase of the answer
   * @param detail The explanation in the body of the answer
   */
  constructor(message: string, readonly detail: string) {
    super(message);
  }

  /** A line of more than {@linkcode MAX_LINE} bytes (`http.client.LineTooLong`). */
  static lineTooLong(): HeaderBlockError {
    return new HeaderBlockError(
      "Line too long",
      `got more than ${MAX_LINE} bytes when reading header line`,
    );
  }

  /** More lines than there may be (`http.client.HTTPException`). */
  static tooManyHeaders(maxHeaderLines: number): HeaderBlockError {
    return new HeaderBlockError("Too many headers", `got more than ${maxHeaderLines} headers`);
  }

  /** More bytes than there may be. */
  static tooLong(maxHeaderBytes: number): HeaderBlockError {
    return new HeaderBlockError(
      "Headers too long",
      `got more than ${maxHeaderBytes} bytes of headers`,
    );
  }
}

/**
 * Find the end of the header block that starts at the first byte: the empty line, `\r\n` or `\n`.
 *
 * @param bytes What has arrived so far
 * @param limits How long it may be
 * @returns The number of bytes up to and including the empty line; `undefined` while it is missing
 * @throws {HeaderBlockError} when it or a line of it is too long, or there are too many
 */
export function findHeaderBlockEnd(
  bytes: Uint8Array,
  { maxHeaderLines, maxHeaderBytes }: HeaderLimits = PYTHON_HEADER_LIMITS,
): number | undefined {
  let start = 0;
  for (let lines = 1;; lines++) {
    const end = bytes.indexOf(LF, start);
    const next = end < 0 ? bytes.length : end + 1;
    if (next - start > MAX_LINE) throw HeaderBlockError.lineTooLong();
    if (next > maxHeaderBytes) throw HeaderBlockError.tooLong(maxHeaderBytes);
    if (end < 0) return undefined;
    if (lines > maxHeaderLines) throw HeaderBlockError.tooManyHeaders(maxHeaderLines);
    if (end === start || (end === start + 1 && bytes[start] === CR)) return end + 1;
    start = end + 1;
  }
}

/**
 * A header block, understood.
 *
 * @example Make the fields of a request that nobody has sent
 * ```ts
 * import { type HeaderBlock, HTTPMessage } from "@pyport/http-server";
 * import { assertEquals } from "@std/assert";
 *
 * const block: HeaderBlock = { fields: [["Host", "example.org"]], defective: false };
 * assertEquals(new HTTPMessage(block).get("host"), "example.org");
 * ```
 */
export interface HeaderBlock {
  /** Names as sent and values, in order. */
  readonly fields: readonly (readonly [name: string, value: string])[];
  /** Whether there was anything that is no header field and that the parser skipped or stopped at. */
  readonly defective: boolean;
  /** What stands behind the fields and their empty line, where the fields end before the block does. */
  readonly rest?: string;
}

/** `field-name` before the colon, as wide as the email package takes it: may be empty. */
const FIELD_NAME_REGEXP = /^[!-9;-~]*$/;

/**
 * Parse a header block as the email package does.
 *
 * A line also ends at a bare `\r`. Lines that start with a space or tab continue the one before,
 * line ends kept. The first line that is neither ends the fields, and what follows is no header.
 *
 * CPython: `email.feedparser.FeedParser`, `email._policybase.Compat32.header_source_parse`.
 *
 * @param text The block decoded as ISO 8859-1, with or without the empty line
 * @returns The fields and whether the block was well formed
 */
export function parseHeaderBlock(text: string): HeaderBlock {
  const fields: [name: string, value: string][] = [];
  const length = text.length;
  let defective = false;
  let open: [name: string, value: string] | undefined;
  let lf = -1;
  let cr = -1;
  let end = 0;
  let rest = length;
  for (let start = 0; start < length; start = end) {
    // Each search goes on from the last hit: a block of bare CRs must not cost quadratic time.
    if (lf < start) lf = indexOfOr(text, "\n", start, length);
    if (cr < start) cr = indexOfOr(text, "\r", start, length);
    end = Math.min(length, (cr < lf && cr + 1 !== lf ? cr : lf) + 1);
    const first = text.charCodeAt(start);
    if (first === CR || first === LF) {
      defective ||= end < length;
      rest = end;
      break;
    }
    if (first === SPACE || first === TAB) {
      if (open === undefined) defective = true;
      else open[1] += text.slice(start, end);
      continue;
    }
    if (text.startsWith("From ", start)) {
      // An envelope header: allowed first, a defect anywhere else, never a field.
      defective ||= start > 0;
      open = undefined;
      continue;
    }
    const colon = text.indexOf(":", start);
    if (colon < 0 || colon >= end || !FIELD_NAME_REGEXP.test(text.slice(start, colon))) {
      defective = true;
      rest = start;
      break;
    }
    if (colon === start) {
      defective = true;
      open = undefined;
      continue;
    }
    open = [text.slice(start, colon), text.slice(colon + 1, end)];
    fields.push(open);
  }
  for (const field of fields) field[1] = stripValue(field[1]);
  return rest < length ? { fields, defective, rest: text.slice(rest) } : { fields, defective };
}

function indexOfOr(text: string, search: string, start: number, otherwise: number): number {
  const index = text.indexOf(search, start);
  return index < 0 ? otherwise : index;
}

/** Strip white space and line ends before the value, and line ends (only) behind it. */
function stripValue(value: string): string {
  let start = 0;
  let end = value.length;
  while (start < end && isBlank(value.charCodeAt(start))) start++;
  while (end > start && isLineEnd(value.charCodeAt(end - 1))) end--;
  return value.slice(start, end);
}

function isBlank(code: number): boolean {
  return code === SPACE || code === TAB || isLineEnd(code);
}

function isLineEnd(code: number): boolean {
  return code === CR || code === LF;
}
