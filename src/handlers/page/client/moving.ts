/**
 * Part of the page's script: renaming what is chosen, or moving it.
 *
 * @module
 */

import { chosenText } from "./deletion.ts";
import { byId, nameOf } from "./elements.ts";
import { chooseFocused, chooseRows, chosenRows } from "./selection.ts";
import { addressOf, askServer, decodeName, nameBehindChosen, reloadAt } from "./server_request.ts";

/** Ask where to move what is chosen. */
export function askMove(folder = ""): void {
  const rows = chosenRows();
  if (rows.length === 0) return;
  const name = rows.length === 1 ? decodeName(addressOf(rows[0]!)) : "";
  const input = byId<HTMLInputElement>("moving-to");
  byId("moving-title").textContent = name === "" ? `Move these ${rows.length}` : "Rename or move";
  byId("moving-names").textContent = chosenText(rows);
  byId("moving-label").textContent = name === "" ? "Path of the folder" : "New name, or path";
  byId("moving-problem").textContent = "";
  input.value = folder || name;
  byId<HTMLDialogElement>("moving").showModal();
  input.focus();
  // The extension is seldom meant.
  const dot = name.lastIndexOf(".");
  if (folder === "") input.setSelectionRange(0, dot > 0 ? dot : name.length);
}

/**
 * The path that an entry is to get, as the server knows it: behind a proxy, the browser may see others.
 *
 * @param name The name of the entry
 * @param typed What was typed: a name or a path, that of a folder if it ends in a slash
 * @param folder The path of this folder
 * @param top That of the topmost one
 * @returns A path with escapes
 */
export function pathAfterMove(name: string, typed: string, folder: string, top: string): string {
  const path = typed.replace(/(^|\/)(\.\.?)$/, "$1$2/").replace(/\/$/, () => `/${name}`);
  const escaped = path.toWellFormed().split("/").map(encodeURIComponent).join("/");
  const base = path.startsWith("/") ? top.replace(/\/$/, "") : folder.replace(/\/?$/, "/");
  return base.replace(/[^\w.~!$&'()*+,;=:@%/-]/g, encodeURIComponent) + escaped;
}

/** Move what is chosen, one after the other; what can't be is said, and stays chosen. */
export async function moveChosen(event: Event): Promise<void> {
  event.preventDefault();
  const rows = chosenRows();
  const { path = "/", top = "/" } = byId("moving").dataset;
  const confirm = byId<HTMLButtonElement>("moving-confirm");
  const input = byId<HTMLInputElement>("moving-to");
  // Several things go to a folder, also when all but one have gone there.
  if (rows.length > 1) input.value = input.value.trim().replace(/\/?$/, "/");
  const typed = input.value.trim();
  const next = nameBehindChosen();
  const problems: string[] = [];
  let destination = "";
  confirm.disabled = true;
  for (const row of rows) {
    const url = addressOf(row);
    destination = pathAfterMove(decodeName(url), typed, path, top);
    const headers = { Destination: destination, Overwrite: "F" };
    const problem = await askServer(url, "MOVE", headers);
    if (problem === undefined) row.remove();
    else problems.push(`${nameOf(row)}: ${problem}`);
  }
  confirm.disabled = false;
  byId("moving-problem").textContent = problems.join("\n");
  if (problems.length > 0) return input.focus();
  const isRenamed = rows.length === 1 && !typed.includes("/");
  reloadAt(
    isRenamed ? decodeName(new URL(destination, location.href)) : next,
    rows.length === 1 ? `Moved to ${typed}` : `${rows.length} moved to ${typed}`,
  );
}

/** The folder that something is dragged over, as a path from this one; `""` for none. */
export function folderUnder(target: Element): string {
  const row = target.closest<HTMLTableRowElement>("#entries tr:not(.chosen)");
  if (row?.querySelector(".slash")) return `${decodeName(addressOf(row))}/`;
  const crumbs = [...document.querySelectorAll(".crumbs li")];
  const index = crumbs.findIndex((crumb) => crumb.contains(target));
  return index < 0 ? "" : "../".repeat(crumbs.length - 1 - index);
}

/** Let entries be dragged to a folder, or to one above this. */
export function startDragging(): void {
  let isDragging = false;
  const mark = (target: Element | null): void => {
    document.querySelector(".into")?.classList.remove("into");
    target?.closest("#entries tr, .crumbs li")?.classList.add("into");
  };
  document.addEventListener("dragstart", ({ target, dataTransfer }) => {
    const row = (target as Element).parentElement?.closest<HTMLTableRowElement>("#entries tr");
    if (!row) return;
    if (!row.classList.contains("chosen")) {
      chooseRows(chosenRows(), false);
      chooseRows([row], true);
    }
    dataTransfer!.effectAllowed = "all";
    isDragging = true;
  });
  document.addEventListener("dragover", (event) => {
    if (!isDragging) return;
    const target = event.target as Element;
    const isFolder = folderUnder(target) !== "";
    mark(isFolder ? target : null);
    if (!isFolder) return;
    event.preventDefault();
    event.dataTransfer!.dropEffect = "move";
  });
  document.addEventListener("drop", (event) => {
    if (!isDragging) return;
    event.preventDefault();
    mark(null);
    askMove(folderUnder(event.target as Element));
  });
  document.addEventListener("dragend", () => {
    isDragging = false;
    mark(null);
  });
}

/** Let what is chosen be renamed and moved. */
export function startMoving(): void {
  if (document.getElementById("moving") === null) return;
  byId("move-chosen").addEventListener("click", () => askMove());
  byId("moving-cancel").addEventListener("click", () => byId<HTMLDialogElement>("moving").close());
  byId("moving-form").addEventListener("submit", moveChosen);
  startDragging();
  document.addEventListener("keydown", (event) => {
    const target = event.target as HTMLElement;
    if (event.key !== "F2" || target.closest("input, textarea, dialog") !== null) return;
    event.preventDefault();
    chooseFocused();
    askMove();
  });
}
