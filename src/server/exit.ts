/**
 * What is left to do when the process ends, or the worker.
 *
 * @module
 */

const actions: (() => void)[] = [];

/**
 * Have something done at the end.
 *
 * @param action What to do; it cannot wait for anything
 */
export function atExit(action: () => void): void {
  actions.push(action);
}

/** Do what is to be done at the end. A worker has to, which is not told when the process ends. */
export function runExitActions(): void {
  for (const action of actions) action();
}

globalThis.addEventListener("unload", runExitActions);
