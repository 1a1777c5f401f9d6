/**
 * What happened, by kind.
 *
 * @module
 */

/** Counts by name. */
export class Tally {
  readonly #counts = new Map<string, number>();

  /** Count one. */
  add(name: string): void {
    this.#counts.set(name, (this.#counts.get(name) ?? 0) + 1);
  }

  /** How many there were. */
  get sum(): number {
    return this.#counts.values().reduce((sum, count) => sum + count, 0);
  }

  /** The counts in one line, the largest first. */
  toString(): string {
    const sorted = [...this.#counts].sort(([, a], [, b]) => b - a);
    return sorted.map(([name, count]) => `${count} ${name}`).join(", ");
  }
}

/** What there is to report in the end. */
export interface Report {
  /** Requests of clients that behave, by what they asked for. */
  readonly requests: Tally;
  /** What was done to the server, by kind. */
  readonly faults: Tally;
  /** Answers that a client that behaves must not get, by what was wrong. */
  readonly failures: Tally;
  /** Requests of clients that behave for which there was no descriptor, while there was none. */
  readonly refusals: Tally;
}
