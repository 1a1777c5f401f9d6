/**
 * Waiting for the event loop, and for no longer than need be.
 *
 * @module
 */

/** The longest time that a timer of the platform may last, in milliseconds. */
export const MAX_TIMER_TIME = 2 ** 31 - 1;

/**
 * Let come what was put off until the next turn, so that nothing of a server is left behind its end.
 *
 * @returns Resolves then
 */
export async function nextTurn(): Promise<void> {
  await new Promise<void>((resolve) => setTimeout(resolve, 0));
}

/**
 * Wait for something until a time is over.
 *
 * @param work What to wait for
 * @param time How long, in milliseconds; not at all if it is negative
 * @returns Whether it was settled, be it by an error
 */
export async function settlesWithin(work: Promise<unknown>, time: number): Promise<boolean> {
  const { promise: late, resolve } = Promise.withResolvers<boolean>();
  const timer = setTimeout(() => resolve(false), Math.min(Math.max(time, 0), MAX_TIMER_TIME));
  const settled = await Promise.race([work.then(() => true, () => true), late]);
  clearTimeout(timer);
  return settled;
}
