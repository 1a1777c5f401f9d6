/** What a workload is, and the kinds of them: each turns a server into one figure. */
import { checkAnswer, exchange, type Expectation, Unsupported } from "./exchange.ts";
import type { FileSet } from "./files.ts";
import { BIG_SIZE, PROBE_PATH } from "./files.ts";
import { startHelper } from "./helper.ts";
import type { Choice } from "./options.ts";
import { readUsage } from "./process.ts";
import { type Conditions, type Running, startServer } from "./running.ts";
import type { Found } from "./server.ts";
import type { Aside } from "./report.ts";
import { median } from "./statistics.ts";
import { describeErrors, type Figures, type Load, runWrk } from "./wrk.ts";

/** What a figure counts, as the report words it. */
export type Unit = "requests/s" | "MB/s" | "ms" | "MB" | "µs" | "%";

/** What one round with one server gave. */
export interface Measurement {
  /** The figure, in the workload's unit. */
  readonly value: number;
  /** Another figure of the same round, for a row of its own. */
  readonly also?: Aside;
}

/** One row of the report. */
export interface Workload extends Choice {
  /** Unit of the figure. */
  readonly unit: Unit;
  /** The files it needs. */
  readonly files: FileSet;
  /** The most rounds that are taken: some take long and vary little. */
  readonly rounds?: number;
  /**
   * Run one round.
   *
   * Throws `Unsupported` if the server does not do this, and another error if the round failed.
   */
  measure(server: Found, conditions: Conditions): Promise<Measurement>;
}

/** A workload that asks as often as it can. */
export interface RateOptions extends Choice, Load {
  /** The files it needs. */
  readonly files: FileSet;
  /** The answer to suppose. */
  readonly expected: Expectation;
  /** Whether each request starts a process, whose processor time is counted. */
  readonly startsProcess?: boolean;
  /** The figure: requests (the default) or bytes in a second. */
  readonly unit?: "requests/s" | "MB/s";
}

/** A workload that asks while another client keeps the server busy. */
export interface FairnessOptions extends Choice {
  /** The files it needs. */
  readonly files: FileSet;
  /** What the other client does (see client.ts). */
  readonly mode?: "slow" | "loop";
  /** What the other client asks for. */
  readonly path?: string;
}

/** How often a start-up is measured in one round. */
const STARTS = 5;

/** Few enough that they wait for the server and not for each other. */
const FAIR_CONNECTIONS = 8;

const MEGABYTE = 1e6;

/** The least rate in requests a second at which a million of them is waited for. */
const ENDURANCE_RATE = 8_000;

/**
 * Make a workload that measures requests or bytes a second, and the processor time that
 * each request takes.
 *
 * @param options Its name, its requests and the answer to suppose
 * @returns The workload
 */
export function rate(options: RateOptions): Workload {
  const { name, title, files, expected, unit = "requests/s", startsProcess = false } = options;
  async function measure(server: Found, conditions: Conditions): Promise<Measurement> {
    await using running = await startServer(server, conditions);
    const answer = await exchange(running.port, options.path, options.headers);
    checkAnswer(answer, expected);
    const silentCloses = options.headers?.["Connection"] === "close" && !answer.saysClose;
    await warmUp(running, options, conditions);
    const readCpu = (): number => {
      const { cpuSeconds, endedCpuSeconds } = readUsage(running.pid);
      return startsProcess ? cpuSeconds + endedCpuSeconds : cpuSeconds;
    };
    const before = readCpu();
    const figures = await drive(running, options, conditions, {
      status: expected.status,
      silentCloses,
    });
    const cpuSeconds = readCpu() - before;
    const seconds = figures.microseconds / 1e6;
    if (unit === "MB/s") return { value: figures.bytes / MEGABYTE / seconds };
    if (figures.requests === 0) throw new Error("no whole answer");
    const cpu = cpuSeconds / figures.requests * 1e6;
    const also = { label: "CPU per request", unit: "µs", value: cpu };
    return { value: figures.requests / seconds, ...(cpu > 0 ? { also } : {}) };
  }
  return { name, title, files, unit, measure };
}

/**
 * Make the workload that measures the 99th percentile of small requests beside another client.
 *
 * The worst case is told as well: while a server is blocked, each connection waits for one answer
 * only, which is too few for a percentile to show. An answer that is still awaited when the round
 * ends is in neither.
 *
 * @param options Its name, and what the other client does; nothing is done without a mode
 * @returns The workload
 */
export function fairness(options: FairnessOptions): Workload {
  const { name, title, files, mode, path = "/" } = options;
  const load = { path: PROBE_PATH, connections: FAIR_CONNECTIONS };
  async function measure(server: Found, conditions: Conditions): Promise<Measurement> {
    await using running = await startServer(server, conditions);
    if (mode) checkAnswer(await exchange(running.port, path), { status: 200 });
    await warmUp(running, load, conditions);
    await using client = mode && await startHelper(mode, running.port, path, conditions);
    const { p99, max } = await drive(running, load, conditions, { status: 200 });
    if (client?.ended()) throw new Error("the other client was cut off");
    return { value: p99 / 1_000, also: { label: "Worst case", unit: "ms", value: max / 1_000 } };
  }
  return { name, title, files, unit: "ms", measure };
}

/**
 * Make the workload that measures the time from the start of a process to the first byte.
 *
 * @param choice Its name and title
 * @returns The workload
 */
