/**
 * {@linkcode ConnectionTally}: how many connections there are, in all and by address, in all event
 * loops of a server together.
 *
 * @module
 */

/** How many classes the addresses of other event loops are in: two of one class are counted as one. */
const CLASSES = 16384;

/** A row is one event loop's: its total, and one count for each class. */
const ROW_SIZE = 1 + CLASSES;

/**
 * Make memory for the tallies of several event loops.
 *
 * @param loops The number of event loops
 * @returns The memory, with all counts 0
 */
export function allocateTally(loops: number): SharedArrayBuffer {
  return new SharedArrayBuffer(loops * ROW_SIZE * Int32Array.BYTES_PER_ELEMENT);
}

/** The tally of one event loop, which knows those of the others. */
export class ConnectionTally {
  #total = 0;
  readonly #counts = new Map<string, number>();
  /** What this event loop writes, and what all have written. */
  readonly #own: Int32Array | undefined;
  readonly #all: Int32Array | undefined;
  /** Where this event loop's row begins. */
  readonly #start: number;

  /**
   * @param memory The memory of the server; `undefined` if this event loop is its only one
   * @param loop The number of the event loop, from 0. One that crashed had the row before, and its
   * connections are gone
   */
  constructor(memory?: SharedArrayBuffer, loop = 0) {
    this.#start = loop * ROW_SIZE;
    if (memory === undefined) return;
    this.#all = new Int32Array(memory);
    this.#own = this.#all.subarray(this.#start, this.#start + ROW_SIZE);
    this.#own.fill(0);
  }

  /** The number of connections. */
  get total(): number {
    return this.#total + this.#elsewhere(0);
  }

  /**
   * The number of connections of an address.
   *
   * @param address The address
   * @returns The number; some more, if there are very many addresses in other event loops
   */
  countOf(address: string): number {
    return (this.#counts.get(address) ?? 0) + this.#elsewhere(columnOf(address));
  }

  /**
   * Count a connection.
   *
   * @param address The address of its peer
   */
  add(address: string): void {
    this.#change(address, 1);
  }

  /**
   * Count one less.
   *
   * @param address The address of its peer
   */
  remove(address: string): void {
    this.#change(address, -1);
  }

  #change(address: string, difference: number): void {
    this.#total += difference;
    const count = (this.#counts.get(address) ?? 0) + difference;
    if (count === 0) this.#counts.delete(address);
    else this.#counts.set(address, count);
    if (this.#own === undefined) return;
    this.#own[0]! += difference;
    this.#own[columnOf(address)]! += difference;
  }

  /** The sum of a column in the rows of other event loops. */
  #elsewhere(column: number): number {
    if (this.#all === undefined) return 0;
    let sum = 0;
    for (let start = 0; start < this.#all.length; start += ROW_SIZE) {
      if (start !== this.#start) sum += this.#all[start + column]!;
    }
    return sum;
  }
}

function columnOf(address: string): number {
  let hash = 0x811c9dc5;
  // FNV-1a, 32 bits
  for (let index = 0; index < address.length; index++) {
    hash = Math.imul(hash ^ address.charCodeAt(index), 0x01000193);
  }
  return 1 + (hash >>> 0) % CLASSES;
}
