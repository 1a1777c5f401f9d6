/**
 * From a directory to the page of it that is asked for.
 *
 * @module
 */

import { mapInTurns, sortInTurns } from "../in_turns.ts";
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
  readonly details: EntryDetails | null | undefined;
}

/** How many entries are sorted at once: it takes a few milliseconds. */
const MAX_SORTED_AT_ONCE = 2000;

/** The orders of directories that are larger than that. */
const orders = new OrderMemory<readonly Keyed[]>();

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
  const sorted = await sortedEntries(directory, query);
  const pages = Math.max(1, Math.ceil(sorted.length / query.limit));
  const page = Math.min(query.page, pages);
  const shown = sorted.slice((page - 1) * query.limit, page * query.limit);
  return {
    query: { ...query, page },
    rows: await mapInTurns(shown, ({ entry, details }) => ({
      entry,
      details: details === undefined ? directory.look(entry) : details,
    })),
    total: sorted.length,
    directories: sorted.reduce((count, { entry }) => count + Number(entry.isDirectory), 0),
    pages,
  };
}

/** Names alone make an order that lasts: sizes and dates change, and nobody tells. */
async function sortedEntries(
  directory: ListedDirectory,
  query: ListingQuery,
): Promise<readonly Keyed[]> {
  const { entries } = directory;
  const lasts = query.sort === "name" && entries.length > MAX_SORTED_AT_ONCE;
  const key = `${query.order} ${query.filter}`;
  const known = lasts ? orders.recall(key, entries) : undefined;
  if (known !== undefined) return known;
  const found = await filtered(entries, query.filter);
  const keyed = await mapInTurns(found, (entry) => keyOf(entry, directory, query));
  const compare = comparer(query);
  const sorted = keyed.length > MAX_SORTED_AT_ONCE
    ? await sortInTurns(keyed, compare)
    : keyed.sort(compare);
  if (lasts) orders.remember(key, entries, sorted);
  return sorted;
}

async function filtered(
  entries: readonly ListedEntry[],
  filter: string,
): Promise<readonly ListedEntry[]> {
  const words = filterWords(filter);
  if (words.length === 0) return entries;
  const matches = await mapInTurns(entries, ({ name }) => matchesWords(name, words));
  return entries.filter((_, index) => matches[index]);
}

/** Names need no look at the entries: those of the page are looked at later. */
function keyOf(entry: ListedEntry, directory: ListedDirectory, { sort }: ListingQuery): Keyed {
  const key = naturalKey(entry.name);
  if (sort === "name") return { entry, key, value: null, details: undefined };
  const details = directory.look(entry);
  const value = (sort === "date" ? details?.mtime : entry.isDirectory ? null : details?.size) ??
    null;
  return { entry, key, value, details };
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
