/**
 * Turns that are shared by all that goes through connections as fast as the system lets it.
 *
 * A read or a write that the system answers at once does not let the event loop turn. So who reads or
 * writes much, or answers many requests that came at once, asks here in between: it goes on for some
 * milliseconds in all, and then a few go on at a time, one after the other, in the order in which they
 * came. However many there are, everybody else is served between two turns.
 *
 * @module
 */

/** How long a turn lasts, in milliseconds: a change of turns takes two more. */
const TURN_LENGTH = 15;

/** How many of those that wait go on in one turn. */
const MAX_RESUMED = 8;

/** Ends the waits for a turn, in the order in which they began. */
const waiting: (() => void)[] = [];

/** When the turn is over. */
let turnEnd = 0;

/** Whether a timer begins the next turn. */
let isScheduled = false;

/**
 * Begin to read or write. Whoever begins waits behind those who do already.
 *
 * @returns What to wait for before the first step; mostly there is nothing
 */
export function joinTurns(): Promise<void> | undefined {
  if (isScheduled) return nextTurn();
  if (performance.now() >= turnEnd) turnEnd = performance.now() + TURN_LENGTH;
  return undefined;
}

/**
 * Ask before each further step whether the turn is over.
 *
 * @returns What to wait for if it is: the next one
 */
export function nextTurnIfOver(): Promise<void> | undefined {
  return performance.now() >= turnEnd ? nextTurn() : undefined;
}

/** Wait until there is time: those that go on before may take all of it. */
async function nextTurn(): Promise<void> {
  do {
    if (!isScheduled) setTimeout(beginTurn, 0);
    isScheduled = true;
    await new Promise<void>((resolve) => waiting.push(resolve));
  } while (performance.now() >= turnEnd);
}

function beginTurn(): void {
  turnEnd = performance.now() + TURN_LENGTH;
  for (const goOn of waiting.splice(0, MAX_RESUMED)) goOn();
  isScheduled = waiting.length > 0;
  // What waits for the network gets its turn in between, so the next is not to be due before this is over.
  if (isScheduled) setTimeout(() => setTimeout(beginTurn, 0), 0);
}