export function startUp(choice: Choice): Workload {
  async function measure(server: Found, conditions: Conditions): Promise<Measurement> {
    const times: number[] = [];
    for (let start = 0; start < STARTS; start++) {
      await using running = await startServer(server, conditions);
      times.push(running.startUp);
    }
    return { value: median(times) };
  }
  return { ...choice, files: "plain", unit: "ms", measure };
}

/**
 * Make the workload that measures whether a server stays what it is: how fast it is after a million
 * requests, as a percentage of what it was before, and how much memory it has then on top of that.
 *
 * @param choice Its name and title
 * @returns The workload; servers that would take too long do not do this
 */
export function endurance(choice: Choice): Workload {
  const load = { path: PROBE_PATH, connections: 32 };
  async function measure(server: Found, conditions: Conditions): Promise<Measurement> {
    await using running = await startServer(server, conditions);
    const perRequest = async (seconds: number): Promise<{ requests: number; cpu: number }> => {
      const before = readUsage(running.pid).cpuSeconds;
      const { requests } = await drive(running, load, { ...conditions, seconds }, { status: 200 });
      return { requests, cpu: (readUsage(running.pid).cpuSeconds - before) / requests };
    };
    let { requests: done } = await perRequest(3);
    if (done < 3 * ENDURANCE_RATE) throw new Unsupported("too slow for a million requests");
    const first = await perRequest(2);
    const memory = readMemory(running, "resident");
    for (done += first.requests; done < 1e6;) done += (await perRequest(5)).requests;
    const last = await perRequest(2);
    const value = readMemory(running, "resident") - memory;
    return {
      value: first.cpu / last.cpu * 100,
      also: { label: "Memory added", unit: "MB", value: Math.max(0, value) },
    };
  }
  return { ...choice, files: "sizes", unit: "%", rounds: 1, measure };
}

/**
 * Make the workload that measures what slow clients take from the others: how much processor time a
 * request takes while there are none, as a percentage of what it takes beside them, all that is done for
 * them included.
 *
 * @param choice Its name and title
 * @returns The workload
 */
export function besideSlowClients(choice: Choice): Workload {
  const load = { path: PROBE_PATH, connections: 32 };
  async function measure(server: Found, conditions: Conditions): Promise<Measurement> {
    await using running = await startServer(server, conditions);
    const perRequest = async (): Promise<number> => {
      const before = readUsage(running.pid).cpuSeconds;
      const { requests } = await drive(running, load, conditions, { status: 200 });
      return (readUsage(running.pid).cpuSeconds - before) / requests;
    };
    await warmUp(running, load, conditions);
    const alone = await perRequest();
    await using clients = await startHelper("crowd", running.port, "/big.bin", conditions);
    const beside = await perRequest();
    if (clients.ended()) throw new Error("the slow clients were cut off");
    const also = { label: "CPU per request beside them", unit: "µs", value: beside * 1e6 } as const;
    return { value: alone / beside * 100, also };
  }
  return { ...choice, files: "sizes", unit: "%", measure };
}

/**
 * Make the workload that measures the most memory a server ever held under load: small requests
 * over many connections, then with a connection each, then a big download.
 *
 * @param choice Its name and title
 * @returns The workload
 */
export function peakMemory(choice: Choice): Workload {
  const path = PROBE_PATH;
  const keeping: Load = { path, connections: 256 };
  const closing: Load = { path, connections: 32, headers: { "Connection": "close" } };
  async function measure(server: Found, conditions: Conditions): Promise<Measurement> {
    await using running = await startServer(server, conditions);
    await drive(running, keeping, conditions, { status: 200 });
    const { saysClose } = await exchange(running.port, path, closing.headers);
    await drive(running, closing, conditions, { status: 200, silentCloses: !saysClose });
    const expected = { status: 200, length: BIG_SIZE };
    checkAnswer(await exchange(running.port, "/big.bin"), expected);
    return { value: readMemory(running, "peak") };
  }
  return { ...choice, files: "sizes", unit: "MB", measure };
}

/**
 * Make the workload that measures the memory of a server with many connections at rest.
 *
 * @param choice Its name and title
 * @param count How many connections; each has been used for one request
 * @returns The workload
 */
export function idleMemory(choice: Choice, count: number): Workload {
  async function measure(server: Found, conditions: Conditions): Promise<Measurement> {
    await using running = await startServer(server, conditions);
    await using client = await startHelper("idle", running.port, `${count}`, conditions);
    const value = readMemory(running, "resident");
    const open = await client.finish();
    if (open < count) throw new Error(`${open} of ${count} connections were open`);
    return { value };
  }
  return { ...choice, files: "plain", unit: "MB", measure };
}

/** A round with errors is no rate: whoever fails fast would look fast. */
async function drive(
  { port }: Running,
  load: Load,
  { seconds, cores, signal }: Conditions,
  expected: { status: number; silentCloses?: boolean },
): Promise<Figures> {
  const figures = await runWrk(load, { port, seconds, core: cores?.wrk, signal });
  const errors = describeErrors(figures, { ...expected, connections: load.connections });
  if (errors !== undefined) throw new Error(errors);
  return figures;
}

async function warmUp({ port }: Running, load: Load, conditions: Conditions): Promise<void> {
  const { warmup: seconds, cores, signal } = conditions;
  if (seconds > 0) await runWrk(load, { port, seconds, core: cores?.wrk, signal });
}

function readMemory({ pid }: Running, field: "peak" | "resident"): number {
  const bytes = readUsage(pid)[field];
  if (bytes === 0) throw new Error("its memory cannot be read here");
  return bytes / MEGABYTE;
}
