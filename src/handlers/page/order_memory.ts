/**
 * {@linkcode OrderMemory}: the orders of large directories, so that their pages are not sorted for
 * each anew. That a directory is still the same is seen by its entries, not by its dates.
 *
 * @module
 */

import type { ListedEntry } from "../listing.ts";

/** The most entries that are remembered in all: some ten megabytes. */
const MAX_TOTAL = 250_000;

/** A directory as it was, and what was made of it. */
interface Remembered<Order> {
  readonly key: string;
  readonly entries: readonly ListedEntry[];
  readonly order: Order;
}

/** Remembers what was made of directories. */
export class OrderMemory<Order> {
  /** The last one used at the end. */
  #remembered: Remembered<Order>[] = [];

  /**
   * What was made of a directory, if it is still the same.
   *
   * @param key What was asked for
   * @param entries The entries as they are now
   * @returns What was made of them; `undefined` if it has to be made
   */
  recall(key: string, entries: readonly ListedEntry[]): Order | undefined {
    const found = this.#remembered.find((one) => one.key === key && isSame(one.entries, entries));
    if (found === undefined) return undefined;
    this.#remembered = [...this.#remembered.filter((one) => one !== found), found];
    return found.order;
  }

  /**
   * Remember it.
   *
   * @param key What was asked for
   * @param entries The entries
   * @param order What was made of them
   */
  remember(key: string, entries: readonly ListedEntry[], order: Order): void {
    this.#remembered.push({ key, entries, order });
    let total = this.#remembered.reduce((sum, { entries }) => sum + entries.length, 0);
    while (total > MAX_TOTAL) total -= this.#remembered.shift()!.entries.length;
  }
}

function isSame(a: readonly ListedEntry[], b: readonly ListedEntry[]): boolean {
  return a.length === b.length && a.every((entry, index) => {
    const other = b[index]!;
    return entry.name === other.name && entry.isDirectory === other.isDirectory &&
      entry.isSymlink === other.isSymlink;
  });
}
