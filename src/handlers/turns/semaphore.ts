/**
 * {@linkcode Semaphore}: so many at a time, and no more.
 *
 * @module
 */

/** Lets so many go on at a time; others wait, and follow in the order in which they came. */
export class Semaphore {
  #free: number;
  readonly #waiting: (() => void)[] = [];

  /**
   * @param count How many
   */
  constructor(count: number) {
    this.#free = count;
  }

  /** Wait until one may go on, who has to call {@linkcode Semaphore.release}. */
  async acquire(): Promise<void> {
    if (this.#free > 0) this.#free--;
    else await new Promise<void>((resolve) => this.#waiting.push(resolve));
  }

  /** Let the next one go on. */
  release(): void {
    const next = this.#waiting.shift();
    if (next === undefined) this.#free++;
    else next();
  }
}
