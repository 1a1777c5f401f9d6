/**
 * Whose turn it is to run a script.
 *
 * @module
 */

/** A turn, which ends with its scope. */
export type Turn = Disposable;

/** The turns of a server. */
interface Turns {
  taken: number;
  readonly waiting: Set<() => void>;
}

const turnsOf = new WeakMap<object, Turns>();

/**
 * Wait for a turn. Turns are given in the order in which they were asked for.
 *
 * @param owner Whose turns they are: the server
 * @param most How many there may be at once
 * @param waitTime How long to wait, in seconds
 * @returns The turn; `undefined` when there was none in time
 */
export async function takeTurn(
  owner: object,
  most: number,
  waitTime: number,
): Promise<Turn | undefined> {
  let turns = turnsOf.get(owner);
  if (turns === undefined) turnsOf.set(owner, turns = { taken: 0, waiting: new Set() });
  if (turns.taken < most) turns.taken++;
  else if (!await waitFor(turns, waitTime)) return undefined;
  return turnOf(turns);
}

/** Wait until somebody hands on a turn, which stays taken. */
async function waitFor({ waiting }: Turns, waitTime: number): Promise<boolean> {
  const { promise, resolve } = Promise.withResolvers<boolean>();
  const take = (): void => resolve(true);
  waiting.add(take);
  const timer = setTimeout(() => resolve(!waiting.delete(take)), waitTime * 1000);
  const taken = await promise;
  clearTimeout(timer);
  return taken;
}

function turnOf(turns: Turns): Turn {
  let ended = false;
  return {
    [Symbol.dispose](): void {
      if (ended) return;
      ended = true;
      const [next] = turns.waiting;
      if (next === undefined) turns.taken--;
      else {
        turns.waiting.delete(next);
        next();
      }
    },
  };
}
