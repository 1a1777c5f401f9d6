/**
 * The listing as JSON.
 *
 * @module
 */

import { mapInTurns } from "../turns/in_turns.ts";
import type { Arrangement } from "./arrange.ts";
import { linkTo } from "./entry_link.ts";
import type { Row } from "./listed_directory.ts";
import { formatListingQuery } from "./listing_query.ts";

/**
 * What `Accept: application/json` is answered with.
 *
 * @example Find the largest file of a directory
 * ```ts
 * import { type JsonListing, serve } from "@pyport/http-server";
 * import { assertEquals } from "@std/assert";
 *
 * await using server = serve({ hostname: "127.0.0.1", port: 0, directory: "src/http" });
 * const answer = await fetch(`http://127.0.0.1:${server.addr.port}/?sort=size&limit=1`, {
 *   headers: { Accept: "application/json" },
 * });
 * const { entries }: JsonListing = await answer.json();
 * assertEquals(entries[0]?.name, "status.ts");
 * ```
 */
export interface JsonListing {
  /** The directory's path below the one that is served, decoded, with a slash at both ends. */
  readonly path: string;
  /** What the entries are sorted by: `name`, `size` or `date`. */
  readonly sort: string;
  /** `asc` or `desc`. Directories come first either way. */
  readonly order: string;
  /** The words that names must contain; `""` for no filter. */
  readonly filter: string;
  /** How many entries there are on all pages. */
  readonly total: number;
  /** The number of this page, from 1. */
  readonly page: number;
  /** How many pages there are, at least one. */
  readonly pages: number;
  /** Where the next page is, relative to this one; `null` on the last. */
  readonly next: string | null;
  /** The entries of this page. */
  readonly entries: readonly JsonEntry[];
}

/**
 * An entry of a {@linkcode JsonListing}.
 *
 * @example Ask for the largest file
 * ```ts
 * import { type JsonEntry, type JsonListing, serve } from "@pyport/http-server";
 * import { assertEquals } from "@std/assert";
 *
 * await using server = serve({ hostname: "127.0.0.1", port: 0, log: "off", directory: "examples" });
 * const url = `http://127.0.0.1:${server.addr.port}/?sort=size&q=ts`;
 * const answer = await fetch(url, { headers: { Accept: "application/json" } });
 * const { entries }: JsonListing = await answer.json();
 * const isFile = (entry: JsonEntry): boolean => entry.type === "file";
 * assertEquals(entries.find(isFile)?.name, "resumable_upload.ts");
 * ```
 */
export interface JsonEntry {
  /** The name, as it is. */
  readonly name: string;
  /** `directory` or `file`, also by way of a symbolic link. */
  readonly type: "directory" | "file";
  /** Whether it is a symbolic link. */
  readonly link: boolean;
  /** The size in bytes; `null` for directories, and where it is not known. */
  readonly size: number | null;
  /** When it was last changed (RFC 3339, in UTC); `null` where that is not known. */
  readonly modified: string | null;
  /** Where it is, relative to the directory; a directory's ends in a slash. */
  readonly href: string;
}

/**
 * Make the listing as JSON, while others are served.
 *
 * @param displayPath The directory's path below the one that is served
 * @param base What goes before the names in links
 * @param arrangement What is listed
 * @returns A {@linkcode JsonListing} as text, in pieces
 */
export async function jsonListing(
  displayPath: string,
  base: string,
  { query, rows, total, pages }: Arrangement,
): Promise<readonly string[]> {
  const { sort, order, filter, page } = query;
  const next = page < pages ? formatListingQuery({ ...query, page: page + 1 }) : null;
  const listing = { path: displayPath, sort, order, filter, total, page, pages, next };
  const start = formatJson({ ...listing, entries: [] } satisfies JsonListing);
  if (rows.length === 0) return [start, "\n"];
  const entries = await mapInTurns(
    rows,
    (row) => `  ${formatJson(jsonEntry(row, base)).replaceAll("\n", "\n  ")},\n`,
  );
  const last = entries.pop()!.slice(0, -",\n".length);
  return [start.slice(0, -END.length), "[\n", ...entries, last, "\n ]\n}\n"];
}

/** How {@linkcode formatJson} writes that there is nothing in the list, and that nothing else follows. */
const END = "[]\n}";

function formatJson(value: JsonListing | JsonEntry): string {
  return JSON.stringify(value, null, 1);
}

function jsonEntry({ entry, details }: Row, base: string): JsonEntry {
  const { name, isDirectory, isSymlink } = entry;
  const mtime = details?.mtime ?? null;
  return {
    name,
    type: isDirectory ? "directory" : "file",
    link: isSymlink,
    size: isDirectory ? null : details?.size ?? null,
    modified: mtime === null ? null : new Date(mtime).toISOString(),
    href: linkTo(entry, base),
  };
}
