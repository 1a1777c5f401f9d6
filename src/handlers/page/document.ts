/**
 * The page as a whole.
 *
 * @module
 */

import { escape } from "../../python/html.ts";
import { mayMove } from "../sharing/abilities.ts";
import { type Abilities, hasAbilities } from "./abilities.ts";
import type { Arrangement } from "./arrange.ts";
import { SHARING_SCRIPT } from "./client/sharing_script.ts";
import { SCRIPT } from "./client/script.ts";
import { type Crumb, crumbsOf } from "./entry_link.ts";
import { FAVICON, icon, ICON_SHEET } from "./icons.ts";
import { formatListingQuery, listingParameters, type ListingQuery } from "./listing_query.ts";
import { PREVIEW_DIALOG } from "./preview_dialog.ts";
import { groupDigits } from "./size_text.ts";
import { renderControls, renderPanels, renderSelectionControls } from "./sharing/controls.ts";
import { SHARING_STYLE } from "./sharing/sharing_style.ts";
import { STYLE } from "./style/style.ts";
import { renderTable } from "./table.ts";
import { visibleName } from "./visible_name.ts";

/** What the page is made of. */
export interface PageParts {
  /** The target's path, as sent. */
  readonly path: string;
  /** The path of the topmost directory, as sent. */
  readonly root: string;
  /** The directory's path below the topmost one, decoded. */
  readonly displayPath: string;
  /** What goes before the names in links. */
  readonly base: string;
  /** What is listed. */
  readonly arrangement: Arrangement;
  /** The README as HTML that is safe, or nothing. */
  readonly readme: string;
  /** What there are controls for. */
  readonly abilities: Abilities;
}

/**
 * Make the page, while others are served.
 *
 * @param parts What it is made of
 * @returns HTML, in pieces
 */
export async function renderDocument(parts: PageParts): Promise<readonly string[]> {
  const { arrangement, base } = parts;
  const table = arrangement.total === 0
    ? [renderNothing(arrangement.query)]
    : await renderTable(arrangement, base);
  return [renderStart(parts), ...table, renderEnd(parts)];
}

/** All above the entries. */
function renderStart(parts: PageParts): string {
  const { abilities, arrangement, base, displayPath, path, root } = parts;
  const { query } = arrangement;
  const crumbs = crumbsOf(path, root);
  const shares = hasAbilities(abilities);
  return `<!DOCTYPE html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<title>${escape(visibleName(displayPath))}</title>
<link rel="icon" href="${FAVICON}">
<style>${STYLE}</style>${shares ? `<style>${SHARING_STYLE}</style>` : ""}
</head>
<body class="${query.view}">
${ICON_SHEET}
<a class="skip" href="#files">Skip to the files</a>
<header>
${renderCrumbs(crumbs, query)}
<p class="summary">${summarize(arrangement)}</p>
</header>
<main id="files" tabindex="-1">
${renderToolbar(query)}
${shares ? renderControls(abilities, base) : ""}`;
}

/** All below the entries. */
function renderEnd({ abilities, arrangement, path, readme, root }: PageParts): string {
  const shares = hasAbilities(abilities);
  return `
<p class="unseen" id="matches" role="status"></p>
<p class="empty" id="no-match" hidden>No name on this page matches.${
    arrangement.pages > 1 ? " Press Enter to search all pages." : ""
  }</p>
${renderPager(arrangement)}
${readme}
</main>
<footer id="hints" hidden>
<span><kbd>/</kbd> filter</span>
<span><kbd>↑</kbd> <kbd>↓</kbd> move</span>
<span><kbd>Enter</kbd> open</span>
<span><kbd>Space</kbd> select</span>
${
    mayMove(abilities)
      ? "<span><kbd>F2</kbd> rename</span>\n"
      : ""
  }<span><kbd>Backspace</kbd> up</span>
</footer>
<section id="selection" class="selection" aria-label="Selection" hidden>
<p id="selected" role="status"></p>
<button type="button" id="download">${
    icon("download")
  }<span class="tool-label">Download</span></button>
${shares ? renderSelectionControls(abilities) : ""}<button type="button" id="copy">${
    icon("copy")
  }<span class="tool-label">Copy links</span></button>
<button type="button" id="clear" aria-label="Clear the selection">${icon("close")}</button>
</section>
${PREVIEW_DIALOG}
${shares ? renderPanels(abilities, path, root) : ""}<script>${SCRIPT}</script>
${shares ? `<script>${SHARING_SCRIPT}</script>\n` : ""}</body>
</html>
`;
}

