/**
 * The turns of the event loop.
 *
 * @module
 */

/**
 * Let come what was put off until the next turn, so that nothing of a server is left behind its end.
 *
 * @returns Resolves then
 */
export async function nextTurn(): Promise<void> {
  await new Promise<void>((resolve) => setTimeout(resolve, 0));
}
