/**
 * {@linkcode ConnectionGuard}: sees that connections keep to the limits of their server, in number and
 * in time.
 *
 * There is no timer for a connection or a request. Now and then all connections are looked at, and the time
 * that has passed is added to what each of them has been waiting for. So a time is exceeded by at most the
 * interval between two looks.
 *
 * @module
 */

import { clientNetwork } from "../http/networks.ts";
import { RequestError } from "../http/request_error.ts";
import type { Connection, ConnectionPhase } from "./connection.ts";
import type { ConnectionTally } from "./connection_tally.ts";
import type { ServerLimits } from "./limits.ts";
import type { LinkedList } from "./linked_list.ts";

/** The longest time between two looks, in milliseconds. */
const MAX_INTERVAL = 1000;

/** A process that did nothing for longer than this was held up, in milliseconds. */
const HELD_UP = 2000;

/** How many looks there are within the shortest timeout, at least. */
const LOOKS = 4;

/** How long a head has been coming when its connection may make room for another one, in milliseconds. */
const SUSPICIOUS_TIME = 2000;

/** A head of more than this is a long one, in bytes. */
const LONG_HEAD = 16 * 1024;

/** How much memory long heads may take together, in bytes of them. */
const MOST_HEADS = 64 * 1024 * 1024;

/** What is known of a connection from the last look. */
export interface Watched {
  /** Whose it is: see {@linkcode ConnectionGuard.#clientOf}. */
  readonly client: string;
  phase: ConnectionPhase;
  requests: number;
  /** For how long it has been in this phase of this request, or made no progress in it, in milliseconds. */
  waited: number;
  /** How much had been received when it last made progress. */
  received: number;
  /** For how long a write has made no progress, in milliseconds. */
  stalled: number;
  /** How much had been sent when it last did. */
  sent: number;
  /** For how long its handler has done nothing that can be seen, in milliseconds. */
  unseen: number;
  /** How much had left at the last look. */
  left: number;
}

/** Watches over the connections of a server. */
export class ConnectionGuard {
  readonly #limits: ServerLimits;
  readonly #tally: ConnectionTally;
  /** All of the server's, those included that there was no room for. */
  readonly #connections: LinkedList<Connection>;
  /** How many of them are watched. */
  #count = 0;
  readonly #interval: number;
  /** What it sleeps by, while it watches. */
  #sleep: Int32Array | undefined;
  #last = 0;
  #closed = false;

  /**
   * Whether any limit is one of those that it sees to.
   *
   * @param limits The limits
   * @returns Whether connections have to be watched, or counted
   */
  static isNeededFor(limits: ServerLimits): boolean {
    const { maxConnections, maxConnectionsPerAddress } = limits;
    return Math.min(...timesOf(limits), maxConnections, maxConnectionsPerAddress) < Infinity;
  }

  /**
   * @param limits The limits
   * @param tally Counts the connections
   * @param connections The connections of the server
   */
  constructor(
    limits: ServerLimits,
    tally: ConnectionTally,
    connections: LinkedList<Connection>,
  ) {
    this.#limits = limits;
    this.#tally = tally;
    this.#connections = connections;
    this.#interval = Math.min(MAX_INTERVAL, Math.min(...timesOf(limits)) * 1000 / LOOKS);
  }

