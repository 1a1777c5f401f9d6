/**
 * Telling what goes on for a while from what ends at once, by one clock for all: to ask for the time, or
 * to set a timer, for each costs more than all else that is done for its limits.
 *
 * @module
 */

/** What most scripts need less than, in milliseconds. */
export const SHORT_TIME = 100;

/** What is to be called, unless it was forgotten. */
interface Call {
  action: (() => void) | undefined;
}

/** Those of this half of {@linkcode SHORT_TIME}. */
let latest: Call[] = [];

/** Those of the half before. */
let earlier: Call[] = [];

/** What is waited by. */
const sleep = new Int32Array(new SharedArrayBuffer(4));

let isTicking = false;

/**
 * Call back after {@linkcode SHORT_TIME} at the latest, and not before half of it. This does not keep the
 * process running.
 *
 * @param action What to call
 * @returns Does away with it
 */
export function whenLasting(action: () => void): () => void {
  const call: Call = { action };
  latest.push(call);
  if (!isTicking) tick();
  return () => call.action = undefined;
}

async function tick(): Promise<void> {
  isTicking = true;
  while (latest.length > 0 || earlier.length > 0) {
    await Atomics.waitAsync(sleep, 0, 0, SHORT_TIME / 2).value;
    const due = earlier;
    earlier = latest;
    latest = [];
    for (const { action } of due) action?.();
  }
  isTicking = false;
}
