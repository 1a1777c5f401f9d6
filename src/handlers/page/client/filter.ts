/**
 * Part of the page's script: filtering as you type.
 *
 * @module
 */

import { filterWords, matchesWords } from "../name_filter.ts";
import { byId, linkOf, nameOf, shownRows } from "./elements.ts";

/** Show the entries whose names match what was typed. */
export function applyFilter(): void {
  const words = filterWords(byId<HTMLInputElement>("filter").value);
  const rows = document.querySelectorAll<HTMLTableRowElement>("#entries tr");
  let shown = 0;
  for (const row of rows) {
    row.hidden = !matchesWords(nameOf(row), words);
    if (!row.hidden) shown++;
  }
  // For those who don't see it.
  byId("matches").textContent = words.length === 0 ? "" : `${shown} of ${rows.length} match`;
  byId("no-match").hidden = shown > 0 || document.getElementById("entries") === null;
}

/** Enter asks the server where it knows more entries than the page has, or moves on to the first. */
export function submitFilter(event: Event): void {
  const asked = new URLSearchParams(location.search).get("q") ?? "";
  const complete = document.querySelector(".pager") === null;
  if (!complete || asked !== "") return;
  event.preventDefault();
  const [first] = shownRows();
  if (first !== undefined) linkOf(first).focus();
}

/** Filter from now on. */
export function startFilter(): void {
  byId("filter").addEventListener("input", applyFilter);
  byId("filter-form").addEventListener("submit", submitFilter);
  // Browsers keep what was typed when they come back to a page.
  const input = byId<HTMLInputElement>("filter");
  if (input.value !== input.defaultValue) applyFilter();
}
