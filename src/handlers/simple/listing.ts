/**
 * From a directory to the page that lists it. Loaded when a listing is first asked for.
 *
 * @module
 */

import { concat } from "../../http/concat.ts";
import { encodeSurrogateEscape } from "../../python/surrogate_escape.ts";
import { MAX_BODY } from "../memory/answer_memory.ts";
import type { WatchedFile } from "../memory/watched_file.ts";
import { readDirectoryOrNull } from "../listing/directory.ts";
import { EntryTable } from "../listing/entry_table.ts";
import { renderLargeListing, renderListing } from "./render_listing.ts";

export { bodyOfPage, listWithinBudget } from "../listing/listing_budget.ts";

/** The page that lists a directory. */
export interface ListingPage {
  /** The page: in one piece where it may be remembered, else in pieces, which need not be put together. */
  readonly pieces: readonly Uint8Array[];
  /** Its size in bytes. */
  readonly length: number;
  /** What it depends on. */
  readonly watched: readonly WatchedFile[];
}

/**
 * Make the page that lists a directory.
 *
 * @param path The directory
 * @param target The request target, which the title shows
 * @returns The page; `null` where the directory cannot be read
 * @throws {TypeError} when the title has a lone surrogate in it, where Python raises
 * `UnicodeEncodeError`
 */
export async function makeListingPage(path: string, target: string): Promise<ListingPage | null> {
  const content = await readDirectoryOrNull(path);
  if (content === null) return null;
  const { isLarge, watched } = content;
  const entries = maySearch(path, content.entries)
    ? content.entries
    : withoutKinds(content.entries);
  const pieces = isLarge
    ? await renderLargeListing(target, entries)
    : [encodeSurrogateEscape(renderListing(target, entries))];
  const length = pieces.reduce((sum, { length }) => sum + length, 0);
  return { pieces: length > MAX_BODY ? pieces : [concat(pieces)], length, watched };
}

/** Whether the entries of a directory can be looked at: its names may be known and no more. */
function maySearch(directory: string, entries: EntryTable): boolean {
  if (entries.length === 0) return true;
  try {
    Deno.lstatSync(`${directory}/${entries.nameAt(0)}`);
    return true;
  } catch (error) {
    return !(error instanceof Deno.errors.PermissionDenied);
  }
}

/** Python, which looks at each entry, marks none then. */
function withoutKinds(entries: EntryTable): EntryTable {
  const kindless = new EntryTable();
  for (const { name } of entries) kindless.add({ name, isDirectory: false, isSymlink: false });
  return kindless;
}
