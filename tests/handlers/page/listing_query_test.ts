import { assertEquals } from "@std/assert";
import {
  formatListingQuery,
  type ListingQuery,
  parseListingQuery,
  sortedBy,
} from "../../../src/handlers/page/listing_query.ts";

const DEFAULTS: ListingQuery = {
  sort: "name",
  order: "asc",
  view: "list",
  filter: "",
  page: 1,
  limit: 500,
};

function parse(query: string): ListingQuery {
  return parseListingQuery(new URLSearchParams(query));
}

/** What differs from the defaults, and how it is written in short. */
const QUERIES: readonly (readonly [string, Partial<ListingQuery>, string])[] = [
  ["", {}, "?"],
  ["sort=name&order=asc&view=list&q=&page=1&limit=500", {}, "?"],
  ["order=desc", { order: "desc" }, "?order=desc"],
  ["sort=size", { sort: "size", order: "desc" }, "?sort=size"],
  ["sort=size&order=desc", { sort: "size", order: "desc" }, "?sort=size"],
  ["sort=date&order=asc", { sort: "date", order: "asc" }, "?sort=date&order=asc"],
  ["view=grid", { view: "grid" }, "?view=grid"],
  ["q=+a%26b+", { filter: "a&b" }, "?q=a%26b"],
  ["page=2&limit=10", { page: 2, limit: 10 }, "?page=2&limit=10"],
];

Deno.test("parseListingQuery() and formatListingQuery() are opposites", () => {
  for (const [given, differences, short] of QUERIES) {
    const query = { ...DEFAULTS, ...differences };
    assertEquals(parse(given), query, given);
    assertEquals(formatListingQuery(query), short);
    assertEquals(parse(short), query, short);
  }
});

Deno.test("parseListingQuery() takes what makes no sense for what is not there", () => {
  for (
    const query of [
      "sort=colour&order=up&view=cinema&page=x&limit=",
      "page=-1&limit=1e3",
      "page=1.5&limit=%00",
      "sort=NAME&sort=size",
      "page=99999999999999999999",
    ]
  ) assertEquals(parse(query), DEFAULTS, query);
});

Deno.test("parseListingQuery() keeps numbers and words within limits", () => {
  assertEquals(parse("page=0&limit=0"), { ...DEFAULTS, limit: 1 });
  assertEquals(parse("limit=10001").limit, 10_000);
  assertEquals(parse(`q=${"x".repeat(1000)}`).filter.length, 255);
});

Deno.test("sortedBy() turns the order of the column that is sorted by already", () => {
  const bySize = sortedBy({ ...DEFAULTS, page: 3 }, "size");
  assertEquals(bySize, { ...DEFAULTS, sort: "size", order: "desc" });
  assertEquals(sortedBy(bySize, "size").order, "asc");
  assertEquals(sortedBy(sortedBy(bySize, "size"), "size").order, "desc");
  assertEquals(sortedBy(DEFAULTS, "name").order, "desc");
});
