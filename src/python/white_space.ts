/**
 * What Python takes for white space in a string.
 *
 * It is neither JavaScript's `\s` (which has U+FEFF, and lacks 0x1C to 0x1F and 0x85) nor ASCII's.
 *
 * @module
 */

/**
 * Tells whether a UTF-16 code unit is white space to `str.isspace()`, `str.split()` and
 * `str.strip()`.
 *
 * No character outside the basic plane is white space, so a code unit is all that there is to look
 * at.
 *
 * Source: CPython 3.14, `_PyUnicode_IsWhitespace` in `Objects/unicodetype_db.h`.
 *
 * @param code A code unit, 0 to 0xFFFF.
 * @returns Whether Python splits there.
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
