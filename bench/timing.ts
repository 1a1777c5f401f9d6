/** Timing one small operation: how often must it run to be measured, and what does one run cost? */
import { type Spread, spread } from "./statistics.ts";

/** How long and how often to measure. */
export interface TimingOptions {
  /** Length of one repeat in milliseconds; long against the clock's steps. @default {50} */
  milliseconds?: number;
  /** Number of repeats. @default {9} */
  repeats?: number;
}

/** An operation; what it returns is kept (see {@linkcode sink}). */
export type Operation = (() => unknown) | (() => Promise<unknown>);

/** The last result of a timed operation; that others may read it is what makes it needed. */
export let sink: unknown;

/**
 * Time an operation, or an asynchronous one that is awaited each time.
 *
 * @param operation What to run
 * @param options How long and how often
 * @returns Nanoseconds for one run: the median of the repeats, the smallest, the largest
 */
export async function timeOperation(
  operation: Operation,
  options: TimingOptions = {},
): Promise<Spread> {
  const { milliseconds = 50, repeats = 9 } = options;
  const first = operation();
  const isAsync = first instanceof Promise;
  await first;
  const run = (count: number): number | Promise<number> =>
    isAsync ? runAsync(operation, count) : runSync(operation, count);
  const count = await calibrate(run, milliseconds);
  const times: number[] = [];
  for (let repeat = 0; repeat < repeats; repeat++) times.push(await run(count) * 1e6 / count);
  return spread(times);
}

/** Doubles the number of runs until they take long enough, which warms the operation up as well. */
async function calibrate(
  run: (count: number) => number | Promise<number>,
  milliseconds: number,
): Promise<number> {
  let count = 1;
  while (await run(count) < milliseconds) count *= 2;
  return count;
}

function runSync(operation: Operation, count: number): number {
  const began = performance.now();
  for (let done = 0; done < count; done++) sink = operation();
  return performance.now() - began;
}

async function runAsync(operation: Operation, count: number): Promise<number> {
  const began = performance.now();
  for (let done = 0; done < count; done++) sink = await operation();
  return performance.now() - began;
}
