/**
 * Waiting for the event loop.
 *
 * @module
 */

/** Let all that can happen without outside help happen: resolved promises and queued microtasks. */
export async function nextTurn(): Promise<void> {
  await new Promise((resolve) => setTimeout(resolve, 0));
}

/**
 * Count how often the event loop comes round while a piece of work is done.
 *
 * @param work What is done
 * @returns How many times a timer was due meanwhile
 */
export async function turnsDuring(work: () => Promise<unknown>): Promise<number> {
  let turns = 0;
  const ticking = setInterval(() => turns++, 0);
  await work();
  clearInterval(ticking);
  return turns;
}
