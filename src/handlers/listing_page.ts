/**
 * From a directory to the page that lists it. Loaded when a listing is first asked for.
 *
 * @module
 */

import { encodeSurrogateEscape } from "../python/surrogate_escape.ts";
import { isLargeDirectory, readDirectoryOrNull, readLargeDirectoryOrNull } from "./directory.ts";
import { renderLargeListing, renderListing } from "./listing.ts";

/**
 * Make the page that lists a directory.
 *
 * @param path The directory
 * @param target The request target, which the title shows
 * @returns The page; `null` where the directory cannot be read
 * @throws {RangeError} when the title has a lone surrogate in it, where Python raises
 * `UnicodeEncodeError`
 */
export async function makeListingPage(path: string, target: string): Promise<Uint8Array | null> {
  const large = isLargeDirectory(path);
  const entries = large ? await readLargeDirectoryOrNull(path) : readDirectoryOrNull(path);
  if (entries === null) return null;
  const page = large ? await renderLargeListing(target, entries) : renderListing(target, entries);
  return encodeSurrogateEscape(page);
}
