/**
 * {@linkcode OrderMemory}: the orders of large directories, so that their pages are not sorted for
 * each anew. That a directory is still the same is seen by its entries, not by its dates.
 *
 * @module
 */

import type { EntryTable } from "../listing/entry_table.ts";

/** The most entries that are remembered in all: some megabytes. */
const MAX_TOTAL = 250_000;

/** A directory as it was, and what was made of it. */
interface Remembered<Order> {
  readonly key: string;
  readonly entries: EntryTable;
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
  recall(key: string, entries: EntryTable): Order | undefined {
    const index = this.#remembered.findIndex((found) =>
      found.key === key && found.entries.equals(entries)
    );
    if (index < 0) return undefined;
    const [found] = this.#remembered.splice(index, 1);
    this.#remembered.push(found!);
    return found!.order;
  }

  /**
   * Remember what was made of a directory.
   *
   * @param key What was asked for
   * @param entries The entries
   * @param order What was made of them
   */
  remember(key: string, entries: EntryTable, order: Order): void {
    this.#remembered.push({ key, entries, order });
    let total = this.#remembered.reduce((sum, { entries }) => sum + entries.length, 0);
    while (total > MAX_TOTAL) total -= this.#remembered.shift()!.entries.length;
  }
}
