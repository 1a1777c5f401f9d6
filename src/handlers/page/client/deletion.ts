/**
 * Part of the page's script: deleting what is chosen, and downloading it as an archive.
 *
 * @module
 */

import { byId, nameOf } from "./elements.ts";
import { chooseFocused, chosenRows } from "./selection.ts";
import {
  addressOf,
  askServer,
  decodeName,
  isFolder,
  nameBehindChosen,
  reloadAt,
} from "./server_request.ts";

/** The names of entries, a line for each, and how many there are beyond the first ten. */
export function chosenText(rows: readonly HTMLTableRowElement[]): string {
  const shown = rows.slice(0, 10).map(nameOf);
  if (rows.length > shown.length) shown.push(`and ${rows.length - shown.length} more`);
  return shown.join("\n");
}

/** Ask whether to delete what is chosen. */
export function askDeletion(): void {
  const rows = chosenRows();
  if (rows.length === 0) return;
  byId("deletion-title").textContent = rows.length === 1
    ? "Delete this?"
    : `Delete these ${rows.length}?`;
  byId("deletion-names").textContent = chosenText(rows);
  byId("deletion-problem").textContent = "";
  byId("deletion-contents").hidden = !rows.some(isFolder);
  byId<HTMLInputElement>("deletion-recursive").checked = false;
  byId<HTMLDialogElement>("deletion").showModal();
  byId("deletion-cancel").focus();
}

/** Delete what is chosen, one after the other; what can't be is said, and stays chosen. */
export async function deleteChosen(): Promise<void> {
  const recursive = byId<HTMLInputElement>("deletion-recursive").checked;
  const confirm = byId<HTMLButtonElement>("deletion-confirm");
  const problems: string[] = [];
  const rows = chosenRows();
  const next = nameBehindChosen();
  confirm.disabled = true;
  for (const row of rows) {
    const url = addressOf(row);
    if (recursive && isFolder(row)) url.search = "?recursive";
    const problem = await askServer(url, "DELETE");
    if (problem === undefined) row.remove();
    else problems.push(`${nameOf(row)}: ${problem}`);
  }
  confirm.disabled = false;
  if (problems.length === 0) return reloadAt(next, `${rows.length} deleted`);
  byId("deletion-problem").textContent = problems.join("\n");
}

/**
 * Download what is chosen as one archive: by a form, since names may be many. Whoever may only read
 * can send it in no other way than by `GET`, for which proxies may find it too long.
 */
export function archiveChosen(): void {
  const form = document.createElement("form");
  const fields = [["archive", "zip"]];
  for (const row of chosenRows()) fields.push(["name", decodeName(addressOf(row))]);
  const isShort = new URLSearchParams(fields).toString().length < 4000;
  const isReader = byId("archive-chosen").dataset["readOnly"] !== undefined;
  form.method = isShort || isReader ? "get" : "post";
  form.action = location.pathname;
  for (const [name, value] of fields) {
    const input = document.createElement("input");
    input.type = "hidden";
    input.name = name!;
    input.value = value!;
    form.append(input);
  }
  document.body.append(form);
  form.submit();
  form.remove();
}

/** Let what is chosen be deleted, or downloaded as an archive. */
export function startDeletion(): void {
  document.getElementById("archive-chosen")?.addEventListener("click", archiveChosen);
  if (document.getElementById("deletion") === null) return;
  const dialog = byId<HTMLDialogElement>("deletion");
  byId("delete-chosen").addEventListener("click", askDeletion);
  byId("deletion-cancel").addEventListener("click", () => dialog.close());
  byId("deletion-confirm").addEventListener("click", deleteChosen);
  document.addEventListener("keydown", (event) => {
    const target = event.target as HTMLElement;
    if (event.key !== "Delete" || target.closest("input, textarea, dialog") !== null) return;
    chooseFocused();
    askDeletion();
  });
}
