/**
 * Names as they may be shown. A name can hold any character but `/` and NUL: line ends, the escape
 * sequences of terminals, and marks that turn the direction of what follows, so that `exe.pdf` is
 * read where `fdp.exe` is written (Unicode Technical Report 36, section 2.7).
 *
 * @module
 */

/**
 * C0 and C1 controls, the marks, embeddings, overrides and isolates of bidirectional text, line and
 * paragraph separators, byte order marks and annotations. Joiners stay, since emoji and Persian
 * need them.
 */
const HIDDEN =
  // deno-lint-ignore no-control-regex -- these are the ones
  /[\x00-\x1f\x7f-\x9f\u061c\u200b\u200e\u200f\u2028-\u202e\u2060-\u2069\ufeff\ufff9-\ufffb]/g;

/**
 * Show what would not be seen, or would change how the rest is seen.
 *
 * @param name The name
 * @returns The name with hidden characters as `\n` or `\u{202e}`
 */
export function visibleName(name: string): string {
  return name.replace(HIDDEN, mark);
}

/** Controls that have a letter of their own. */
const LETTERS: Readonly<Record<string, string>> = { "\t": "\\t", "\n": "\\n", "\r": "\\r" };

function mark(character: string): string {
  return LETTERS[character] ?? `\\u{${character.charCodeAt(0).toString(16)}}`;
}
