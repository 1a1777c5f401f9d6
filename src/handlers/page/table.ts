/**
 * The entries of the page: rows, or cards with thumbnails, which differ in their looks only.
 *
 * @module
 */

import { escape } from "../../python/html.ts";
import type { ListedEntry } from "../listing/entry_table.ts";
import { mapInTurns } from "../turns/in_turns.ts";
import type { Arrangement } from "./arrange.ts";
import { linkTo } from "./entry_link.ts";
import { icon } from "./icons.ts";
import { kindOf, previewOf } from "./kinds.ts";
import type { EntryDetails, Row } from "./listed_directory.ts";
import { formatListingQuery, type ListingQuery, sortedBy, type SortKey } from "./listing_query.ts";
import { formatBytes, formatSize } from "./size_text.ts";
import { visibleName } from "./visible_name.ts";

/** The largest image that is its own thumbnail, in bytes. */
const MAX_THUMBNAIL = 8_000_000;

const COLUMNS: readonly (readonly [key: SortKey, title: string])[] = [
  ["name", "Name"],
  ["size", "Size"],
  ["date", "Modified"],
];

/**
 * Make the table of entries, while others are served. The roles are those that its elements have
 * anyway: laid out as a grid, browsers would forget them.
 *
 * @param arrangement What is listed
 * @param base What goes before the names in links
 * @returns HTML, in pieces
 */
export async function renderTable(
  { query, rows }: Arrangement,
  base: string,
): Promise<readonly string[]> {
  const onwards = formatListingQuery({ ...query, filter: "", page: 1 });
  const heads = COLUMNS.map(([key, title]) => renderHead(query, key, title));
  return [
    `<table class="files" role="table" aria-label="Files">
<thead role="rowgroup"><tr role="row">${heads.join("")}</tr></thead>
<tbody role="rowgroup" id="entries">
`,
    ...await mapInTurns(rows, (row) => renderRow(row, { query, base, onwards })),
    "</tbody>\n</table>\n",
  ];
}

function renderHead(query: ListingQuery, key: SortKey, title: string): string {
  const href = escape(formatListingQuery(sortedBy(query, key)));
  const ascending = query.order === "asc";
  const [sorted, arrow] = query.sort === key
    ? [` aria-sort="${ascending ? "ascending" : "descending"}"`, icon(ascending ? "up" : "down")]
    : ["", ""];
  return `<th role="columnheader" scope="col" class="${key}"${sorted}>` +
    `<a href="${href}">${title}${arrow}</a></th>`;
}

/** What all rows have in common. */
interface Surroundings {
  readonly query: ListingQuery;
  readonly base: string;
  /** The query that links to directories keep. */
  readonly onwards: string;
}

function renderRow({ entry, details }: Row, { query, base, onwards }: Surroundings): string {
  const kind = entry.isDirectory ? "folder" : kindOf(entry.name);
  const preview = previewOf(kind);
  const link = linkTo(entry, base);
  const href = escape(entry.isDirectory && onwards !== "?" ? link + onwards : link);
  const thumbnail = query.view === "grid" && kind === "image" &&
    (details?.size ?? Infinity) <= MAX_THUMBNAIL;
  const picture = thumbnail
    ? `<img src="${escape(link)}" alt="" loading="lazy" decoding="async">`
    : icon(kind);
  return `<tr role="row"${preview === undefined ? "" : ` data-preview="${preview}"`}>` +
    `<td role="cell" class="name"><a href="${href}"><span class="picture ${kind}">${picture}</span>` +
    `${renderName(entry)}</a></td>` +
    renderSize(entry, details) +
    `<td role="cell" class="date">${renderDate(details?.mtime ?? null)}</td></tr>\n`;
}

/** `bdi` keeps names that are written from right to left from turning what is beside them. */
function renderName({ name, isDirectory, isSymlink }: ListedEntry): string {
  const link = isSymlink ? `${icon("link")}<span class="unseen"> (link)</span>` : "";
  return `<span class="label"><bdi>${escape(visibleName(name))}</bdi>` +
    `${isDirectory ? '<span class="slash">/</span>' : ""}${link}</span>`;
}

function renderSize({ isDirectory }: ListedEntry, details: EntryDetails | null): string {
  const size = isDirectory ? null : details?.size ?? null;
  if (size === null) return '<td role="cell" class="size none">–</td>';
  return `<td role="cell" class="size"><data value="${size}" title="${formatBytes(size)}">${
    formatSize(size)
  }</data></td>`;
}

/** In UTC, since the client's zone is not known; the page's script knows it. */
function renderDate(mtime: number | null): string {
  if (mtime === null) return "–";
  const date = new Date(mtime).toISOString();
  const [day = "", time = ""] = date.split("T");
  return `<time datetime="${date}" title="${day} ${time.slice(0, 8)} UTC">${day} ${
    time.slice(0, 5)
  }</time>`;
}
