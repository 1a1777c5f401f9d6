/**
 * Python's `str.split()` without arguments.
 *
 * @module
 */

import { isWhiteSpace } from "./white_space.ts";

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
