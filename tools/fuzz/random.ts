/**
 * A seeded source of random choices.
 *
 * @module
 */

/** Makes the same choices for the same seed. */
export class Random {
  #state: number;

  /**
   * @param seed An integer; neighbouring ones are as good as distant ones
   */
  constructor(seed: number) {
    this.#state = Math.imul(seed ^ 0x9e3779b9, 0x85ebca6b) >>> 0;
    for (let round = 0; round < 8; round++) this.next();
  }

  /** A number from 0, inclusive, to 1, exclusive. Mulberry32. */
  next(): number {
    this.#state = (this.#state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(this.#state ^ (this.#state >>> 15), this.#state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  }

  /** An integer from 0 to `limit`, exclusive. */
  below(limit: number): number {
    return Math.floor(this.next() * limit);
  }

  /** Whether something of this probability happens. */
  chance(probability: number): boolean {
    return this.next() < probability;
  }

  /** One of several. */
  pick<Item>(items: readonly Item[]): Item {
    return items[this.below(items.length)]!;
  }

  /** Something made as often as a fresh choice says. */
  times<Item>(counts: readonly number[], make: () => Item): Item[] {
    return Array.from({ length: this.pick(counts) }, make);
  }
}
