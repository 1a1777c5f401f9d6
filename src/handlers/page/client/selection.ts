/**
 * Part of the page's script: choosing entries, to download them or to copy their links.
 *
 * @module
 */

import { formatSize } from "../size_text.ts";
import { byId, linkOf, nameOf, shownRows } from "./elements.ts";

/** The entries that are chosen, also those that the filter hides. */
export function chosenRows(): HTMLTableRowElement[] {
  return [...document.querySelectorAll<HTMLTableRowElement>("#entries .chosen")];
}

/** Choose entries, or don't. */
export function chooseRows(rows: readonly HTMLTableRowElement[], chosen: boolean): void {
  for (const row of rows) {
    row.classList.toggle("chosen", chosen);
    row.querySelector<HTMLInputElement>(".pick input")!.checked = chosen;
  }
  showSelection();
}

/** Say what is chosen, and what can be done with it. */
export function showSelection(): void {
  const rows = chosenRows();
  const sizes = rows.map((row) => Number(row.querySelector("data")?.value ?? 0));
  const size = sizes.reduce((sum, size) => sum + size, 0);
  byId("selection").hidden = rows.length === 0;
  byId("selected").textContent = `${rows.length} selected, ${formatSize(size)}`;
  // A directory is no file to be downloaded.
  byId("download").hidden = !rows.some((row) => row.querySelector("data") !== null);
}

/** Give an entry a box to choose it with. */
export function addPicker(row: HTMLTableRowElement): void {
  const label = document.createElement("label");
  const box = document.createElement("input");
  label.className = "pick";
  box.type = "checkbox";
  box.ariaLabel = `Select ${nameOf(row)}`;
  box.addEventListener("click", ({ shiftKey }) => {
    if (shiftKey) chooseThrough(row);
    else chooseRows([row], box.checked);
  });
  label.append(box);
  row.querySelector(".name")!.prepend(label);
}

/** Choose an entry and all before it, from the last that was chosen on. */
export function chooseThrough(row: HTMLTableRowElement): void {
  const rows = shownRows();
  const end = rows.indexOf(row);
  const above = rows.slice(0, end).findLastIndex((row) => row.classList.contains("chosen"));
  chooseRows(rows.slice(above < 0 ? end : above, end + 1), true);
}

/** Download the files that are chosen. */
export function downloadChosen(): void {
  for (const row of chosenRows()) {
    if (row.querySelector("data") === null) continue;
    const link = document.createElement("a");
    link.href = linkOf(row).href;
    link.download = "";
    link.click();
  }
}

/** Copy the addresses of what is chosen, a line for each. */
export async function copyChosen(): Promise<void> {
  const text = chosenRows().map((row) => linkOf(row).href).join("\n");
  try {
    await navigator.clipboard.writeText(text);
    byId("selected").textContent = "Links copied";
  } catch {
    // Only secure contexts have a clipboard; anybody can ask.
    prompt("The links:", text);
  }
}

/** Let entries be chosen from now on. */
export function startSelection(): void {
  for (const row of document.querySelectorAll<HTMLTableRowElement>("#entries tr")) addPicker(row);
  const select = byId("select");
  select.hidden = document.getElementById("entries") === null;
  select.addEventListener("click", () => {
    select.ariaPressed = String(document.body.classList.toggle("selecting"));
  });
  byId("download").addEventListener("click", downloadChosen);
  byId("copy").addEventListener("click", copyChosen);
  byId("clear").addEventListener("click", () => chooseRows(chosenRows(), false));
}
