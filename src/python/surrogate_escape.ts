/**
 * Python's error handler `surrogateescape`, which puts U+DC80 to U+DCFF for bytes that are no UTF-8.
 *
 * @module
 */

import { repr } from "./repr.ts";

const encoder = new TextEncoder();

/**
 * Encode text as UTF-8, U+DC80 to U+DCFF as the bytes 0x80 to 0xFF that they stand for.
 *
 * CPython: `str.encode("utf-8", "surrogateescape")`.
 *
 * @param text Any text
 * @returns The bytes
 * @throws {TypeError} when the text holds another lone surrogate, where Python raises
 * `UnicodeEncodeError`
 *
 * @example Gives back the byte of a file name that is no UTF-8
 * ```ts
 * import { assertEquals } from "@std/assert";
 *
 * assertEquals(encodeSurrogateEscape("é\udcff"), Uint8Array.of(0xc3, 0xa9, 0xff));
 * ```
 */
export function encodeSurrogateEscape(text: string): Uint8Array<ArrayBuffer> {
  if (text.isWellFormed()) return encoder.encode(text);
  const bytes: number[] = [];
  for (const character of text) {
    const code = character.codePointAt(0)!;
    if (code >= 0xdc80 && code <= 0xdcff) {
      bytes.push(code - 0xdc00);
    } else if (character.isWellFormed()) {
      bytes.push(...encoder.encode(character));
    } else {
      throw new TypeError(
        `'utf-8' codec can't encode character ${repr(character)}: surrogates not allowed`,
      );
    }
  }
  return new Uint8Array(bytes);
}
