/**
 * {@linkcode SortKeys}: what many entries are sorted by, in few objects.
 *
 * @module
 */

const INITIAL_UNITS = 1024;

/** Strings by which to sort: their UTF-16 code units, one string behind the other. */
export class SortKeys {
  #units = new Uint16Array(INITIAL_UNITS);
  /** How many units there are. */
  #used = 0;
  /** Where each key begins and ends. */
  readonly #starts: Uint32Array;
  readonly #ends: Uint32Array;

  /**
   * @param count How many places there are for keys
   */
  constructor(count: number) {
    this.#starts = new Uint32Array(count);
    this.#ends = new Uint32Array(count);
  }

  /**
   * Put a key into its place.
   *
   * @param place The place, from 0
   * @param key The key
   */
  set(place: number, key: string): void {
    const start = this.#used;
    this.#used += key.length;
    this.#starts[place] = start;
    this.#ends[place] = this.#used;
    if (this.#used > this.#units.length) this.#grow();
    for (let index = 0; index < key.length; index++) {
      this.#units[start + index] = key.charCodeAt(index);
    }
  }

  #grow(): void {
    const larger = new Uint16Array(2 * this.#used);
    larger.set(this.#units);
    this.#units = larger;
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
    const units = this.#units;
    const startA = this.#starts[a]!;
    const startB = this.#starts[b]!;
    const lengthA = this.#ends[a]! - startA;
    const lengthB = this.#ends[b]! - startB;
    const length = Math.min(lengthA, lengthB);
    for (let index = 0; index < length; index++) {
      const x = units[startA + index]!;
      const y = units[startB + index]!;
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
