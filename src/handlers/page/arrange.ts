/**
 * From a directory to the page of it that is asked for.
 *
 * @module
 */

import { filterInTurns, mapInTurns, sortInTurns, Turns } from "../in_turns.ts";
import type { ListedEntry } from "../listing.ts";
import type { EntryDetails, ListedDirectory, Row } from "./listed_directory.ts";
import type { ListingQuery } from "./listing_query.ts";
import { filterWords, matchesWords } from "./name_filter.ts";
import { naturalKey } from "./natural_order.ts";
import { OrderMemory } from "./order_memory.ts";

/** The page that is asked for, of a directory that is filtered and sorted. */
export interface Arrangement {
  /** What was asked for, with the number of the page as it is: at most {@linkcode pages}. */
  readonly query: ListingQuery;
  /** The page's entries. */
  readonly rows: readonly Row[];
  /** How many entries there are on all pages. */
  readonly total: number;
  /** How many of them are directories. */
  readonly directories: number;
  /** How many pages there are, at least one. */
  readonly pages: number;
}

/** An entry and what it is sorted by. */
interface Keyed {
  readonly entry: ListedEntry;
  readonly key: string;
  readonly value: number | null;
}

/** Entries in order, and what was seen of them if it was looked at. */
interface Ordered {
  readonly entries: readonly ListedEntry[];
  readonly details?: ReadonlyMap<ListedEntry, EntryDetails | null>;
}

/** How many entries are sorted at once: it takes a few milliseconds. */
const MAX_SORTED_AT_ONCE = 2000;

/** The orders of directories that are larger than that. */
const orders = new OrderMemory<readonly ListedEntry[]>();

/**
 * Filter, sort and page a directory, while others are served.
 *
 * @param directory The directory
 * @param query What is asked for
 * @returns The page; the last one, where there are not that many
 */
export async function arrange(
  directory: ListedDirectory,
  query: ListingQuery,
): Promise<Arrangement> {
  const { entries, details } = await orderedEntries(directory, query);
  const turns = new Turns();
  const pages = Math.max(1, Math.ceil(entries.length / query.limit));
  const page = Math.min(query.page, pages);
  const shown = entries.slice((page - 1) * query.limit, page * query.limit);
  const directories = countDirectories(entries);
  await turns.nextIfOver();
  return {
    query: { ...query, page },
    rows: await mapInTurns(shown, (entry) => ({
      entry,
      details: details === undefined ? directory.look(entry) : details.get(entry) ?? null,
    })),
    total: entries.length,
    directories,
    pages,
  };
}

function countDirectories(entries: readonly ListedEntry[]): number {
  let count = 0;
  for (const { isDirectory } of entries) if (isDirectory) count++;
  return count;
}

/** Names alone make an order that lasts: sizes and dates change, and nobody tells. */
async function orderedEntries(
  directory: ListedDirectory,
  query: ListingQuery,
): Promise<Ordered> {
  const { entries } = directory;
  const lasts = query.sort === "name" && entries.length > MAX_SORTED_AT_ONCE;
  const key = `${query.order} ${query.filter}`;
  const known = lasts ? await orders.recall(key, entries) : undefined;
  if (known !== undefined) return { entries: known };
  const found = await filtered(entries, query.filter);
  const details = query.sort === "name" ? undefined : new Map<ListedEntry, EntryDetails | null>();
  const keyed = await mapInTurns(found, (entry) => {
    // Names need no look at the entries: those of the page are looked at later.
    details?.set(entry, directory.look(entry));
    return keyOf(entry, details?.get(entry) ?? null, query);
  });
  const sorted = await sortedEntries(keyed, comparer(query));
  if (lasts) orders.remember(key, entries, sorted);
  return details === undefined ? { entries: sorted } : { entries: sorted, details };
}

async function sortedEntries(
  keyed: Keyed[],
  compare: (a: Keyed, b: Keyed) => number,
): Promise<readonly ListedEntry[]> {
  const sorted = keyed.length > MAX_SORTED_AT_ONCE
    ? await sortInTurns(keyed, compare)
    : keyed.sort(compare);
  return sorted.map(({ entry }) => entry);
}

async function filtered(
  entries: readonly ListedEntry[],
  filter: string,
): Promise<readonly ListedEntry[]> {
  const words = filterWords(filter);
  if (words.length === 0) return entries;
  return await filterInTurns(entries, ({ name }) => matchesWords(name, words));
}

function keyOf(
  entry: ListedEntry,
  details: EntryDetails | null,
  { sort }: ListingQuery,
): Keyed {
  const value = (sort === "date" ? details?.mtime : entry.isDirectory ? null : details?.size) ??
    null;
  return { entry, key: naturalKey(entry.name), value };
}

/** Directories first; what is not known last. */
function comparer({ sort, order }: ListingQuery): (a: Keyed, b: Keyed) => number {
  const sign = order === "asc" ? 1 : -1;
  return (a, b) => {
    if (a.entry.isDirectory !== b.entry.isDirectory) return a.entry.isDirectory ? -1 : 1;
    if (sort === "name") return sign * compareNames(a, b);
    if (a.value === b.value) return compareNames(a, b);
    if (a.value === null || b.value === null) return a.value === null ? 1 : -1;
    return sign * (a.value - b.value);
  };
}

/** Names with the same key still have an order of their own, so that pages don't overlap. */
function compareNames(a: Keyed, b: Keyed): number {
  return compareUnits(a.key, b.key) || compareUnits(a.entry.name, b.entry.name);
}

function compareUnits(a: string, b: string): number {
  return a === b ? 0 : a < b ? -1 : 1;
}
