/**
 * Header fields as text, in the way that Python's `str()` writes a message.
 *
 * @module
 */

import type { Fields } from "./fields.ts";
import { repr } from "../python/repr.ts";

/** Where `str.splitlines()` ends a line, in ISO 8859-1. */
// deno-lint-ignore no-control-regex
const LINE_END_REGEXP = /\r\n|[\n\x0b\x0c\r\x1c-\x1e\x85]/;

/** What `str.lstrip()` takes away, but for line ends. */
// deno-lint-ignore no-control-regex
const LEADING_SPACE_REGEXP = /^[\t \x1f\xa0]+/;

/** A line that is made part of the one before. */
// deno-lint-ignore no-control-regex
const BLANK_REGEXP = /^[\t \x1f]*$/;

const NON_ASCII_REGEXP = /[^\0-\x7f]/;

/** What stands for itself in the "Q" encoding of a header; a space is `_`. */
const Q_SAFE_REGEXP = /^[-!*+/A-Za-z0-9]$/;

/** A line end that is no fold: what follows would be read as a field of its own. */
const NEW_FIELD_REGEXP = /\n[^\t ]/;

/**
 * Write a message: a field a line, an empty line, and what stood behind the fields.
 *
 * CPython: `email.message.Message.__str__`.
 *
 * @param fields Names and values
 * @param rest What Python's parser takes for a body, with the ends of lines that are to be written
 * @returns The text, with `\n` at the ends of the fields
 * @throws {TypeError} when a value has a character in it that Python takes for the end of a line, and that
 * would begin another field
 */
export function formatMessage(
  fields: Fields,
  rest: string,
): string {
  const lines = fields.map(([name, value]) => `${formatField(name, value)}\n`);
  return `${lines.join("")}\n${rest}`;
}

/** CPython: `email.generator.Generator._write_headers`, which raises a `HeaderWriteError`. */
function formatField(name: string, value: string): string {
  const text = `${name}: ${formatValue(value)}`;
  if (!NEW_FIELD_REGEXP.test(text)) return text;
  throw new TypeError(`Cannot write header field ${repr(text)}: it has a line break in it`);
}

/** Write a value that may be folded. CPython: `email.header.Header.encode` without a limit of length. */
function formatValue(value: string): string {
  const isEncoded = NON_ASCII_REGEXP.test(value);
  const lines = value.split(LINE_END_REGEXP);
  // A line end at the end begins no line.
  if (lines.length > 1 && lines.at(-1) === "") lines.pop();
  const [first = "", ...others] = lines;
  if (isEncoded) {
    const words = others.map((line) =>
      ` ${encodeWord(` ${line.replace(LEADING_SPACE_REGEXP, "")}`)}`
    );
    return [encodeWord(first), ...words].join("\n");
  }
  if (others.length === 0) return first;
  return others.reduce((text, line) => {
    const kept = withoutLastSpace(line);
    return BLANK_REGEXP.test(kept) ? text + kept : `${text}\n${kept}`;
  }, withoutLastSpace(first));
}

/** A fold takes one space from the end of a line, unless there are more. */
function withoutLastSpace(line: string): string {
  return /(?:^|[^\t ]) $/.test(line) ? line.slice(0, -1) : line;
}

/** An encoded word (RFC 2047, section 2), in the shorter of its two encodings. */
function encodeWord(text: string): string {
  if (text === "") return "";
  const bytes = new TextEncoder().encode(text);
  const characters = Array.from(bytes, (byte) => String.fromCharCode(byte));
  const quoted = characters.map(quoteByte).join("");
  const isBase64Shorter = Math.ceil(bytes.length / 3) * 4 < quoted.length;
  return isBase64Shorter ? `=?utf-8?b?${btoa(characters.join(""))}?=` : `=?utf-8?q?${quoted}?=`;
}

function quoteByte(character: string): string {
  if (character === " ") return "_";
  if (Q_SAFE_REGEXP.test(character)) return character;
  return `=${character.charCodeAt(0).toString(16).toUpperCase().padStart(2, "0")}`;
}
