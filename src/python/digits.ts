/**
 * Digits as Python sees them: `str.isdigit()` and `int()`.
 *
 * @module
 */

import { isWhiteSpace } from "./white_space.ts";

/** Short enough to be exact as a Number, and all that well-behaved peers send. */
const PLAIN_INTEGER = /^[0-9]{1,15}$/;

/**
 * Unicode's `Numeric_Type=Decimal` and, in the second line, `Numeric_Type=Digit`, for which
 * JavaScript has no property: superscripts, circled digits and the like. The latter is a closed
 * list, Unicode gives that type to no new character.
 *
 * A regular expression is made of it when one is needed, since that takes long.
 */
const DIGITS = "[\\p{Nd}" +
  "²³¹\\u{1369}-\\u{1371}\\u{19DA}⁰⁴-⁹₀-₉①-⑨⑴-⑼⒈-⒐⓪⓵-⓽⓿❶-❾➀-➈➊-➒" +
  "\\u{10A40}-\\u{10A43}\\u{10E60}-\\u{10E68}\\u{11052}-\\u{1105A}\\u{1F100}-\\u{1F10A}]";

/** `int(text)` in base 10, once white space is gone and every digit is one of ASCII. */
const INTEGER = /^[+-]?[0-9]+(?:_[0-9]+)*$/;

/** `sys.int_info.default_max_str_digits`: more would make the conversion slow enough to attack. */
const MAX_DIGITS = 4300;

/**
 * Tell whether a string consists of digits, as Python's `str.isdigit()` does.
 *
 * Wider than 0 to 9: it takes decimal digits of all scripts as well as superscripts and circled
 * digits, which {@linkcode parseInteger} then refuses.
 *
 * CPython: `unicode_isdigit_impl` in `Objects/unicodeobject.c`.
 *
 * @param text Any string
 * @returns False for the empty string
 *
 * @example Accepts more than ASCII
 * ```ts
 * import { assert, assertFalse } from "@std/assert";
 *
 * assert(isDigit("1²"));
 * assertFalse(isDigit("-1"));
 * ```
 */
export function isDigit(text: string): boolean {
  return PLAIN_INTEGER.test(text) || new RegExp(`^${DIGITS}+$`, "u").test(text);
}

/**
 * Read a decimal integer, as Python's `int(text)` does.
 *
 * White space around it, a sign, single underscores between digits and the decimal digits of all
 * scripts are accepted; at most 4300 digits.
 *
 * CPython: `PyLong_FromUnicodeObject` in `Objects/longobject.c`.
 *
 * @param text Any string
 * @returns The integer, or undefined where Python raises `ValueError`. From 2^53 on it is the
 * nearest Number, and `Infinity` beyond the range of Numbers, where Python would be exact
 *
 * @example Reads what Python reads
 * ```ts
 * import { assertEquals } from "@std/assert";
 *
 * assertEquals(parseInteger(" -1_000\n"), -1000);
 * assertEquals(parseInteger("٤٢"), 42);
 * assertEquals(parseInteger("0x10"), undefined);
 * ```
 */
export function parseInteger(text: string): number | undefined {
  if (PLAIN_INTEGER.test(text)) return Number(text);
  const literal = toAsciiLiteral(text);
  if (!INTEGER.test(literal)) return undefined;
  const plain = literal.replaceAll("_", "");
  const digits = /^[+-]/.test(plain) ? plain.length - 1 : plain.length;
  if (digits > MAX_DIGITS) return undefined;
  // Python has no negative zero.
  return Number(plain) || 0;
}

function toAsciiLiteral(text: string): string {
  let start = 0;
  let end = text.length;
  while (start < end && isAroundInteger(text.charCodeAt(start))) start++;
  while (start < end && isAroundInteger(text.charCodeAt(end - 1))) end--;
  return text.slice(start, end).replace(/\p{Nd}/gu, (digit) => String(decimalValue(digit)));
}

/** C's `isspace` within ASCII, Python's notion beyond: 0x1C to 0x1F are not accepted. */
function isAroundInteger(code: number): boolean {
  return isWhiteSpace(code) && !(code >= 0x1c && code <= 0x1f);
}

/** Decimal digits come in unbroken blocks from zero to nine: the distance to the start tells. */
function decimalValue(digit: string): number {
  const codePoint = digit.codePointAt(0)!;
  let start = codePoint;
  while (/^\p{Nd}$/u.test(String.fromCodePoint(start - 1))) start--;
  return (codePoint - start) % 10;
}
