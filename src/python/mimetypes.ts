/**
 * Python's `mimetypes`: the media type of a file by its extension.
 *
 * Deviates from CPython in one thing: the `mime.types` files of the system are not read, so the
 * answers are the same everywhere.
 *
 * @module
 */

import { COMMON_TYPES, ENCODINGS, STANDARD_TYPES, SUFFIXES } from "./mimetypes_data.ts";
import { splitext } from "./posixpath.ts";

/** Which types count. */
export interface GuessOptions {
  /**
   * Whether only registered types and those that start with `x-` count, not a few common ones
   * besides.
   *
   * @default {true}
   */
  strict?: boolean;
}

/** A media type and a content coding, each of them null if unknown or absent. */
export type Guess = [type: string | null, encoding: string | null];

const standardTypes = byExtension(STANDARD_TYPES);
const commonTypes = byExtension(COMMON_TYPES);

/**
 * Guesses the media type of a file by its path.
 *
 * Extensions of types are case-insensitive, those of encodings (`.gz`, `.Z`) are not. `.tgz` and
 * its like count as `.tar.gz`.
 *
 * Source: CPython 3.14, `mimetypes.guess_file_type`.
 *
 * @param path A path with `/` as separator, or just a name.
 * @param options Which types count.
 * @returns The type without parameters and the encoding, such as `gzip`.
 *
 * @example Guesses the type of an archive
 * ```ts
 * import { assertEquals } from "@std/assert";
 *
 * assertEquals(guessFileType("a/b.TGZ"), ["application/x-tar", "gzip"]);
 * assertEquals(guessFileType("Makefile"), [null, null]);
 * ```
 */
export function guessFileType(path: string, options: GuessOptions = {}): Guess {
  let [base, extension] = splitext(path);
  for (let suffix; (suffix = SUFFIXES.get(extension.toLowerCase())) !== undefined;) {
    [base, extension] = splitext(base + suffix);
  }
  const encoding = ENCODINGS.get(extension) ?? null;
  if (encoding !== null) extension = splitext(base)[1];
  return [typeOf(extension.toLowerCase(), options.strict ?? true), encoding];
}

function byExtension(types: Readonly<Record<string, readonly string[]>>): Map<string, string> {
  const map = new Map<string, string>();
  for (const [type, extensions] of Object.entries(types)) {
    for (const extension of extensions) map.set(extension, type);
  }
  return map;
}

function typeOf(extension: string, strict: boolean): string | null {
  return standardTypes.get(extension) ?? (strict ? null : commonTypes.get(extension) ?? null);
}
