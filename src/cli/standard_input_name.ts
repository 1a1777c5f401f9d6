/**
 * What to call a file without a name.
 *
 * @module
 */

const HTML_REGEXP = /^\s*<(?:!doctype html|html|head|body)\b/i;

/** Control characters that no text has. */
// deno-lint-ignore no-control-regex -- control characters are what it is about
const BINARY_REGEXP = /[\x00-\x08\x0e-\x1a\x1c-\x1f]/;

/**
 * Find a name that tells what a file is.
 *
 * @param sample The beginning of the file
 * @returns `stdin.html` or `stdin.txt` for UTF-8 text, `stdin` for anything else
 */
export function nameOf(sample: Uint8Array): string {
  const text = decode(sample);
  if (text === undefined || BINARY_REGEXP.test(text)) return "stdin";
  return HTML_REGEXP.test(text) ? "stdin.html" : "stdin.txt";
}

/** The text, of which the last character may be cut off. */
function decode(bytes: Uint8Array): string | undefined {
  try {
    return new TextDecoder("utf-8", { fatal: true }).decode(bytes, { stream: true });
  } catch {
    return undefined;
  }
}
