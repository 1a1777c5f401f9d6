/**
 * Python's `urllib.parse.unquote` and `unquote_to_bytes`.
 *
 * Their opposite is in `quote.ts`.
 *
 * @module
 */

/** How {@linkcode unquote} treats bytes that are not UTF-8. */
export interface UnquoteOptions {
  /**
   * What becomes of them: an error, U+FFFD for each malformed sequence, or an error unless they are
   * the three bytes that stand for a surrogate, which is then decoded.
   *
   * @default {"replace"}
   */
  errors?: "strict" | "replace" | "surrogatepass";
}

/** A complete run: characters between two runs are whole in themselves, whatever precedes them. */
const ESCAPES = /(?:%[0-9A-Fa-f]{2})+/g;

// Python's utf-8 codec keeps a byte order mark.
const REPLACING = new TextDecoder("utf-8", { ignoreBOM: true });
const FATAL = new TextDecoder("utf-8", { ignoreBOM: true, fatal: true });

/**
 * Decode percent-encoded UTF-8.
 *
 * A `%` without two hexadecimal digits stays, and so do characters outside ASCII. A malformed
 * sequence gives as many U+FFFD as in Python: one for each maximal part that could have begun a
 * character.
 *
 * With `"surrogatepass"`, Python keeps a high and a low surrogate as two characters; in a
 * JavaScript string the two make one supplementary character.
 *
 * CPython: `urllib.parse.unquote`.
 *
 * @param text Any text, for example the path of a URL
 * @param options What to do about malformed UTF-8
 * @returns The decoded text
 * @throws {TypeError} when the bytes are not UTF-8 and `errors` is not `"replace"`, where Python
 * raises `UnicodeDecodeError`
 *
 * @example Decode a path
 * ```ts
 * import { assertEquals } from "@std/assert";
 *
 * assertEquals(unquote("/na%C3%AFve%20100%"), "/naïve 100%");
 * assertEquals(unquote("%ED%A0%80", { errors: "surrogatepass" }), "\ud800");
 * ```
 */
export function unquote(text: string, options: UnquoteOptions = {}): string {
  if (!text.includes("%")) return text;
  const { errors = "replace" } = options;
  return text.replace(ESCAPES, (run) => {
    // One ASCII character, such as a space in a name: nearly all that is ever quoted.
    if (run.length === 3 && run < "%8") return String.fromCharCode(parseEscape(run, 0));
    const bytes = parseEscapes(run);
    if (errors === "replace") return REPLACING.decode(bytes);
    return errors === "strict" ? FATAL.decode(bytes) : decodeWithSurrogates(bytes);
  });
}

function parseEscapes(run: string): Uint8Array<ArrayBuffer> {
  const bytes = new Uint8Array(run.length / 3);
  for (let index = 0; index < bytes.length; index++) {
    bytes[index] = parseEscape(run, index * 3);
  }
  return bytes;
}

function parseEscape(run: string, index: number): number {
  return Number.parseInt(run.slice(index + 1, index + 3), 16);
}

/** 0xED is never a continuation byte: to cut before it cannot cut a well-formed sequence. */
function decodeWithSurrogates(bytes: Uint8Array): string {
  let text = "";
  let start = 0;
  for (let index = 0; index + 2 < bytes.length; index++) {
    const middle = bytes[index + 1]!;
    const last = bytes[index + 2]!;
    if (bytes[index] !== 0xed || (middle & 0xe0) !== 0xa0 || (last & 0xc0) !== 0x80) continue;
    text += FATAL.decode(bytes.subarray(start, index));
    text += String.fromCharCode(0xd000 | (middle & 0x3f) << 6 | (last & 0x3f));
    start = index + 3;
    index += 2;
  }
  return text + FATAL.decode(bytes.subarray(start));
}
