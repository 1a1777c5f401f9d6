/**
 * Stands in for `@std/media-types`: what the project uses of it, made of `npm:mime-db`, in the version of which the
 * package itself has a copy.
 *
 * @module
 */

import { entries, types } from "./_database.ts";

/**
 * The media type of a file name ending.
 *
 * @param extension The ending, with or without its dot, in any case
 * @returns The type without parameters, or `undefined` when no type is known
 */
export function typeByExtension(extension: string): string | undefined {
  return types.get(extension.replace(/^\./, "").toLowerCase());
}

/**
 * The value of a `Content-Type` field. The real function says in its type for which endings it is never `undefined`.
 *
 * @param extensionOrType A file name ending, or a media type
 * @returns The type, with a `charset` where one is known, or `undefined` when no type is known
 * @throws {TypeError} for a media type with parameters, which the real function takes
 */
export function contentType(extensionOrType: string): string | undefined {
  if (extensionOrType.includes(";")) throw new TypeError("The stand-in takes no parameters");
  const isType = extensionOrType.includes("/");
  const type = isType ? extensionOrType.trim().toLowerCase() : typeByExtension(extensionOrType);
  if (type === undefined) return undefined;
  const charset = entries.get(type)?.charset ?? (type.startsWith("text/") ? "UTF-8" : undefined);
  return charset === undefined ? type : `${type}; charset=${charset}`;
}
