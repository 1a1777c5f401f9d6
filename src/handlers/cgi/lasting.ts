/**
 * Telling what goes on for a while from what ends at once, with one timer for all: a timer for each costs
 * more than all else that is done for its limits.
 *
 * @module
 */

/** What most scripts need less than, in milliseconds. */
export const SHORT_TIME = 100;

/** When to call, in milliseconds since the process began, soonest first. */
const due = new Map<() => void, number>();

let timer: ReturnType<typeof setTimeout> | undefined;

/**
 * Call back after {@linkcode SHORT_TIME}.
 *
 * @param action What to call
 */
export function whenLasting(action: () => void): void {
  due.set(action, performance.now() + SHORT_TIME);
  timer ??= setTimeout(callAll, SHORT_TIME);
}

/**
 * Do not call back.
 *
 * @param action What would have been called
 */
export function forget(action: () => void): void {
  due.delete(action);
  if (due.size > 0) return;
  clearTimeout(timer);
  timer = undefined;
}

function callAll(): void {
  timer = undefined;
  const now = performance.now();
  for (const [action, time] of due) {
    if (time > now) {
      timer = setTimeout(callAll, time - now);
      return;
    }
    due.delete(action);
    action();
  }
}
