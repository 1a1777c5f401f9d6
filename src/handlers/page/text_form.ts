/**
 * The listing as plain text, for terminals.
 *
 * @module
 */

import { mapInTurns } from "../turns/in_turns.ts";
import type { Arrangement } from "./arrange.ts";
import type { Row } from "./listed_directory.ts";
import { formatListingQuery } from "./listing_query.ts";
import { formatSize } from "./size_text.ts";
import { visibleName } from "./visible_name.ts";

/** As wide as the widest size, `999 kB`. */
const SIZE_WIDTH = 6;
/** As wide as a date, `2026-01-31 23:59Z`. */
const DATE_WIDTH = 17;

/**
 * Make the listing as plain text, while others are served: a line for each entry, with its date in
 * UTC, its size and its name, in which hidden characters are shown. What is on other pages, the
 * last line says.
 *
 * @param arrangement What is listed
 * @returns The lines, each with its end
 */
export async function textListing(
  { query, rows, total, pages }: Arrangement,
): Promise<readonly string[]> {
  const lines = await mapInTurns(rows, (row) => `${lineOf(row)}\n`);
  if (query.page < pages) {
    const next = formatListingQuery({ ...query, page: query.page + 1 });
    lines.push(`# page ${query.page} of ${pages}, ${total} entries; the next: ${next}\n`);
  }
  return lines;
}

/** `/` marks a directory and `@` a link, as in Python's listing. */
function lineOf({ entry, details }: Row): string {
  const size = formatSize(entry.isDirectory ? null : details?.size ?? null);
  const mark = entry.isDirectory ? "/" : entry.isSymlink ? "@" : "";
  return [
    formatDate(details?.mtime ?? null).padEnd(DATE_WIDTH),
    size.padStart(SIZE_WIDTH),
    visibleName(entry.name) + mark,
  ].join("  ");
}

function formatDate(mtime: number | null): string {
  if (mtime === null) return "–";
  return new Date(mtime).toISOString().replace("T", " ").replace(/:\d\d\.\d+Z/, "Z");
}
