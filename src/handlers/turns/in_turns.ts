/**
 * Long work in short turns, so that a huge directory does not hold up the other clients.
 *
 * @module
 */

/** How long a turn lasts, in milliseconds. A change of turns takes one more, so it should pay. */
const TURN_LENGTH = 4;

/** How many items are worked on between two looks at the clock. */
export const STEP = 100;

/** How many items are sorted at once: less than a turn's worth. */
const RUN_SIZE = 1000;

/**
 * Who waits for a turn. If all that wait began theirs at once, sixty listings would let nobody else
 * in for a quarter of a second each time.
 */
const waiting: (() => void)[] = [];

function beginNext(): void {
  waiting.shift()?.();
  // Not to be due before this turn is over: then the network would have to wait for two.
  if (waiting.length > 0) setTimeout(() => setTimeout(beginNext, 0), 0);
}

/** The turns of one piece of work. */
export class Turns {
  #end = performance.now() + TURN_LENGTH;

  /** Whether the turn has lasted long enough. */
  get over(): boolean {
    return performance.now() >= this.#end;
  }

  /** Let the event loop serve others, and then other work that waits for its turn. */
  async next(): Promise<void> {
    await new Promise<void>((resolve) => {
      if (waiting.push(resolve) === 1) setTimeout(beginNext, 0);
    });
    this.#end = performance.now() + TURN_LENGTH;
  }

  /** Let it do so if the turn has lasted long enough. */
  async nextIfOver(): Promise<void> {
    if (this.over) await this.next();
  }
}

/**
 * Do something for each number from 0 on, over several turns.
 *
 * @param count How many numbers
 * @param action What to do
 */
export async function countInTurns(
  count: number,
  action: (number: number) => void,
): Promise<void> {
  const turns = new Turns();
  for (let number = 0; number < count; number++) {
    action(number);
    if (number % STEP === 0 && turns.over) await turns.next();
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
  await countInTurns(items.length, (index) => results.push(transform(items[index]!)));
  return results;
}

/**
 * Put numbers in order, over several turns: sorted pieces are merged. Stable.
 *
 * What is moved is memory that the garbage collector need not look through; what the numbers stand
 * for stays where it is.
 *
 * @param numbers The numbers, which are moved
 * @param compare As for `sort`
 * @returns The numbers in order
 */
export async function sortInTurns(
  numbers: Uint32Array<ArrayBuffer>,
  compare: (a: number, b: number) => number,
): Promise<Uint32Array<ArrayBuffer>> {
  const { length } = numbers;
  const turns = new Turns();
  for (let start = 0; start < length; start += RUN_SIZE) {
    numbers.subarray(start, start + RUN_SIZE).sort(compare);
    if (turns.over) await turns.next();
  }
  let order = numbers;
  let spare = new Uint32Array(length);
  for (let size = RUN_SIZE; size < length; size *= 2) {
    for (let start = 0; start < length; start += 2 * size) {
      const parts = [order.subarray(start, start + size), order.subarray(start + size)] as const;
      const target = spare.subarray(start, start + 2 * size);
      await mergeInTurns(parts, target, compare, turns);
    }
    [order, spare] = [spare, order];
  }
  return order;
}

/**
 * The numbers from 0 on.
 *
 * @param length How many
 * @returns The numbers
 */
export function numbersUpTo(length: number): Uint32Array<ArrayBuffer> {
  const numbers = new Uint32Array(length);
  for (let number = 0; number < length; number++) numbers[number] = number;
  return numbers;
}

/** Fill the target from two sorted parts, of the second no more than there is room for. */
async function mergeInTurns(
  [left, right]: readonly [Uint32Array, Uint32Array],
  target: Uint32Array,
  compare: (a: number, b: number) => number,
  turns: Turns,
): Promise<void> {
  const rightLength = target.length - left.length;
  let l = 0;
  let r = 0;
  while (l < left.length && r < rightLength) {
    // Equal items stay in their order: the left part came first.
    target[l + r] = compare(left[l]!, right[r]!) <= 0 ? left[l++]! : right[r++]!;
    if ((l + r) % STEP === 0 && turns.over) await turns.next();
  }
  target.set(left.subarray(l), l + r);
  target.set(right.subarray(r, rightLength), left.length + r);
}
