/**
 * {@linkcode LruMap}: a map that keeps what was used last.
 *
 * @module
 */

/** A map of bounded size: for one more entry, the one goes that was not used for the longest time. */
export class LruMap<Key, Value> {
  /** The one used last at the end. */
  readonly #entries = new Map<Key, Value>();
  readonly #most: number;

  /**
   * @param most How many entries it has at most
   */
  constructor(most: number) {
    this.#most = most;
  }

  /**
   * Use an entry.
   *
   * @param key Its key
   * @returns Its value; `undefined` where there is none
   */
  get(key: Key): Value | undefined {
    const value = this.#entries.get(key);
    if (value !== undefined) this.set(key, value);
    return value;
  }

  /**
   * Add an entry, or put another value into the place of one.
   *
   * @param key Its key
   * @param value Its value, which is not `undefined`
   */
  set(key: Key, value: Value): void {
    this.#entries.delete(key);
    this.#entries.set(key, value);
    if (this.#entries.size > this.#most) this.#entries.delete(this.#entries.keys().next().value!);
  }

  /**
   * Remove an entry, if it is there.
   *
   * @param key Its key
   */
  delete(key: Key): void {
    this.#entries.delete(key);
  }
}
