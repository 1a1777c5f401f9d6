/**
 * {@linkcode OrderMemory}: the orders of large directories, so that their pages are not sorted for
 * each anew. That a directory is still the same is seen by its entries, not by its dates.
 *
 * @module
 */

import { Turns } from "../in_turns.ts";
import type { ListedEntry } from "../listing.ts";

/** The most entries that are remembered in all: some ten megabytes. */
const MAX_TOTAL = 250_000;

/** How many entries are compared between two looks at the clock. */
const STEP = 1000;

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
  async recall(key: string, entries: readonly ListedEntry[]): Promise<Order | undefined> {
    for (const found of [...this.#remembered]) {
      if (found.key !== key || !await isSame(found.entries, entries)) continue;
      // It may have been forgotten meanwhile, and is right all the same.
      const others = this.#remembered.filter((one) => one !== found);
      if (others.length < this.#remembered.length) this.#remembered = [...others, found];
      return found.order;
    }
    return undefined;
  }

  /**
   * Remember what was made of a directory.
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

async function isSame(a: readonly ListedEntry[], b: readonly ListedEntry[]): Promise<boolean> {
  if (a.length !== b.length) return false;
  const turns = new Turns();
  for (const [index, { name, isDirectory, isSymlink }] of a.entries()) {
    const other = b[index]!;
    const isSameEntry = name === other.name && isDirectory === other.isDirectory &&
      isSymlink === other.isSymlink;
    if (!isSameEntry) return false;
    if (index % STEP === 0) await turns.nextIfOver();
  }
  return true;
}
