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

/** What a key is about: what is chosen, or else the entry that has the focus, which is chosen then. */
export function chooseFocused(): void {
  const row = document.activeElement?.closest<HTMLTableRowElement>("#entries tr");
  if (row && chosenRows().length === 0) chooseRows([row], true);
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
  const sizes = rows.flatMap((row) => row.querySelector("data") ?? []);
  const size = sizes.reduce((sum, { value }) => sum + Number(value), 0);
  byId("selection").hidden = rows.length === 0;
  // A directory has no size, and is no file to be downloaded.
  byId("selected").textContent = `${rows.length} selected` +
    (sizes.length === 0 ? "" : `, ${formatSize(size)}`);
  byId("download").hidden = sizes.length === 0;
}

/** Give entries boxes to choose them with: copies of one, of which there may be ten thousand. */
export function addPickers(rows: Iterable<HTMLTableRowElement>): void {
  const picker = document.createElement("label");
  const box = document.createElement("input");
  picker.className = "pick";
  box.type = "checkbox";
  picker.append(box);
  for (const row of rows) {
    box.ariaLabel = `Select ${nameOf(row)}`;
    row.querySelector(".name")!.prepend(picker.cloneNode(true));
  }
}

/** Choose the entry whose box was clicked. */
export function onPickerClick({ target, shiftKey }: MouseEvent): void {
  const box = (target as HTMLElement).closest<HTMLInputElement>(".pick input");
  if (box === null) return;
  const row = box.closest("tr")!;
  if (shiftKey) chooseThrough(row);
  else chooseRows([row], box.checked);
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
  addPickers(document.querySelectorAll<HTMLTableRowElement>("#entries tr"));
  const entries = document.getElementById("entries");
  entries?.addEventListener("click", onPickerClick);
  const select = byId("select");
  select.hidden = entries === null;
  select.addEventListener("click", () => {
    select.ariaPressed = String(document.body.classList.toggle("selecting"));
  });
  byId("download").addEventListener("click", downloadChosen);
  byId("copy").addEventListener("click", copyChosen);
  byId("clear").addEventListener("click", () => chooseRows(chosenRows(), false));
}
