/**
 * Python's `urllib.parse.quote`.
 *
 * Its opposite is in `unquote.ts`.
 *
 * @module
 */

import { repr } from "./repr.ts";

/** How {@linkcode quote} treats a lone surrogate, which UTF-8 cannot encode. */
export interface QuoteOptions {
  /**
   * ASCII characters to leave alone besides letters, digits and `_.-~`. Others are ignored.
   *
   * @default {"/"}
   */
  safe?: string;
  /**
   * What becomes of a lone surrogate: an error, a `?` (`%3F` unless it is safe), or the three bytes
   * that UTF-8 would have for it if it did not exclude surrogates.
   *
   * @default {"strict"}
   */
  errors?: "strict" | "replace" | "surrogatepass";
}

/** Everything but `_ALWAYS_SAFE`; the flag `u` hands over code points, not halves of them. */
const NOT_ALWAYS_SAFE = /[^A-Za-z0-9_.~-]/gu;

/** The same for the default `safe`, so that most paths need no further look. */
const NOT_SAFE_IN_PATH = /[^A-Za-z0-9_.~/-]/gu;

/**
 * Percent-encodes the UTF-8 bytes of all that is not safe in a URL.
 *
 * CPython: `urllib.parse.quote`.
 *
 * @param text Any text
 * @param options What else is safe, and what to do about lone surrogates
 * @returns ASCII only, with upper-case hexadecimal digits
 * @throws {TypeError} when the text holds a lone surrogate and `errors` is `"strict"`, where Python
 * raises `UnicodeEncodeError`
 *
 * @example Quote a file name for a link
 * ```ts
 * import { assertEquals } from "@std/assert";
 *
 * assertEquals(quote("naïve/50%"), "na%C3%AFve/50%25");
 * assertEquals(quote("a/b", { safe: "" }), "a%2Fb");
 * ```
 */
export function quote(text: string, options: QuoteOptions = {}): string {
  const { safe = "/", errors = "strict" } = options;
  const unsafe = safe === "/" ? NOT_SAFE_IN_PATH : NOT_ALWAYS_SAFE;
  return text.replace(unsafe, (character, index: number) => {
    const code = character.codePointAt(0)!;
    if (code < 0x80) return quoteAscii(character, safe);
    if (code < 0xd800 || code > 0xdfff) return encodeURIComponent(character);
    if (errors === "surrogatepass") return quoteSurrogate(code);
    if (errors === "replace") return quoteAscii("?", safe);
    throw new TypeError(
      `'utf-8' codec can't encode character ${repr(character)} in position ${index}: ` +
        "surrogates not allowed",
    );
  });
}

function quoteAscii(character: string, safe: string): string {
  return safe.includes(character) ? character : percent(character.charCodeAt(0));
}

/** The three bytes of the general scheme of UTF-8. */
function quoteSurrogate(code: number): string {
  return percent(0xe0 | code >> 12) + percent(0x80 | code >> 6 & 0x3f) +
    percent(0x80 | code & 0x3f);
}

function percent(byte: number): string {
  return `%${byte.toString(16).toUpperCase().padStart(2, "0")}`;
}
