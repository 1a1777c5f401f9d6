/**
 * Long work in short turns, so that a huge directory does not hold up the other clients.
 *
 * @module
 */

/** How long a turn lasts, in milliseconds. A change of turns takes one more, so it should pay. */
const TURN_LENGTH = 4;

/** How many items are worked on between two looks at the clock. */
const STEP = 100;

/** How many items are sorted at once: less than a turn's worth. */
const RUN_SIZE = 1000;

/** The turns of one piece of work. */
export class Turns {
  #end = performance.now() + TURN_LENGTH;

  /** Whether the turn has lasted long enough. */
  get over(): boolean {
    return performance.now() >= this.#end;
  }

  /** Let the event loop serve others. */
  async next(): Promise<void> {
    await new Promise((resolve) => setTimeout(resolve, 0));
    this.#end = performance.now() + TURN_LENGTH;
  }

  /** Let it do so if the turn has lasted long enough. */
  async nextIfOver(): Promise<void> {
    if (this.over) await this.next();
  }
}

/**
 * `Array.prototype.map`, over several turns.
 *
 * @param items The items
 * @param transform Makes the new items
 * @returns The new items
 */
export async function mapInTurns<Item, Result>(
  items: readonly Item[],
  transform: (item: Item) => Result,
): Promise<Result[]> {
  const results: Result[] = [];
  const turns = new Turns();
  for (const item of items) {
    results.push(transform(item));
    if (results.length % STEP === 0 && turns.over) await turns.next();
  }
  return results;
}

/**
 * `Array.prototype.toSorted`, over several turns: sorted pieces are merged. Stable.
 *
 * @param items The items
 * @param compare As for `sort`
 * @returns The items in order
 */
export async function sortInTurns<Item>(
  items: readonly Item[],
  compare: (a: Item, b: Item) => number,
): Promise<Item[]> {
  let runs: Item[][] = [];
  const turns = new Turns();
  for (let start = 0; start < items.length; start += RUN_SIZE) {
    runs.push(items.slice(start, start + RUN_SIZE).sort(compare));
    if (turns.over) await turns.next();
  }
  while (runs.length > 1) {
    const merged: Item[][] = [];
    for (let index = 0; index < runs.length; index += 2) {
      merged.push(await mergeInTurns(runs[index]!, runs[index + 1] ?? [], compare, turns));
    }
    runs = merged;
  }
  return runs[0] ?? [];
}

async function mergeInTurns<Item>(
  left: readonly Item[],
  right: readonly Item[],
  compare: (a: Item, b: Item) => number,
  turns: Turns,
): Promise<Item[]> {
  const merged: Item[] = [];
  let l = 0;
  let r = 0;
  while (l < left.length && r < right.length) {
    // Equal items stay in their order: the left run came first.
    merged.push(compare(left[l]!, right[r]!) <= 0 ? left[l++]! : right[r++]!);
    if (merged.length % STEP === 0 && turns.over) await turns.next();
  }
  for (; l < left.length; l++) merged.push(left[l]!);
  for (; r < right.length; r++) merged.push(right[r]!);
  return merged;
}
