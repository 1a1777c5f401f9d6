/**
 * Python's `mimetypes`: the media type of a file by its extension.
 *
 * Deviates from CPython in one thing: the `mime.types` files of the system are not read, so the
 * answers are the same everywhere.
 *
 * @module
 */

import { ENCODINGS, SUFFIXES, TYPES } from "./mimetypes_data.ts";
import { splitext } from "./posixpath.ts";

/** A media type and a content coding, each of them null if unknown or absent. */
export type Guess = [type: string | null, encoding: string | null];

/** The types of extensions that were asked for: a server starts before it needs all of them. */
const typeByExtension = new Map<string, string>();

/**
 * Guess the media type of a file by its path.
 *
 * Extensions of types are case-insensitive, those of encodings (`.gz`, `.Z`) are not. `.tgz` and
 * its like count as `.tar.gz`.
 *
 * CPython: `mimetypes.guess_file_type`, with the default `strict=True`.
 *
 * @param path A path with `/` as separator, or just a name
 * @returns The type without parameters and the encoding, such as `gzip`
 *
 * @example Guesses the type of an archive
 * ```ts
 * import { assertEquals } from "@std/assert";
 *
 * assertEquals(guessFileType("a/b.TGZ"), ["application/x-tar", "gzip"]);
 * assertEquals(guessFileType("Makefile"), [null, null]);
 * ```
 */
export function guessFileType(path: string): Guess {
  let [base, extension] = splitext(path);
  for (let suffix; (suffix = SUFFIXES.get(extension.toLowerCase())) !== undefined;) {
    [base, extension] = splitext(base + suffix);
  }
  const encoding = ENCODINGS.get(extension) ?? null;
  if (encoding !== null) extension = splitext(base)[1];
  return [typeOf(extension.toLowerCase()) ?? null, encoding];
}

function typeOf(extension: string): string | undefined {
  const known = typeByExtension.get(extension);
  if (known !== undefined) return known;
  for (const type in TYPES) {
    if (!TYPES[type]!.includes(extension)) continue;
    typeByExtension.set(extension, type);
    return type;
  }
  return undefined;
}
