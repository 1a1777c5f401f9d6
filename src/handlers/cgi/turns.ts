/**
 * Whose turn it is to run a script.
 *
 * @module
 */

import { clientNetwork } from "../../http/networks.ts";

/** One turn in so many is left to clients that have none: nobody takes all while others wait. */
const RESERVE = 4;

/** A turn, which ends with its scope, or before. */
export type Turn = Disposable;

/** How many turns there are, and for how long to wait for one. */
export interface TurnLimits {
  /** How many there may be at once. */
  readonly processes: number;
  /** How long to wait, in seconds. */
  readonly waitTime: number;
}

/** Somebody who waits. */
interface Waiting {
  readonly client: string;
  readonly most: number;
  readonly take: () => void;
}

/** The turns of a server. */
interface Turns {
  taken: number;
  /** How many each client has, unless it has none. */
  readonly takenBy: Map<string, number>;
  readonly waiting: Set<Waiting>;
}

const turnsOf = new WeakMap<object, Turns>();

/**
 * Wait for a turn. Turns are given in the order in which they were asked for, but that the last quarter
 * of them is for clients that have none.
 *
 * @param owner Whose turns they are: the server
 * @param address The client's: those of one IPv6 network of 64 bits are one client's
 * @param limits See {@linkcode TurnLimits}
 * @returns The turn; `undefined` when there was none in time
 */
export async function takeTurn(
  owner: object,
  address: string,
  { processes, waitTime }: TurnLimits,
): Promise<Turn | undefined> {
  let turns = turnsOf.get(owner);
  if (turns === undefined) {
    turnsOf.set(owner, turns = { taken: 0, takenBy: new Map(), waiting: new Set() });
  }
  const client = clientNetwork(address);
  if (mayTake(turns, client, processes)) count(turns, client, 1);
  else if (!await waitFor(turns, client, processes, waitTime)) return undefined;
  return turnOf(turns, client);
}

function mayTake({ taken, takenBy }: Turns, client: string, most: number): boolean {
  const reserved = takenBy.has(client) ? Math.floor(most / RESERVE) : 0;
  return taken < most - reserved;
}

function count(turns: Turns, client: string, difference: number): void {
  const { takenBy } = turns;
  const number = (takenBy.get(client) ?? 0) + difference;
  turns.taken += difference;
  if (number === 0) takenBy.delete(client);
  else takenBy.set(client, number);
}

/** Wait until somebody ends a turn, and it is counted as this client's. */
async function waitFor(
  { waiting }: Turns,
  client: string,
  most: number,
  waitTime: number,
): Promise<boolean> {
  const { promise, resolve } = Promise.withResolvers<boolean>();
  const one: Waiting = { client, most, take: () => resolve(true) };
  waiting.add(one);
  const timer = setTimeout(() => resolve(!waiting.delete(one)), waitTime * 1000);
  const taken = await promise;
  clearTimeout(timer);
  return taken;
}

function turnOf(turns: Turns, client: string): Turn {
  let ended = false;
  return {
    [Symbol.dispose](): void {
      if (ended) return;
      ended = true;
      count(turns, client, -1);
      handOn(turns);
    },
  };
}

/** Give turns to those who wait and may have one. */
function handOn(turns: Turns): void {
  for (const one of turns.waiting) {
    if (!mayTake(turns, one.client, one.most)) continue;
    turns.waiting.delete(one);
    count(turns, one.client, 1);
    one.take();
  }
}
