/**
 * What Python takes for white space in a string, and taking it away: `str.strip()` and `str.split()`.
 *
 * It is neither JavaScript's `\s` (which has U+FEFF, and lacks 0x1C to 0x1F and 0x85) nor ASCII's.
 *
 * @module
 */

/**
 * Tell whether a UTF-16 code unit is white space to `str.isspace()`, `str.split()` and
 * `str.strip()`.
 *
 * No character outside the basic plane is white space, so a code unit is all that there is to look
 * at.
 *
 * CPython: `_PyUnicode_IsWhitespace` in `Objects/unicodetype_db.h`.
 *
 * @param code A code unit, 0 to 0xFFFF
 * @returns Whether Python splits there
 *
 * @example Knows the separators of ISO 8859-1
 * ```ts
 * import { assert, assertFalse } from "@std/assert";
 *
 * assert(isWhiteSpace(0x85));
 * assertFalse(isWhiteSpace(0xfeff));
 * ```
 */
export function isWhiteSpace(code: number): boolean {
  if (code <= 0x20) return code === 0x20 || (code >= 0x1c) || (code >= 0x09 && code <= 0x0d);
  if (code < 0x1680) return code === 0x85 || code === 0xa0;
  return code === 0x1680 || (code >= 0x2000 && code <= 0x200a) || code === 0x2028 ||
    code === 0x2029 || code === 0x202f || code === 0x205f || code === 0x3000;
}

/**
 * Take white space from both ends of a string, as Python's `str.strip()` does.
 *
 * CPython: `str.strip` in `Objects/unicodeobject.c`.
 *
 * @param text Any string
 * @returns What is left
 *
 * @example Takes more than JavaScript's `trim()`
 * ```ts
 * import { assertEquals } from "@std/assert";
 *
 * assertEquals(strip("\x1f a b\x85"), "a b");
 * ```
 */
export function strip(text: string): string {
  let start = 0;
  while (start < text.length && isWhiteSpace(text.charCodeAt(start))) start++;
  return rstrip(text.slice(start));
}

/**
 * Take white space from the end of a string, as Python's `str.rstrip()` does.
 *
 * CPython: `str.rstrip` in `Objects/unicodeobject.c`.
 *
 * @param text Any string
 * @returns What is left
 *
 * @example Leaves the beginning alone
 * ```ts
 * import { assertEquals } from "@std/assert";
 *
 * assertEquals(rstrip(" a \n"), " a");
 * ```
 */
export function rstrip(text: string): string {
  let end = text.length;
  while (end > 0 && isWhiteSpace(text.charCodeAt(end - 1))) end--;
  return text.slice(0, end);
}

/**
 * Split a string at runs of white space, as Python's `str.split()` does.
 *
 * CPython: `str.split` in `Objects/stringlib/split.h`.
 *
 * @param text Any string
 * @returns The words, none of them empty; no words for an empty or blank text
 *
 * @example Split a request line
 * ```ts
 * import { assertEquals } from "@std/assert";
 *
 * assertEquals(split(" GET\x85/\x1fHTTP/1.1\n"), ["GET", "/", "HTTP/1.1"]);
 * ```
 */
export function split(text: string): string[] {
  const words: string[] = [];
  let start = 0;
  for (let index = 0; index < text.length; index++) {
    const code = text.charCodeAt(index);
    // Visible ASCII, tested here as this runs for each character of each request line.
    if (code > 0x20 && code < 0x85) continue;
    if (!isWhiteSpace(code)) continue;
    if (index > start) words.push(text.slice(start, index));
    start = index + 1;
  }
  if (start < text.length) words.push(text.slice(start));
  return words;
}
