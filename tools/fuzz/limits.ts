/**
 * What the long runs take: a seed, and a time.
 *
 * @module
 */

import { anySeed, readOptions, refuse } from "./command_line.ts";

const USAGE = `Options:
  --seed N      begin with this seed, to repeat a run; it is said at the start
  --minutes N   go on for as long`;

/** Where to begin, and when to end. */
export interface Limits {
  /** The first seed. */
  readonly seed: number;
  /** How long, in minutes. */
  readonly minutes: number;
  /** When, on the clock of `performance.now()`. */
  readonly deadline: number;
}

/**
 * Read `--seed N` and `--minutes N` from the command line, and say the seed.
 *
 * @param minutes How long unless told otherwise
 * @returns The limits
 */
export function readLimits(minutes = 1): Limits {
  const values = readOptions(USAGE, { seed: anySeed(), minutes: String(minutes) });
  const limits = { seed: Number(values.seed), minutes: Number(values.minutes) };
  if (!Number.isSafeInteger(limits.seed) || !(limits.minutes > 0)) {
    refuse("The seed must be an integer, and the minutes a number above 0");
  }
  console.log(`Seed ${limits.seed}`);
  return { ...limits, deadline: performance.now() + limits.minutes * 60_000 };
}
