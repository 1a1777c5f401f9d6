/**
 * Part of the page's script: finding its elements. The page itself is the state: what is filtered
 * out, chosen or looked at, its elements say.
 *
 * @module
 */

/**
 * An element of the page.
 *
 * @param id Its `id`
 * @returns The element; the page has it
 */
export function byId<Found extends HTMLElement = HTMLElement>(id: string): Found {
  return document.getElementById(id) as Found;
}

/**
 * The entries that the filter lets through.
 *
 * @returns Their rows
 */
export function shownRows(): HTMLTableRowElement[] {
  return [...document.querySelectorAll<HTMLTableRowElement>("#entries tr:not([hidden])")];
}

/**
 * The link of an entry.
 *
 * @param row The entry's row
 * @returns The link
 */
export function linkOf(row: HTMLTableRowElement): HTMLAnchorElement {
  return row.querySelector<HTMLAnchorElement>(".name a")!;
}

/**
 * The name of an entry, as it is shown.
 *
 * @param row The entry's row
 * @returns The name
 */
export function nameOf(row: HTMLTableRowElement): string {
  return row.querySelector("bdi")!.textContent ?? "";
}
