/**
 * Part of the page's script: asking the server to change an entry, and showing what has become of it.
 *
 * @module
 */

import { byId, linkOf, shownRows } from "./elements.ts";

/** Whether an entry is a folder. */
export function isFolder(row: HTMLTableRowElement): boolean {
  return row.querySelector(".slash") !== null;
}

/** The address of an entry itself: a link to a folder is none behind a slash, nor with a query. */
export function addressOf(row: HTMLTableRowElement): URL {
  const url = new URL(linkOf(row).href);
  url.search = "";
  url.pathname = url.pathname.replace(/\/$/, "");
  return url;
}

/** The name of an entry as it is on the disk, where it is not as it is shown. */
export function decodeName({ pathname }: URL): string {
  return decodeURIComponent(pathname.replace(/\/$/, "").replace(/^.*\//s, ""));
}

/** Ask for a change. Returns what is wrong. */
export async function askServer(
  url: URL,
  method: string,
  headers: Readonly<Record<string, string>> = {},
): Promise<string | undefined> {
  try {
    const answer = await fetch(url, { method, headers });
    // What is to be deleted, and is gone, is as it should be.
    if (answer.ok || method === "DELETE" && answer.status === 404) return undefined;
    const isText = answer.headers.get("Content-Type")?.startsWith("text/plain");
    return isText ? (await answer.text()).trim() : `The server answered with ${answer.status}`;
  } catch {
    return "The server cannot be reached";
  }
}

/** The name of the first entry behind those that are chosen, or of the last before them. */
export function nameBehindChosen(): string {
  const rows = shownRows();
  const last = rows.findLastIndex((row) => row.classList.contains("chosen"));
  const others = rows.slice(0, last).filter((row) => !row.classList.contains("chosen"));
  const row = rows[last + 1] ?? others.at(-1);
  return row === undefined ? "" : decodeName(addressOf(row));
}

/** Show the folder anew, say what was done, and go on at an entry. */
export function reloadAt(name: string, outcome: string): void {
  sessionStorage.setItem("reloaded", JSON.stringify({ name, outcome }));
  location.reload();
}

/** Go on after {@linkcode reloadAt}. */
export function startAgain(): void {
  const state = sessionStorage.getItem("reloaded");
  if (state === null) return;
  sessionStorage.removeItem("reloaded");
  const { name, outcome } = JSON.parse(state);
  byId("outcome").textContent = outcome;
  const row = shownRows().find((row) => decodeName(addressOf(row)) === name);
  if (row !== undefined) linkOf(row).focus();
}
