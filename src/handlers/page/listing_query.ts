/**
 * What of a listing is asked for, as the query of its address says: so that it can be sorted,
 * filtered and paged without JavaScript, and kept as a bookmark.
 *
 * @module
 */

/** What entries are sorted by. */
export type SortKey = "name" | "size" | "date";

/** What of a listing is shown, and how. */
export interface ListingQuery {
  /** `sort`: what the entries are sorted by. */
  readonly sort: SortKey;
  /** `order`: upwards or downwards. Directories come first either way. */
  readonly order: "asc" | "desc";
  /** `view`: rows, or cards with thumbnails. */
  readonly view: "list" | "grid";
  /** `q`: words that a name must contain. */
  readonly filter: string;
  /** `page`: its number, from 1. */
  readonly page: number;
  /** `limit`: how many entries a page has, 1 to {@linkcode MAX_LIMIT}. */
  readonly limit: number;
}

/** The most entries that one answer has. */
const MAX_LIMIT = 10_000;

/** How many entries a page has unless asked otherwise: what browsers lay out without delay. */
const DEFAULT_LIMIT = 500;

/** The longest filter that is of use: no name is longer. */
const MAX_FILTER_LENGTH = 255;

/**
 * Read the query of a listing's address. What is missing or makes no sense is as by default.
 *
 * @param parameters The query
 * @returns What is asked for
 */
export function parseListingQuery(parameters: URLSearchParams): ListingQuery {
  const sort = oneOf(parameters.get("sort"), ["name", "size", "date"]);
  return {
    sort,
    order: oneOf(parameters.get("order"), orders(sort)),
    view: oneOf(parameters.get("view"), ["list", "grid"]),
    filter: (parameters.get("q") ?? "").trim().slice(0, MAX_FILTER_LENGTH),
    page: wholeNumber(parameters.get("page"), Number.MAX_SAFE_INTEGER) ?? 1,
    limit: wholeNumber(parameters.get("limit"), MAX_LIMIT) ?? DEFAULT_LIMIT,
  };
}

/**
 * The opposite of {@linkcode parseListingQuery}: the query of an address.
 *
 * @param query What to ask for
 * @returns A question mark, and what differs from the defaults
 */
export function formatListingQuery(query: ListingQuery): string {
  const parameters = new URLSearchParams(listingParameters(query));
  return `?${parameters}`;
}

/**
 * What of a query differs from the defaults.
 *
 * @param query What is asked for
 * @returns Names and values of parameters
 */
export function listingParameters(query: ListingQuery): [name: string, value: string][] {
  const { sort, order, view, filter, page, limit } = query;
  const parameters: [string, string][] = [];
  if (sort !== "name") parameters.push(["sort", sort]);
  if (order !== orders(sort)[0]) parameters.push(["order", order]);
  if (view !== "list") parameters.push(["view", view]);
  if (filter !== "") parameters.push(["q", filter]);
  if (page !== 1) parameters.push(["page", String(page)]);
  if (limit !== DEFAULT_LIMIT) parameters.push(["limit", String(limit)]);
  return parameters;
}

/**
 * What a column's head leads to: sorted by it, and the other way round if it is already. The largest
 * and the newest come first, since these are looked for.
 *
 * @param query What is shown now
 * @param sort The column
 * @returns What to ask for
 */
export function sortedBy(query: ListingQuery, sort: SortKey): ListingQuery {
  const [first, second] = orders(sort);
  const order = query.sort === sort && query.order === first ? second : first;
  return { ...query, sort, order, page: 1 };
}

/** The orders of a column, the default first. */
function orders(sort: SortKey): ["asc", "desc"] | ["desc", "asc"] {
  return sort === "name" ? ["asc", "desc"] : ["desc", "asc"];
}

function oneOf<Value extends string>(given: string | null, values: readonly Value[]): Value {
  return values.find((value) => value === given) ?? values[0]!;
}

function wholeNumber(given: string | null, max: number): number | undefined {
  if (given === null || !/^[0-9]{1,15}$/.test(given)) return undefined;
  return Math.min(Math.max(Number(given), 1), max);
}
