/**
 * {@linkcode Counters}: what a server counts, in memory that its event loops share. Each loop writes
 * to a row of its own, so none has to wait for another, and whoever reads adds the rows up.
 *
 * @module
 */

/** The methods that are counted by name. What else clients think of would have no end. */
export const METHODS: readonly string[] = (
  "GET HEAD POST PUT PATCH DELETE OPTIONS TRACE CONNECT " +
  "PROPFIND PROPPATCH MKCOL COPY MOVE LOCK UNLOCK other"
).split(" ");

/** The status codes that are counted: from the first up to the last. Others count as 0. */
const FIRST_STATUS = 200;
const LAST_STATUS = 599;
const STATUSES = LAST_STATUS - FIRST_STATUS + 2;

/** The upper bounds of the classes of durations, in seconds. */
export const BOUNDS: readonly number[] = [
  ...[0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5],
  ...[1, 2.5, 5, 10, 30, 60],
];

/** Where in a row what is counted. */
const ACCEPTED = 0;
const OPEN = 1;
const BYTES = 2;
const SECONDS = 3;
const DURATIONS = 4;
const REQUESTS = DURATIONS + BOUNDS.length + 1;
const ROW_SIZE = REQUESTS + METHODS.length * STATUSES;

/** The sums over all event loops. */
export interface Totals {
  /** Connections accepted. */
  readonly accepted: number;
  /** Connections open now. */
  readonly open: number;
  /** Bytes sent. */
  readonly bytes: number;
  /** The durations of all requests, in seconds. */
  readonly seconds: number;
  /** The numbers of requests by duration: up to each of {@linkcode BOUNDS}, and longer. */
  readonly durations: readonly number[];
  /** The numbers of requests by method and status, without those that are 0. Status 0 is any other. */
  readonly requests: readonly {
    readonly method: string;
    readonly status: number;
    readonly count: number;
  }[];
}

/**
 * Make memory to count in.
 *
 * @param loops The number of event loops
 * @returns The memory, with all counts 0
 */
export function allocateCounters(loops: number): SharedArrayBuffer {
  return new SharedArrayBuffer(loops * ROW_SIZE * Float64Array.BYTES_PER_ELEMENT);
}

/** The counters of one event loop. */
export class Counters {
  readonly #row: Float64Array;

  /**
   * @param memory The memory of the server
   * @param loop The number of the event loop, from 0. One that crashed had the row before: its counts
   * stay, and its connections are gone
   */
  constructor(memory: SharedArrayBuffer, loop: number) {
    this.#row = new Float64Array(
      memory,
      loop * ROW_SIZE * Float64Array.BYTES_PER_ELEMENT,
      ROW_SIZE,
    );
    this.#row[OPEN] = 0;
  }

  /** Count a connection that was accepted. */
  connectionOpened(): void {
    this.#row[ACCEPTED]!++;
    this.#row[OPEN]!++;
  }

  /** Count a connection that has ended. */
  connectionClosed(): void {
    this.#row[OPEN]!--;
  }

  /**
   * Count a request that was answered.
   *
   * @param method Its method
   * @param status The status code of the answer
   * @param bytes The size of the answer
   * @param seconds How long it took
   */
  requestAnswered(method: string, status: number, bytes: number, seconds: number): void {
    const row = this.#row;
    row[BYTES]! += bytes;
    row[SECONDS]! += seconds;
    let duration = 0;
    while (duration < BOUNDS.length && seconds > BOUNDS[duration]!) duration++;
    row[DURATIONS + duration]!++;
    const known = METHODS.indexOf(method);
    const column = known < 0 ? METHODS.length - 1 : known;
    row[REQUESTS + column * STATUSES + indexOfStatus(status)]!++;
  }
}

/**
 * Add up what all event loops have counted.
 *
 * @param memory The memory of the server
 * @returns The sums
 */
export function sumCounters(memory: SharedArrayBuffer): Totals {
  const all = new Float64Array(memory);
  const sums = new Float64Array(ROW_SIZE);
  for (const [index, value] of all.entries()) sums[index % ROW_SIZE]! += value;
  const requests = METHODS.flatMap((method, column) => {
    const start = REQUESTS + column * STATUSES;
    return [...sums.subarray(start, start + STATUSES)]
      .map((count, index) => ({ method, status: statusOf(index), count }))
      .filter(({ count }) => count > 0);
  });
  return {
    accepted: sums[ACCEPTED]!,
    open: sums[OPEN]!,
    bytes: sums[BYTES]!,
    seconds: sums[SECONDS]!,
    durations: [...sums.subarray(DURATIONS, REQUESTS)],
    requests,
  };
}

function indexOfStatus(status: number): number {
  const isCounted = Number.isInteger(status) && status >= FIRST_STATUS && status <= LAST_STATUS;
  return isCounted ? status - FIRST_STATUS + 1 : 0;
}

function statusOf(index: number): number {
  return index === 0 ? 0 : FIRST_STATUS + index - 1;
}
