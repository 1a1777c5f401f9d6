/**
 * The parameters of a field such as `Content-Type`, as Python's email package reads them.
 *
 * @module
 */

import type { Fields } from "./fields.ts";
import { strip } from "../python/white_space.ts";

/**
 * The value of a parameter: text, or what RFC 2231 has for text in another character set.
 *
 * @example Both forms of a file name
 * ```ts
 * import { HTTPMessage, type ParamValue } from "@pyport/http-server";
 * import { assertEquals } from "@std/assert";
 *
 * function nameIn(disposition: string): ParamValue | undefined {
 *   const headers = HTTPMessage.parse(`Content-Disposition: ${disposition}\r\n\r\n`);
 *   return headers.getParam("filename", undefined, "content-disposition");
 * }
 *
 * assertEquals(nameIn('attachment; filename="a.txt"'), "a.txt");
 * assertEquals(nameIn("attachment; filename*=utf-8''%41.txt"), ["utf-8", "", "A.txt"]);
 * ```
 */
export type ParamValue =
  | string
  | readonly [charset: string | null, language: string | null, value: string];

/**
 * A parameter: its name, in lower case if it has a value, and the value.
 *
 * @example What a form says of itself
 * ```ts
 * import { HTTPMessage, type Param } from "@pyport/http-server";
 * import { assertEquals } from "@std/assert";
 *
 * const headers = HTTPMessage.parse("Content-Type: multipart/form-data; Boundary=x\r\n\r\n");
 * const params: Param[] = headers.getParams([]);
 * assertEquals(params, [["multipart/form-data", ""], ["boundary", "x"]]);
 * ```
 */
export type Param = readonly [name: string, value: ParamValue];

/** A piece of a value that was cut into several. */
interface Piece {
  /** Its number; null without one. */
  readonly number: number | null;
  readonly text: string;
  /** Whether it is percent-encoded. */
  readonly encoded: boolean;
}

/** `name*`, `name*0` and `name*0*` (RFC 2231). */
const EXTENDED_NAME_REGEXP = /^(\w+)\*(?:([0-9]+)\*?)?$/;

/**
 * Parse a field with parameters.
 *
 * CPython: `email.message.Message.get_params` with `unquote=False`.
 *
 * @param value The value of the field
 * @returns What stands before the first semicolon, as a name without a value, and the parameters,
 * their values in quotes
 */
export function parseParams(value: string): Param[] {
  const [first, ...others] = splitParams(value).map(splitNameValue) as [
    [string, string],
    ...[string, string][],
  ];
  return [first, ...decodeParams(others)];
}

/** Cut at semicolons that are not within quotes. CPython: `email.message._parseparam`. */
function splitParams(value: string): string[] {
  const params: string[] = [];
  for (let start = 0; start <= value.length;) {
    const end = endOfParam(value, start);
    params.push(strip(value.slice(start, end)));
    start = end + 1;
  }
  return params;
}

function endOfParam(value: string, start: number): number {
  let quotes = 0;
  let counted = start;
  for (let end; (end = value.indexOf(";", counted)) >= 0; counted = end + 1) {
    const text = value.slice(counted, end);
    quotes += text.split('"').length - text.split('\\"').length;
    if (quotes % 2 === 0) return end;
  }
  return value.length;
}

function splitNameValue(param: string): [name: string, value: string] {
  const index = param.indexOf("=");
  if (index < 0) return [param, ""];
  return [strip(param.slice(0, index)).toLowerCase(), strip(param.slice(index + 1))];
}

/** Put together what RFC 2231 lets cut. CPython: `email.utils.decode_params`. */
function decodeParams(params: Fields): Param[] {
  const plain: Param[] = [];
  const extended = new Map<string, Piece[]>();
  for (const [name, value] of params) {
    const text = unquoteParam(value);
    const [, base, number] = EXTENDED_NAME_REGEXP.exec(name) ?? [];
    if (base === undefined) {
      plain.push([name, quoted(text)]);
      continue;
    }
    const piece = {
      number: number === undefined ? null : Number(number),
      text,
      encoded: name.endsWith("*"),
    };
    const pieces = extended.get(base);
    if (pieces === undefined) extended.set(base, [piece]);
    else pieces.push(piece);
  }
  return [...plain, ...Array.from(extended, ([name, pieces]): Param => [name, joinPieces(pieces)])];
}

