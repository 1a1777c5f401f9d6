/**
 * From a directory to the page of it that is asked for.
 *
 * @module
 */

import type { EntryTable } from "../listing/entry_table.ts";
import { countInTurns, mapInTurns, numbersUpTo, sortInTurns, Turns } from "../turns/in_turns.ts";
import { SortKeys } from "../listing/sort_keys.ts";
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

/** Entries in order, as their places in the directory. */
interface Ordered {
  readonly order: Uint32Array;
  /** What was seen of them if they were looked at. */
  readonly details?: DetailsTable;
}

/** Numbers of entries, by their places in the directory; NaN where one is not known. */
interface DetailsTable {
  readonly sizes: Float64Array;
  readonly mtimes: Float64Array;
}

/** How many entries are sorted at once: it takes a few milliseconds. */
const MAX_SORTED_AT_ONCE = 2000;

/** The orders of directories that are larger than that. */
const orders = new OrderMemory<Uint32Array>();

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
  const { entries } = directory;
  const { order, details } = await orderedEntries(directory, query);
  const turns = new Turns();
  const pages = Math.max(1, Math.ceil(order.length / query.limit));
  const page = Math.min(query.page, pages);
  const shown = order.subarray((page - 1) * query.limit, page * query.limit);
  const directories = countDirectories(entries, order);
  await turns.nextIfOver();
  return {
    query: { ...query, page },
    rows: await mapInTurns(Array.from(shown), (index) => {
      const entry = entries.at(index);
      return { entry, details: details ? detailsAt(details, index) : directory.look(entry) };
    }),
    total: order.length,
    directories,
    pages,
  };
}

function countDirectories(entries: EntryTable, order: Uint32Array): number {
  let count = 0;
  for (const index of order) if (entries.isDirectoryAt(index)) count++;
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
  const known = lasts ? orders.recall(key, entries) : undefined;
  if (known !== undefined) return { order: known };
  const found = await filtered(entries, query.filter);
  // Names need no look at the entries: those of the page are looked at later.
  const details = query.sort === "name" ? undefined : await lookAtAll(directory, found);
  const keys = await nameKeys(entries, found);
  const order = await sorted(found, comparer(query, { entries, keys, details }));
  if (lasts) orders.remember(key, entries, order);
  return details === undefined ? { order } : { order, details };
}

async function sorted(
  found: Uint32Array<ArrayBuffer>,
  compare: (a: number, b: number) => number,
): Promise<Uint32Array> {
  return found.length > MAX_SORTED_AT_ONCE
    ? await sortInTurns(found, compare)
    : found.sort(compare);
}

async function filtered(entries: EntryTable, filter: string): Promise<Uint32Array<ArrayBuffer>> {
  const numbers = numbersUpTo(entries.length);
  const words = filterWords(filter);
  if (words.length === 0) return numbers;
  let count = 0;
  await countInTurns(entries.length, (index) => {
    if (matchesWords(entries.nameAt(index), words)) numbers[count++] = index;
  });
  return numbers.slice(0, count);
}

async function lookAtAll(directory: ListedDirectory, found: Uint32Array): Promise<DetailsTable> {
  const { entries } = directory;
  const sizes = new Float64Array(entries.length).fill(NaN);
  const mtimes = new Float64Array(entries.length).fill(NaN);
  await countInTurns(found.length, (place) => {
    const index = found[place]!;
    const details = directory.look(entries.at(index));
    // That of a directory says nothing.
    sizes[index] = entries.isDirectoryAt(index) ? NaN : details?.size ?? NaN;
    mtimes[index] = details?.mtime ?? NaN;
  });
  return { sizes, mtimes };
}

function detailsAt({ sizes, mtimes }: DetailsTable, index: number): EntryDetails {
  return { size: numberOrNull(sizes[index]!), mtime: numberOrNull(mtimes[index]!) };
}

function numberOrNull(number: number): number | null {
  return Number.isNaN(number) ? null : number;
}

async function nameKeys(entries: EntryTable, found: Uint32Array): Promise<SortKeys> {
  const keys = new SortKeys(entries.length);
  await countInTurns(found.length, (place) => {
    const index = found[place]!;
    keys.set(index, naturalKey(entries.nameAt(index)));
  });
  return keys;
}

/** Directories first; what is not known last. */
function comparer(
  { sort, order }: ListingQuery,
  { entries, keys, details }: {
    readonly entries: EntryTable;
    readonly keys: SortKeys;
    readonly details: DetailsTable | undefined;
  },
): (a: number, b: number) => number {
  const sign = order === "asc" ? 1 : -1;
  const values = sort === "date" ? details?.mtimes : details?.sizes;
  // Names with the same key still have an order of their own, so that pages don't overlap.
  const compareNames = (a: number, b: number): number =>
    keys.compare(a, b) || compareUnits(entries.nameAt(a), entries.nameAt(b));
  return (a, b) => {
    const isDirectory = entries.isDirectoryAt(a);
    if (isDirectory !== entries.isDirectoryAt(b)) return isDirectory ? -1 : 1;
    if (values === undefined) return sign * compareNames(a, b);
    return compareValues(values[a]!, values[b]!, sign) || compareNames(a, b);
  };
}

function compareValues(a: number, b: number, sign: number): number {
  if (Number.isNaN(a) || Number.isNaN(b)) return Number(Number.isNaN(a)) - Number(Number.isNaN(b));
  return sign * (a - b);
}

function compareUnits(a: string, b: string): number {
  return a === b ? 0 : a < b ? -1 : 1;
}