  /**
   * Let a connection in, if need be in the place of one that waits for a request.
   *
   * @param connection The connection
   * @param address The address of the peer
   * @returns Whether there was room
   */
  admit(connection: Connection, address: string): boolean {
    const { maxConnections, maxConnectionsPerAddress } = this.#limits;
    const client = this.#clientOf(address);
    if (this.#tally.countOf(client) >= maxConnectionsPerAddress && !this.makeRoom(client)) {
      return false;
    }
    if (this.#tally.total >= maxConnections && !this.makeRoom()) return false;
    this.#tally.add(client);
    const { phase, requests, received, sent } = connection;
    // One literal without a spread is one object, of half the size.
    connection.watched = {
      client,
      phase,
      requests,
      waited: 0,
      received,
      stalled: 0,
      sent,
      unseen: 0,
      left: sent,
    };
    this.#count++;
    if (this.#sleep === undefined) this.#watch();
    return true;
  }

  /** Whose connections are counted together. Where nobody asks, that takes no time. */
  #clientOf(address: string): string {
    const { maxConnectionsPerAddress } = this.#limits;
    return maxConnectionsPerAddress === Infinity ? address : clientNetwork(address);
  }

  /**
   * Forget a connection that has ended.
   *
   * @param connection The connection
   */
  release(connection: Connection): void {
    const { watched } = connection;
    if (watched === undefined) return;
    connection.watched = undefined;
    this.#count--;
    this.#tally.remove(watched.client);
    if (this.#closed && this.#count === 0) this.#stop();
  }

  /** No connection comes any more. Those that are there are watched until they have ended. */
  close(): void {
    this.#closed = true;
    if (this.#count === 0) this.#stop();
  }

  /**
   * Close the connection that has waited for a request the longest.
   *
   * @param client Look only at those of this client
   * @returns Whether there was one
   */
  makeRoom(client?: string): boolean {
    let longest: Connection | undefined;
    let time = -1;
    let connection = this.#connections.first;
    for (; connection !== undefined; connection = connection.next) {
      const { watched, phase } = connection;
      if (watched === undefined) continue;
      const { waited, client: own } = watched;
      if (waited <= time || (client !== undefined && own !== client)) continue;
      if (phase !== "idle" && !(phase === "head" && waited > SUSPICIOUS_TIME)) continue;
      longest = connection;
      time = waited;
    }
    if (longest === undefined) return false;
    this.release(longest);
    longest.leave();
    return true;
  }

  /**
   * Look again and again until stopped. Not by `setInterval`: for the first timer Deno loads those of Node,
   * which would be the longest part of the first answer. This does not keep the process running either.
   */
  async #watch(): Promise<void> {
    const sleep = this.#sleep = new Int32Array(new SharedArrayBuffer(4));
    this.#last = currentTime();
    while (this.#sleep === sleep) {
      await Atomics.waitAsync(sleep, 0, 0, this.#interval).value;
      if (this.#sleep === sleep) this.#lookAtAll();
    }
  }

  #stop(): void {
    if (this.#sleep !== undefined) Atomics.notify(this.#sleep, 0);
    this.#sleep = undefined;
  }

  #lookAtAll(): void {
    const now = currentTime();
    // When the process was held up, what clients sent meanwhile may not have been seen.
    const elapsed = Math.min(now - this.#last, HELD_UP);
    this.#last = now;
    if (this.#count === 0) this.#stop();
    let heads = 0;
    this.#connections.forEach((connection) => {
      const { watched } = connection;
      if (watched === undefined) return;
      this.#look(connection, watched, elapsed);
      if (connection.headSize > LONG_HEAD) heads += connection.headSize;
    });
    if (heads > MOST_HEADS) this.#dropLongHeads(heads - MOST_HEADS);
  }

  /**
   * Wait no longer for clients whose requests have long heads, the oldest connections first: each may
   * keep as much as `maxHeaderBytes` in memory.
   *
   * @param excess Of how many bytes of heads to get rid
   */
  #dropLongHeads(excess: number): void {
    let left = excess;
    this.#connections.forEach((connection) => {
      const { watched, headSize, reading, writing } = connection;
      if (left <= 0 || watched === undefined) return;
      if (headSize <= LONG_HEAD || !reading && !writing) return;
      left -= headSize;
      connection.headSize = 0;
      if (reading) connection.interrupt(RequestError.tooSlow());
      else connection.expire();
    });
  }

  #look(connection: Connection, watched: Watched, elapsed: number): void {
    const { phase, requests } = connection;
    if (phase !== watched.phase || requests !== watched.requests) {
      watched.phase = phase;
      watched.requests = requests;
      watched.waited = 0;
      watched.unseen = 0;
      watched.received = connection.received;
    }
    if (this.#limits.handlerTimeout < Infinity) this.#lookAtHandler(connection, watched, elapsed);
    if (phase !== "answer") this.#lookAtWaiting(connection, watched, elapsed);
    if (connection.writing) this.#lookAtWriting(connection, watched, elapsed);
    else watched.stalled = 0;
  }

  #lookAtWaiting(connection: Connection, watched: Watched, elapsed: number): void {
    const { idleTimeout, headTimeout, bodyTimeout, minRate } = this.#limits;
    watched.waited += elapsed;
    if (connection.phase === "idle") {
      if (watched.waited > idleTimeout * 1000) connection.leave();
    } else if (connection.phase === "head") {
      if (watched.waited > headTimeout * 1000) connection.interrupt(RequestError.tooSlow());
    } else if (
      !connection.reading ||
      isProgress(connection.received - watched.received, bodyTimeout, minRate)
    ) {
      watched.waited = 0;
      watched.received = connection.received;
    } else if (watched.waited > bodyTimeout * 1000) {
      connection.interrupt(RequestError.tooSlow());
    }
  }

  #lookAtHandler(connection: Connection, watched: Watched, elapsed: number): void {
    const { answering, reading, writing, sent } = connection;
    const isSeen = !answering || reading || writing || sent !== watched.left;
    watched.unseen = isSeen ? 0 : watched.unseen + elapsed;
    watched.left = sent;
    if (watched.unseen > this.#limits.handlerTimeout * 1000) {
      connection.abandon(RequestError.unanswered());
    }
  }

  #lookAtWriting(connection: Connection, watched: Watched, elapsed: number): void {
    const { writeTimeout, minRate } = this.#limits;
    if (
      watched.stalled === 0 || isProgress(connection.sent - watched.sent, writeTimeout, minRate)
    ) {
      watched.stalled = elapsed;
      watched.sent = connection.sent;
    } else {
      watched.stalled += elapsed;
      if (watched.stalled > writeTimeout * 1000) connection.expire();
    }
  }
}

/** The time in whole milliseconds: of a number that is not whole, each connection would keep one of its own. */
function currentTime(): number {
  return Math.round(performance.now());
}

/** The limits of time that it sees to, in seconds. */
function timesOf(limits: ServerLimits): number[] {
  const { headTimeout, bodyTimeout, writeTimeout, idleTimeout, handlerTimeout } = limits;
  return [headTimeout, bodyTimeout, writeTimeout, idleTimeout, handlerTimeout];
}

function isProgress(bytes: number, timeout: number, minRate: number): boolean {
  // Infinity times 0 is no number.
  return timeout === Infinity ? bytes > 0 : bytes >= Math.max(1, timeout * minRate);
}
