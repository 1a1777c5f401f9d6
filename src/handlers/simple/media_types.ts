/**
 * The media types that go before CPython's table, and those behind it, from `@std/media-types`: a large
 * table, loaded when a file first needs it.
 *
 * @module
 */

import { guessFileType } from "../../python/mimetypes.ts";
import { splitext } from "../../python/posixpath.ts";

type TypeByExtension = (extension: string) => string | undefined;

let typeByExtension: TypeByExtension | undefined;

/** Whether {@linkcode typeOfExtension} knows more than nothing. */
export function moreTypesLoaded(): boolean {
  return typeByExtension !== undefined;
}

/**
 * Whether the table may know a file that CPython's does not, and is not loaded yet.
 *
 * @param path The path of the file
 * @returns Whether to load it
 */
export function mayHaveMoreTypes(path: string): boolean {
  return !moreTypesLoaded() && splitext(path)[1] !== "" && guessFileType(path)[0] === null;
}

/** Load the table. Where it cannot be had, a server without network for example, there is none. */
export async function loadMoreTypes(): Promise<void> {
  try {
    ({ typeByExtension } = await import("@std/media-types/type-by-extension"));
  } catch {
    typeByExtension = () => undefined;
  }
}

/**
 * The media type that goes with an extension.
 *
 * @param extension The extension, with its dot
 * @returns The type without parameters; `undefined` where there is none, or the table is not loaded
 */
export function typeOfExtension(extension: string): string | undefined {
  return extension === "" ? undefined : typeByExtension?.(extension);
}

/**
 * Look an extension up in the table of a handler.
 *
 * @param types Media types by extension
 * @param extension The extension, with its dot
 * @returns The type of the extension as it is, or else in lower case; `undefined` where there is none
 */
export function mappedType(
  types: Readonly<Record<string, string>>,
  extension: string,
): string | undefined {
  if (Object.hasOwn(types, extension)) return types[extension];
  const lower = extension.toLowerCase();
  return Object.hasOwn(types, lower) ? types[lower] : undefined;
}
