/**
 * Python's `mimetypes`: the media type of a file by its extension, and the way back.
 *
 * Deviates from CPython in one thing: the `mime.types` files of the system are not read, so the
 * answers are the same everywhere.
 *
 * Import it when the first type is needed, not at start-up: the tables are the bulk of it.
 *
 * @module
 */

import { COMMON_TYPES, ENCODINGS, STANDARD_TYPES, SUFFIXES } from "./mimetypes_data.ts";
import { splitext } from "./posixpath.ts";
import { urlsplit } from "./url.ts";

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

/** `uses_params`: schemes whose last path segment ends at a semicolon. */
const USES_PARAMS: ReadonlySet<string> = new Set(
  "ftp hdl prospero http imap https shttp rtsp rtsps rtspu sip sips mms sftp tel".split(" "),
);

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

/**
 * Guesses the media type of what a URL or path names.
 *
 * Of a `data:` URL it is the type that the URL states, or `text/plain`. Anything without a scheme,
 * or with one of a single letter (a drive), is a path.
 *
 * Source: CPython 3.14, `mimetypes.guess_type`.
 *
 * @param url A URL or a path.
 * @param options Which types count.
 * @returns The type without parameters and the encoding, such as `gzip`.
 * @throws {TypeError} When the network location of the URL is malformed, where Python raises
 * `ValueError`.
 *
 * @example Ignores the query of a URL
 * ```ts
 * import { assertEquals } from "@std/assert";
 *
 * assertEquals(guessType("http://localhost/a.html?b.png"), ["text/html", null]);
 * assertEquals(guessType("data:image/png;base64,AA=="), ["image/png", null]);
 * ```
 */
export function guessType(url: string, options: GuessOptions = {}): Guess {
  const { scheme, path } = urlsplit(url);
  if (scheme.length <= 1) return guessFileType(url, options);
  if (scheme === "data") return guessDataType(path);
  return guessFileType(USES_PARAMS.has(scheme) ? withoutParams(path) : path, options);
}

/**
 * Guesses the extension that fits a media type best.
 *
 * Source: CPython 3.14, `mimetypes.guess_extension`.
 *
 * @param type A media type without parameters, in any case.
 * @param options Which types count.
 * @returns The extension with its dot, or null if none is known.
 *
 * @example Prefers the first of several
 * ```ts
 * import { assertEquals } from "@std/assert";
 *
 * assertEquals(guessExtension("text/html"), ".html");
 * ```
 */
export function guessExtension(type: string, options: GuessOptions = {}): string | null {
  return guessAllExtensions(type, options)[0] ?? null;
}

/**
 * Lists the extensions of a media type, the preferred one first.
 *
 * Source: CPython 3.14, `mimetypes.guess_all_extensions`.
 *
 * @param type A media type without parameters, in any case.
 * @param options Which types count.
 * @returns The extensions with their dots, each once.
 *
 * @example Lists all of them
 * ```ts
 * import { assertEquals } from "@std/assert";
 *
 * assertEquals(guessAllExtensions("TEXT/HTML"), [".html", ".htm"]);
 * ```
 */
export function guessAllExtensions(type: string, options: GuessOptions = {}): string[] {
  const name = type.toLowerCase();
  const standard = extensionsOf(STANDARD_TYPES, name);
  if (options.strict ?? true) return [...standard];
  return [...new Set([...standard, ...extensionsOf(COMMON_TYPES, name)])];
}

function byExtension(types: Readonly<Record<string, readonly string[]>>): Map<string, string> {
  const map = new Map<string, string>();
  for (const [type, extensions] of Object.entries(types)) {
    for (const extension of extensions) map.set(extension, type);
  }
  return map;
}

function extensionsOf(
  types: Readonly<Record<string, readonly string[]>>,
  name: string,
): readonly string[] {
  return Object.hasOwn(types, name) ? types[name]! : [];
}

function typeOf(extension: string, strict: boolean): string | null {
  return standardTypes.get(extension) ?? (strict ? null : commonTypes.get(extension) ?? null);
}

/** RFC 2397: `data:[<type>/<subtype>][;<parameters>][;base64],<data>`. */
function guessDataType(path: string): Guess {
  const comma = path.indexOf(",");
  if (comma < 0) return [null, null];
  const type = path.slice(0, comma).split(";", 1)[0]!;
  return [type.includes("=") || !type.includes("/") ? "text/plain" : type, null];
}

function withoutParams(path: string): string {
  const semicolon = path.indexOf(";", path.lastIndexOf("/") + 1);
  return semicolon < 0 ? path : path.slice(0, semicolon);
}
