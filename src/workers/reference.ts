/**
 * Whether a worker keeps the process running.
 *
 * @module
 */

/**
 * The method that sets it. Deno lets only its own modules know the symbol: those of Node's workers,
 * which have `ref()` and `unref()`, but can't be loaded from a URL that begins with `https:`.
 */
const METHOD = Object.getOwnPropertySymbols(Worker.prototype)
  .find((symbol) => !symbol.description);

/**
 * Say whether a worker keeps the process running, as it does from the beginning.
 *
 * @param thread The worker
 * @param kept Whether it does; a Deno that has no such method keeps the process running
 */
export function keepRunning(thread: Worker, kept: boolean): void {
  if (METHOD === undefined) return;
  (thread as unknown as Record<symbol, ((kept: boolean) => void) | undefined>)[METHOD]?.(kept);
}