function joinPieces(pieces: readonly Piece[]): ParamValue {
  // One without a number is the first, unless there is one with that number.
  const hasFirst = pieces.some(({ number }) => number === 0);
  const text = pieces
    .filter(({ number }) => number !== null || !hasFirst)
    .sort((a, b) => (a.number ?? 0) - (b.number ?? 0))
    .map(({ encoded, text }) => encoded ? decodeEscapes(text) : text)
    .join("");
  if (!pieces.some(({ number, encoded }) => encoded && (number !== null || !hasFirst))) {
    return quoted(text);
  }
  return decodeExtended(escapeQuotes(text));
}

/** `charset'language'text`. CPython: `email.utils.decode_rfc2231`. */
function decodeExtended(value: string): ParamValue {
  const first = value.indexOf("'");
  const second = first < 0 ? -1 : value.indexOf("'", first + 1);
  if (second < 0) return [null, null, `"${value}"`];
  const text = value.slice(second + 1);
  return [value.slice(0, first), value.slice(first + 1, second), `"${text}"`];
}

/** Percent-decode to a character for each byte. */
function decodeEscapes(text: string): string {
  return text.replace(
    /%([0-9A-Fa-f]{2})/g,
    (_, digits: string) => String.fromCharCode(Number.parseInt(digits, 16)),
  );
}

function quoted(text: string): string {
  return `"${escapeQuotes(text)}"`;
}

function escapeQuotes(text: string): string {
  return text.replaceAll("\\", "\\\\").replaceAll('"', '\\"');
}

/**
 * Take the quotes from a value.
 *
 * CPython: `email.message._unquotevalue`.
 *
 * @param value The value
 * @returns The value without quotes
 */
export function unquoteValue(value: ParamValue): ParamValue {
  if (typeof value === "string") return unquoteParam(value);
  const [charset, language, text] = value;
  return [charset, language, unquoteParam(text)];
}

/** CPython: `email.utils.unquote`. */
function unquoteParam(text: string): string {
  if (text.length < 2) return text;
  if (text.startsWith('"') && text.endsWith('"')) {
    return text.slice(1, -1).replaceAll("\\\\", "\\").replaceAll('\\"', '"');
  }
  return text.startsWith("<") && text.endsWith(">") ? text.slice(1, -1) : text;
}

/**
 * Make text of a value, whatever its character set.
 *
 * CPython: `email.utils.collapse_rfc2231_value`.
 *
 * @param value The value without quotes
 * @returns The text; what the character set does not have is U+FFFD, and where the character set is not
 * known each byte is a character
 */
export function collapseValue(value: ParamValue): string {
  if (typeof value === "string") return unquoteParam(value);
  const [charset, , text] = value;
  return decodeCharset(text, charset ?? "us-ascii", false) ?? unquoteParam(text);
}

/**
 * Read the name of a character set.
 *
 * CPython: `email.message.Message.get_content_charset`.
 *
 * @param value The value of the parameter, without quotes
 * @returns The name in lower case; `undefined` where it has anything but ASCII in it
 */
export function charsetName(value: ParamValue): string | undefined {
  const name = typeof value === "string"
    ? value
    : decodeCharset(value[2], value[0] || "us-ascii", true) ?? value[2];
  return /^\p{ASCII}*$/u.test(name) ? name.toLowerCase() : undefined;
}

/**
 * Decode bytes, a character each. `undefined` where the character set is not known, or the bytes are
 * none of it and that is not to be passed over.
 */
function decodeCharset(text: string, charset: string, fatal: boolean): string | undefined {
  const name = charset.toLowerCase().replaceAll("_", "-");
  // These are Windows-1252 to a TextDecoder.
  if (/^(?:iso-?8859-1|latin-?1|l1)$/.test(name)) return text;
  if (/^(?:us-)?ascii$/.test(name)) {
    const decoded = text.replace(/\P{ASCII}/gu, "\ufffd");
    return fatal && decoded !== text ? undefined : decoded;
  }
  try {
    const bytes = Uint8Array.from(text, (character) => character.charCodeAt(0));
    return new TextDecoder(name, { fatal, ignoreBOM: true }).decode(bytes);
  } catch {
    return undefined;
  }
}
