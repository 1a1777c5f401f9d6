/**
 * {@linkcode Turnstile}: who may have a password verified, and when. Verifying takes as much time and
 * memory as an attacker could wish for, so few are verified at once, addresses take turns whatever the
 * number of their connections, and one that fails has to wait longer and longer.
 *
 * All that it keeps is bounded: lines, who waits in them, and the addresses that have failed.
 *
 * @module
 */

import { Failures } from "./failures.ts";

/** How many passwords are verified at once: scrypt takes 32 MiB and a core for each. */
const MAX_RUNNING = 2;

/** How many addresses may wait, and how many requests of each. */
const MAX_LINES = 1024;
const MAX_WAITING = 8;

/** How often an address may fail before it has to wait: people mistype. */
const FREE_FAILURES = 3;

/** The first wait, which doubles with each failure, and the longest, in milliseconds. */
const FIRST_PAUSE = 250;
const LONGEST_PAUSE = 4000;

/** How often those who wait are asked whether they still do, in milliseconds. */
const INTERVAL = 250;

/** Somebody who waits. */
interface Waiting {
  /** Whether nobody is there any more. */
  readonly hasGone: () => boolean;
  /** Called with whether it is this one's turn. */
  readonly resolve: (admitted: boolean) => void;
}

/** Those of one address. */
interface Line {
  readonly waiting: Waiting[];
  /** Whether one of them is being verified. */
  running: boolean;
}

/** Lets addresses in one after the other. */
export class Turnstile {
  /** By address. The order is that of their turns. */
  readonly #lines = new Map<string, Line>();
  readonly #failures = new Failures();
  #running = 0;
  #timer: ReturnType<typeof setTimeout> | undefined;

  /**
   * Wait for a turn. Whoever gets one has to call {@linkcode Turnstile.leave}.
   *
   * @param address Whose
   * @param hasGone Whether the wait is of no use any more
   * @returns Whether it is; `false` when too many are waiting, or nobody is any more
   */
  enter(address: string, hasGone: () => boolean): Promise<boolean> {
    const line = this.#lines.get(address) ?? this.#addLine(address);
    if (line === undefined || line.waiting.length >= MAX_WAITING) return Promise.resolve(false);
    const { promise, resolve } = Promise.withResolvers<boolean>();
    line.waiting.push({ hasGone, resolve });
    this.#admit();
    return promise;
  }

  /**
   * End a turn.
   *
   * @param address Whose
   * @param failed Whether the password was wrong
   */
  leave(address: string, failed: boolean): void {
    this.#running--;
    const line = this.#lines.get(address);
    if (line !== undefined) line.running = false;
    if (failed) this.#failures.note(address);
    this.#removeIfEmpty(address);
    this.#admit();
  }

  #addLine(address: string): Line | undefined {
    if (this.#lines.size >= MAX_LINES) return undefined;
    const line = { waiting: [], running: false };
    this.#lines.set(address, line);
    return line;
  }

  /** How long an address still has to wait, in milliseconds. */
  #pauseOf(address: string): number {
    const count = this.#failures.count(address);
    if (count < FREE_FAILURES) return 0;
    const pause = Math.min(FIRST_PAUSE * 2 ** (count - FREE_FAILURES), LONGEST_PAUSE);
    return this.#failures.last(address) + pause - performance.now();
  }

  /** Let in as many as may be, and come back when somebody's wait is over. */
  #admit(): void {
    let pause = Infinity;
    for (const [address, line] of [...this.#lines]) {
      this.#dropGone(address, line);
      const [next] = line.waiting;
      if (next === undefined || line.running) continue;
      const left = this.#pauseOf(address);
      if (left > 0) pause = Math.min(pause, left);
      else if (this.#running < MAX_RUNNING) this.#start(address, line);
    }
    clearTimeout(this.#timer);
    const waits = pause !== Infinity;
    if (waits) this.#timer = setTimeout(() => this.#admit(), Math.min(pause, INTERVAL));
  }

  #start(address: string, line: Line): void {
    // The next turn is that of the others.
    this.#lines.delete(address);
    this.#lines.set(address, line);
    line.running = true;
    this.#running++;
    line.waiting.shift()!.resolve(true);
  }

  #dropGone(address: string, line: Line): void {
    for (let index = line.waiting.length - 1; index >= 0; index--) {
      const waiting = line.waiting[index]!;
      if (!waiting.hasGone()) continue;
      line.waiting.splice(index, 1);
      waiting.resolve(false);
    }
    this.#removeIfEmpty(address);
  }

  #removeIfEmpty(address: string): void {
    const line = this.#lines.get(address);
    if (line?.waiting.length === 0 && !line.running) this.#lines.delete(address);
  }
}
