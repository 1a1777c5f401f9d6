/**
 * {@linkcode Failures}: how often each address has failed lately.
 *
 * @module
 */

/** How long a failure counts, in milliseconds. */
const FAILURE_TIME = 10 * 60 * 1000;

/** How many addresses are remembered: the one that failed longest ago makes way. */
const MAX_ADDRESSES = 8192;

/** What an address has done. */
interface History {
  readonly count: number;
  /** When it failed last, on the clock of `performance.now()`. */
  readonly last: number;
  /** What it tried then. */
  readonly attempt: string | undefined;
}

/** Counts failures by address. Ten minutes without one, and all of them are forgotten. */
export class Failures {
  /** By address, the one that failed longest ago first. */
  readonly #records = new Map<string, History>();

  /**
   * Note that an address has failed.
   *
   * @param address The address
   * @param attempt What it tried: the same once more is no further failure
   */
  note(address: string, attempt?: string): void {
    const isRepeated = attempt !== undefined && attempt === this.#records.get(address)?.attempt;
    const count = isRepeated ? Math.max(1, this.count(address)) : this.count(address) + 1;
    this.#records.delete(address);
    if (this.#records.size >= MAX_ADDRESSES) {
      this.#records.delete(this.#records.keys().next().value!);
    }
    this.#records.set(address, { count, last: performance.now(), attempt });
  }

  /**
   * How often an address has failed.
   *
   * @param address The address
   * @returns The number of failures that count
   */
  count(address: string): number {
    const record = this.#records.get(address);
    const isOver = record === undefined || performance.now() - record.last > FAILURE_TIME;
    return isOver ? 0 : record.count;
  }

  /**
   * When an address failed last.
   *
   * @param address The address
   * @returns The time on the clock of `performance.now()`; `-Infinity` if it never did
   */
  last(address: string): number {
    return this.#records.get(address)?.last ?? -Infinity;
  }

  /** Whether no address has failed that is remembered. */
  get isEmpty(): boolean {
    return this.#records.size === 0;
  }
}
