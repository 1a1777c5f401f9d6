/**
 * How many entries archives may have, all together that are being sent: the memory that they take
 * grows with that, and with nothing else.
 *
 * @module
 */

import { HTTPStatus } from "../../http/status.ts";
import { RefusedError } from "./refusal.ts";

/** A number of entries that archives share. */
export class EntryBudget {
  readonly #max: number;
  #used = 0;

  /**
   * @param max How many entries there may be
   */
  constructor(max: number) {
    this.#max = max;
  }

  /** Begin to count the entries of an archive, until the count goes out of scope. */
  begin(): EntryCount {
    return new EntryCount((change) => this.#change(change));
  }

  #change(change: number): void {
    if (this.#used + change > this.#max) {
      throw new RefusedError(
        HTTPStatus.SERVICE_UNAVAILABLE,
        `Archives may have ${this.#max} entries, all together that are being sent`,
        [["Retry-After", "60"]],
      );
    }
    this.#used += change;
  }
}

/** The entries of one archive. */
export class EntryCount implements Disposable {
  readonly #change: (change: number) => void;
  #count = 0;

  /**
   * @param change Takes something from the budget, or gives it back
   */
  constructor(change: (change: number) => void) {
    this.#change = change;
  }

  /**
   * Count entries.
   *
   * @param count How many there are more
   * @throws {RefusedError} with status 503 when there would be too many
   */
  add(count = 1): void {
    this.#change(count);
    this.#count += count;
  }

  [Symbol.dispose](): void {
    this.#change(-this.#count);
    this.#count = 0;
  }
}

/** That of all archives. An entry takes 300 to 500 bytes. */
export const ARCHIVE_ENTRIES: EntryBudget = new EntryBudget(1_000_000);
