/**
 * Waiting for the event loop.
 *
 * @module
 */

/** Let all that can happen without outside help happen: resolved promises and queued microtasks. */
export async function nextTurn(): Promise<void> {
  await new Promise((resolve) => setTimeout(resolve, 0));
}
