/**
 * Stands in for `@std/media-types/type-by-extension`, made of `npm:mime-db`, in the version of which the package
 * itself has a copy.
 *
 * @module
 */

import { types } from "./_database.ts";

/**
 * The media type of a file name ending.
 *
 * @param extension The ending, with or without its dot, in any case
 * @returns The type without parameters, or `undefined` when no type is known
 */
export function typeByExtension(extension: string): string | undefined {
  return types.get(extension.replace(/^\./, "").toLowerCase());
}
