/**
 * Time passing without waiting.
 *
 * @module
 */

/** Lets files look as if they had been left alone for a while, as long as it is in scope. */
export class LaterClock implements Disposable {
  /** How much later it is, in milliseconds. */
  offset = 10_000;
  readonly #now = Date.now;

  constructor() {
    Date.now = (): number => this.#now.call(Date) + this.offset;
  }

  [Symbol.dispose](): void {
    Date.now = this.#now;
  }
}
