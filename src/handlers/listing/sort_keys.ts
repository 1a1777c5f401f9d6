/**
 * {@linkcode SortKeys}: what many entries are sorted by, in few objects.
 *
 * @module
 */

const BLOCK_BITS = 15;

/**
 * How many units are in one piece of memory. One that grew with the keys would be copied into memory which
 * the system provides when it is first written to: several milliseconds at once for 100,000 names.
 */
const BLOCK_LENGTH = 1 << BLOCK_BITS;

/** How many are in the first one, which is enough for most directories. */
const FIRST_LENGTH = 1024;

/** Strings by which to sort: their UTF-16 code units, one string behind the other. */
export class SortKeys {
  /** What new keys are put into. */
  #block = new Uint16Array(FIRST_LENGTH);
  /** How much of it is used. */
  #used = 0;
  readonly #blocks = [this.#block];
  /** Where each key is: the number of the block, and the place in it. */
  readonly #places: Uint32Array;
  readonly #lengths: Uint32Array;

  /**
   * @param count How many places there are for keys
   */
  constructor(count: number) {
    this.#places = new Uint32Array(count);
    this.#lengths = new Uint32Array(count);
  }

  /**
   * Put a key into its place.
   *
   * @param place The place, from 0
   * @param key The key
   */
  set(place: number, key: string): void {
    const { length } = key;
    if (this.#used + length > this.#block.length) this.#addBlock(length);
    const block = this.#block;
    const start = this.#used;
    for (let index = 0; index < length; index++) block[start + index] = key.charCodeAt(index);
    this.#used += length;
    this.#places[place] = (this.#blocks.length - 1 << BLOCK_BITS) + start;
    this.#lengths[place] = length;
  }

  /** Begin a block, which has room for a key that is longer, and for no other then. */
  #addBlock(length: number): void {
    this.#block = new Uint16Array(Math.max(length, BLOCK_LENGTH));
    this.#blocks.push(this.#block);
    this.#used = 0;
  }

  /**
   * Compare two keys by their code units, as `<` does.
   *
   * @param a The place of one
   * @param b The place of the other
   * @returns As for `sort`
   */
  compare(a: number, b: number): number {
    return this.#compare(a, b, (x, y) => x - y);
  }

  /**
   * Compare two keys by their code points, as Python does: UTF-16 has U+E000 to U+FFFF behind all
   * later planes.
   *
   * @param a The place of one
   * @param b The place of the other
   * @returns As for `sort`
   */
  compareCodePoints(a: number, b: number): number {
    return this.#compare(a, b, compareInCodePoints);
  }

  #compare(a: number, b: number, compareUnits: (x: number, y: number) => number): number {
    const unitsA = this.#blocks[this.#places[a]! >>> BLOCK_BITS]!;
    const unitsB = this.#blocks[this.#places[b]! >>> BLOCK_BITS]!;
    const startA = this.#places[a]! & (BLOCK_LENGTH - 1);
    const startB = this.#places[b]! & (BLOCK_LENGTH - 1);
    const lengthA = this.#lengths[a]!;
    const lengthB = this.#lengths[b]!;
    const length = Math.min(lengthA, lengthB);
    for (let index = 0; index < length; index++) {
      const x = unitsA[startA + index]!;
      const y = unitsB[startB + index]!;
      if (x !== y) return compareUnits(x, y);
    }
    return lengthA - lengthB;
  }
}

/** Within a pair that differs in its second half, both units are surrogates and compare rightly. */
function compareInCodePoints(x: number, y: number): number {
  if (isSurrogate(x) === isSurrogate(y)) return x - y;
  return isSurrogate(x) ? 1 : -1;
}

function isSurrogate(code: number): boolean {
  return code >= 0xd800 && code <= 0xdfff;
}
