/**
 * Python's `html.escape`.
 *
 * @module
 */

const MARKUP = /[&<>]/g;
const MARKUP_AND_QUOTES = /[&<>"']/g;

/**
 * Escape text for HTML, as Python's `html.escape` does.
 *
 * CPython: `html.escape`.
 *
 * @param text Any text
 * @param quote Whether quotes are escaped too, as attribute values need
 * @returns The text with `&`, `<`, `>` and, with `quote`, `"` and `'` as entities; `'` becomes
 * `&#x27;`
 *
 * @example Escapes a file name
 * ```ts
 * import { assertEquals } from "@std/assert";
 *
 * assertEquals(escape(`<a href="'">`), "&lt;a href=&quot;&#x27;&quot;&gt;");
 * assertEquals(escape(`"&"`, false), `"&amp;"`);
 * ```
 */
export function escape(text: string, quote = true): string {
  return text.replace(quote ? MARKUP_AND_QUOTES : MARKUP, toEntity);
}

function toEntity(character: string): string {
  switch (character) {
    case "&":
      return "&amp;";
    case "<":
      return "&lt;";
    case ">":
      return "&gt;";
    case '"':
      return "&quot;";
    default:
      return "&#x27;";
  }
}
