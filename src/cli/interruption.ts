/**
 * Waiting to be told to stop.
 *
 * @module
 */

import { MAX_TIMER_TIME } from "../server/waiting.ts";

/** Why to stop. */
export type Interruption = "SIGINT" | "SIGTERM" | "abort";

/** The signals that stop the command. Windows has no other. */
const SIGNALS: readonly ("SIGINT" | "SIGTERM")[] = Deno.build.os === "windows"
  ? ["SIGINT"]
  : ["SIGINT", "SIGTERM"];

/** The exit status of a program that Ctrl-C ended, as shells tell it: 128 and the signal's number. */
export const INTERRUPTED_STATUS = 130;

/** The exit status of a program that `SIGTERM` ended, likewise. */
export const TERMINATED_STATUS = 143;

/** Catches signals while it is in scope. */
export class Interruptions implements Disposable {
  #next = Promise.withResolvers<Interruption>();
  readonly #signal: AbortSignal | undefined;
  readonly #listeners = SIGNALS.map((name) => [name, (): void => this.#interrupt(name)] as const);
  readonly #onAbort = (): void => this.#interrupt("abort");

  /**
   * @param signal Interrupts as well
   */
  constructor(signal?: AbortSignal) {
    this.#signal = signal;
    for (const [name, listener] of this.#listeners) Deno.addSignalListener(name, listener);
    if (signal?.aborted) this.#onAbort();
    else signal?.addEventListener("abort", this.#onAbort);
  }

  /** The next interruption: the first, and after it has come the second. */
  async next(): Promise<Interruption> {
    const interruption = await this.#next.promise;
    this.#next = Promise.withResolvers();
    return interruption;
  }

  #interrupt(by: Interruption): void {
    this.#next.resolve(by);
  }

  [Symbol.dispose](): void {
    for (const [name, listener] of this.#listeners) Deno.removeSignalListener(name, listener);
    this.#signal?.removeEventListener("abort", this.#onAbort);
  }
}

/** A time that ends with the scope, if it has not passed. */
export class Timer implements Disposable {
  /** Resolves when it has passed; never if it is infinite. */
  readonly over: Promise<void>;
  readonly #timer: ReturnType<typeof setTimeout> | undefined;

  /**
   * @param time How long, in milliseconds
   */
  constructor(time: number) {
    const { promise, resolve } = Promise.withResolvers<void>();
    this.over = promise;
    if (time < Infinity) this.#timer = setTimeout(resolve, Math.min(time, MAX_TIMER_TIME));
  }

  [Symbol.dispose](): void {
    clearTimeout(this.#timer);
  }
}
