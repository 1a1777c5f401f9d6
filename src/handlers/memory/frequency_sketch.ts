/**
 * {@linkcode FrequencySketch}: how often each of many things was asked for lately, in little memory.
 *
 * @module
 */

/** Where counters end: what was asked for so often is asked for often. */
const MAX_COUNT = 255;

/** How many counters there are for each thing that is to be told apart. */
const COUNTERS_PER_ITEM = 4;

/** After so many requests for each thing, all counters are halved: what was long ago fades. */
const SAMPLES_PER_ITEM = 32;

/** The golden ratio times 2^32: numbers multiplied by it are spread evenly. */
const SPREAD = 0x9e3779b1;

/**
 * Counts by hash. Two things may share a counter, so that each has two, of which the smaller one counts:
 * the estimate is never too small, and seldom much too large.
 *
 * G. Einziger, R. Friedman, B. Manes: TinyLFU: A Highly Efficient Cache Admission Policy, 2017.
 */
export class FrequencySketch {
  readonly #counters: Uint8Array;
  readonly #shift: number;
  readonly #sampleSize: number;
  #noted = 0;

  /**
   * @param items How many things are to be told apart, roughly
   */
  constructor(items: number) {
    const bits = Math.ceil(Math.log2(items * COUNTERS_PER_ITEM));
    this.#counters = new Uint8Array(2 ** bits);
    this.#shift = 32 - bits;
    this.#sampleSize = items * SAMPLES_PER_ITEM;
  }

  /**
   * Count one more request.
   *
   * @param hash The hash of what is asked for, 32 bits
   */
  note(hash: number): void {
    const counters = this.#counters;
    const a = this.#first(hash);
    const b = this.#second(hash);
    const count = Math.min(counters[a]!, counters[b]!);
    if (count < MAX_COUNT) {
      // The larger one has been counted up by something else.
      if (counters[a] === count) counters[a] = count + 1;
      if (counters[b] === count) counters[b] = count + 1;
    }
    if (++this.#noted >= this.#sampleSize) this.#fade();
  }

  /**
   * How often something was asked for.
   *
   * @param hash Its hash
   * @returns At least how often it was noted lately, 255 at most
   */
  estimate(hash: number): number {
    return Math.min(this.#counters[this.#first(hash)]!, this.#counters[this.#second(hash)]!);
  }

  #first(hash: number): number {
    return Math.imul(hash, SPREAD) >>> this.#shift;
  }

  #second(hash: number): number {
    return Math.imul(hash ^ (hash >>> 15), SPREAD ^ 0x55555555) >>> this.#shift;
  }

  #fade(): void {
    this.#noted = 0;
    const counters = this.#counters;
    for (let index = 0; index < counters.length; index++) counters[index]! >>>= 1;
  }
}
