/**
 * Long work in short turns, so that a huge directory does not hold up the other clients.
 *
 * @module
 */

/** How many items are worked on in one turn: a few milliseconds' worth. */
const TURN_SIZE = 1000;

/** Let the event loop serve others. */
function nextTurn(): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, 0));
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
  for (let start = 0; start < items.length; start += TURN_SIZE) {
    if (start > 0) await nextTurn();
    for (const item of items.slice(start, start + TURN_SIZE)) results.push(transform(item));
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
  for (let start = 0; start < items.length; start += TURN_SIZE) {
    runs.push(items.slice(start, start + TURN_SIZE).sort(compare));
    await nextTurn();
  }
  while (runs.length > 1) {
    const merged: Item[][] = [];
    for (let index = 0; index < runs.length; index += 2) {
      merged.push(await mergeInTurns(runs[index]!, runs[index + 1] ?? [], compare));
    }
    runs = merged;
  }
  return runs[0] ?? [];
}

async function mergeInTurns<Item>(
  left: readonly Item[],
  right: readonly Item[],
  compare: (a: Item, b: Item) => number,
): Promise<Item[]> {
  const merged: Item[] = [];
  let l = 0;
  let r = 0;
  while (l < left.length && r < right.length) {
    // Equal items stay in their order: the left run came first.
    merged.push(compare(left[l]!, right[r]!) <= 0 ? left[l++]! : right[r++]!);
    if (merged.length % TURN_SIZE === 0) await nextTurn();
  }
  for (; l < left.length; l++) merged.push(left[l]!);
  for (; r < right.length; r++) merged.push(right[r]!);
  return merged;
}
