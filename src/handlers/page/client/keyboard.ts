/**
 * Part of the page's script: moving among the entries by keyboard.
 *
 * @module
 */

import { byId, linkOf, shownRows } from "./elements.ts";
import { applyFilter } from "./filter.ts";
import { chooseRows } from "./selection.ts";

/** How many cards there are beside each other; one in a list. */
export function columnCount(rows: readonly HTMLTableRowElement[]): number {
  const top = rows[0]?.offsetTop;
  const next = rows.findIndex((row) => row.offsetTop !== top);
  return next > 0 ? next : Math.max(1, rows.length);
}

/**
 * Where a key leads.
 *
 * @param key The key
 * @param index Where the focus is among the entries; -1 for nowhere
 * @param count How many entries there are
 * @param columns How many are beside each other
 * @returns The new place; `undefined` where the key leads nowhere
 */
export function placeAfter(
  key: string,
  index: number,
  count: number,
  columns: number,
): number | undefined {
  if (count === 0) return undefined;
  const last = count - 1;
  // Where nothing has the focus yet, these scroll.
  if (key === "Home" || key === "End") return index < 0 ? undefined : key === "Home" ? 0 : last;
  const step = { ArrowUp: -columns, ArrowDown: columns, ArrowLeft: -1, ArrowRight: 1 }[key];
  if (step === undefined || (columns === 1 && Math.abs(step) === 1 && /Left|Right/.test(key))) {
    return undefined;
  }
  if (index < 0) return step > 0 ? 0 : last;
  const place = index + step;
  return place < 0 || place > last ? index : place;
}

/** Move the focus among the entries; with Shift, those on the way are chosen. */
export function moveFocus(event: KeyboardEvent): boolean {
  const rows = shownRows();
  const index = rows.findIndex((row) => row.contains(document.activeElement));
  const place = placeAfter(event.key, index, rows.length, columnCount(rows));
  if (place === undefined) return false;
  // Whoever reads the README wants to scroll.
  if (index < 0 && rows[0]!.getBoundingClientRect().bottom < 0) return false;
  if (event.shiftKey && index >= 0) {
    chooseRows(rows.slice(Math.min(index, place), Math.max(index, place) + 1), true);
  }
  linkOf(rows[place]!).focus();
  return true;
}

/** Keys in the filter: Escape empties it, Arrow down leads to the entries. */
export function onFilterKey(event: KeyboardEvent): boolean {
  const input = byId<HTMLInputElement>("filter");
  if (event.key === "Escape") {
    input.value = "";
    applyFilter();
    input.blur();
    // What the server filtered, it has to show again.
    if (input.defaultValue !== "") byId<HTMLFormElement>("filter-form").requestSubmit();
    return true;
  }
  if (event.key !== "ArrowDown") return false;
  const [first] = shownRows();
  if (first !== undefined) linkOf(first).focus();
  return true;
}

/** Keys everywhere else. */
export function onPageKey(event: KeyboardEvent): boolean {
  const focused = document.activeElement?.closest<HTMLTableRowElement>("#entries tr");
  switch (event.key) {
    case "/":
      byId<HTMLInputElement>("filter").select();
      return true;
    case "Backspace":
      document.getElementById("up")?.click();
      return true;
    case "Escape":
      byId("clear").click();
      return true;
    case " ":
      if (!focused) return false;
      chooseRows([focused], !focused.classList.contains("chosen"));
      return true;
    default:
      return moveFocus(event);
  }
}

/** Listen to the keyboard from now on. */
export function startKeyboard(): void {
  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || event.defaultPrevented) return;
    if (event.isComposing || document.querySelector("dialog[open]") !== null) return;
    const target = event.target as HTMLElement;
    if (target.closest(".readme, form:not(#filter-form)") !== null) return;
    const typing = target.id === "filter";
    if (typing ? onFilterKey(event) : onPageKey(event)) event.preventDefault();
  });
  byId("hints").hidden = false;
}
