/**
 * Python's `repr()` and `ascii()` of a string, which error pages and log lines show for `%r` and
 * `%a`.
 *
 * Values of other kinds are the subject of `text_of.ts`.
 *
 * @module
 */

/** Printable ASCII without the quotes and the backslash: most of what is ever passed. */
const PLAIN = /^[ !#-&(-[\]-~]*$/;

/**
 * Write a string as Python's `repr()` does.
 *
 * Single quotes, unless the text holds one and no double quote. Backslash, the quote in use, TAB,
 * LF and CR get a short escape, other characters that are not printable `\xNN`, `\uNNNN` or
 * `\UNNNNNNNN`. A lone surrogate is escaped; a surrogate pair is the character it stands for.
 *
 * Which characters are printable follows the Unicode tables of the JavaScript engine, which may be
 * a version ahead of those of CPython 3.14 (Unicode 16).
 *
 * CPython: `unicode_repr` in `Objects/unicodeobject.c`.
 *
 * @param text Any string
 * @returns The literal, quotes included
 *
 * @example Show a request line in a message
 * ```ts
 * import { assertEquals } from "@std/assert";
 *
 * assertEquals(repr("GET /it's"), `"GET /it's"`);
 * assertEquals(repr("\xa0\0"), String.raw`'\xa0\x00'`);
 * ```
 */
export function repr(text: string): string {
  if (PLAIN.test(text)) return `'${text}'`;
  const quote = text.includes("'") && !text.includes('"') ? '"' : "'";
  const escaped = text
    .replaceAll("\\", "\\\\")
    .replaceAll(quote, `\\${quote}`)
    // What `str.isprintable()` denies: other, separator, and unassigned characters except the space.
    // Without the flag `v`, halves of a surrogate pair would each match `\p{Cs}`.
    .replace(/[[\p{C}\p{Z}]--[ ]]/gv, escapeCharacter);
  return quote + escaped + quote;
}

/**
 * Write a string as Python's `ascii()` does: {@linkcode repr} with every character outside ASCII
 * escaped.
 *
 * CPython: `PyObject_ASCII` in `Objects/object.c`.
 *
 * @param text Any string
 * @returns The literal, quotes included, in ASCII
 *
 * @example Escapes what `repr()` leaves alone
 * ```ts
 * import { assertEquals } from "@std/assert";
 *
 * assertEquals(ascii("né"), String.raw`'n\xe9'`);
 * ```
 */
export function ascii(text: string): string {
  return escapeNonAscii(repr(text));
}

/**
 * Escape every character outside ASCII, and nothing else: what `ascii()` adds to a `repr()`.
 *
 * CPython: `PyObject_ASCII` in `Objects/object.c`.
 *
 * @param text A `repr()`
 * @returns The same in ASCII
 *
 * @example Leaves quotes alone
 * ```ts
 * import { assertEquals } from "@std/assert";
 *
 * assertEquals(escapeNonAscii("['né']"), String.raw`['n\xe9']`);
 * ```
 */
export function escapeNonAscii(text: string): string {
  return text.replace(/\P{ASCII}/gu, escapeCharacter);
}

function escapeCharacter(character: string): string {
  if (character === "\t") return "\\t";
  if (character === "\n") return "\\n";
  if (character === "\r") return "\\r";
  const hex = character.codePointAt(0)!.toString(16);
  if (hex.length <= 2) return `\\x${hex.padStart(2, "0")}`;
  if (hex.length <= 4) return `\\u${hex.padStart(4, "0")}`;
  return `\\U${hex.padStart(8, "0")}`;
}