function renderCrumbs(crumbs: readonly Crumb[], query: ListingQuery): string {
  const onwards = formatListingQuery({ ...query, filter: "", page: 1 });
  const kept = onwards === "?" ? "" : onwards;
  const items = crumbs.map(({ name, href }, index) => {
    const last = index === crumbs.length - 1;
    const label = index === 0
      ? `${icon("home")}<span class="${last ? "home" : "unseen"}">Home</span>`
      : `<bdi>${escape(visibleName(name))}</bdi>`;
    const up = index === crumbs.length - 2 ? ' id="up"' : "";
    return last
      ? `<li><h1 aria-current="page">${label}</h1></li>`
      : `<li><a href="${escape(href + kept)}"${up}>${label}</a></li>`;
  });
  return `<nav aria-label="Path"><ol class="crumbs">${items.join("")}</ol></nav>`;
}

function summarize({ directories, total, query }: Arrangement): string {
  const files = total - directories;
  const counts = [];
  if (directories > 0) counts.push(counted(directories, "folder"));
  if (files > 0 || directories === 0) counts.push(counted(files, "file"));
  const found = query.filter === "" ? "" : ` with “<bdi>${escape(query.filter)}</bdi>”`;
  return counts.join(", ") + found;
}

function counted(count: number, noun: string): string {
  return `${groupDigits(count)} ${noun}${count === 1 ? "" : "s"}`;
}

/** The filter is a form, which asks the server where there is no script, or more than one page. */
function renderToolbar(query: ListingQuery): string {
  const kept = listingParameters({ ...query, filter: "", page: 1 }).map(([name, value]) =>
    `<input type="hidden" name="${name}" value="${escape(value)}">`
  );
  return `<div class="toolbar">
<form role="search" class="filter" action="?" id="filter-form">${kept.join("")}
${icon("search")}<input type="search" name="q" id="filter" aria-label="Filter by name"
placeholder="Filter" autocomplete="off" spellcheck="false" dir="auto" value="${
    escape(query.filter)
  }"><button class="unseen">Filter</button></form>
<button type="button" id="select" class="tool" aria-pressed="false" hidden>${
    icon("select")
  }<span class="tool-label">Select</span></button>
<nav class="views" aria-label="View">${renderView(query, "list")}${renderView(query, "grid")}</nav>
</div>`;
}

function renderView(query: ListingQuery, view: ListingQuery["view"]): string {
  const current = query.view === view ? ' aria-current="true"' : "";
  const label = view === "list" ? "List" : "Grid";
  return `<a class="tool" href="${
    escape(formatListingQuery({ ...query, view }))
  }" title="${label}"${current}>${icon(view)}<span class="unseen">${label}</span></a>`;
}

function renderNothing(query: ListingQuery): string {
  if (query.filter === "") return '<p class="empty">This folder is empty.</p>';
  const all = escape(formatListingQuery({ ...query, filter: "", page: 1 }));
  return `<p class="empty">Nothing here is called “<bdi>${escape(query.filter)}</bdi>”.
<a href="${all}">Show all</a></p>`;
}

function renderPager({ query, pages }: Arrangement): string {
  if (pages === 1) return "";
  const { page } = query;
  return `<nav class="pager" aria-label="Pages">${
    renderStep(query, page > 1 ? 1 : undefined, "First")
  }${renderStep(query, page > 1 ? page - 1 : undefined, "Previous", "prev")}
<span>Page ${groupDigits(page)} of ${groupDigits(pages)}</span>
${renderStep(query, page < pages ? page + 1 : undefined, "Next", "next")}${
    renderStep(query, page < pages ? pages : undefined, "Last")
  }</nav>`;
}

function renderStep(
  query: ListingQuery,
  page: number | undefined,
  label: string,
  rel?: string,
): string {
  if (page === undefined) return `<span class="off" aria-hidden="true">${label}</span>`;
  const relation = rel === undefined ? "" : ` rel="${rel}"`;
  return `<a href="${escape(formatListingQuery({ ...query, page }))}"${relation}>${label}</a>`;
}
