/** Running wrk, and reading what it found. */
import { join } from "node:path";
import { startChild } from "./children.ts";

/** What to ask of a server, and how. */
export interface Load {
  /** Path to ask for. */
  readonly path: string;
  /** Connections at the same time. */
  readonly connections: number;
  /** Header fields to send besides Host. */
  readonly headers?: Readonly<Record<string, string>>;
  /** Ask for so many different files instead of the path (see wrk.lua). */
  readonly many?: number;
}

/** Where and for how long. */
export interface LoadOptions {
  /** Port on 127.0.0.1. */
  port: number;
  /** Duration in seconds. */
  seconds: number;
  /** wrk's core. */
  core: number | undefined;
  /** Ends it early. */
  signal: AbortSignal;
}

/** wrk's figures of one run. */
export interface Figures {
  /** Answers that came in whole. */
  readonly requests: number;
  /** Bytes that came in, heads included. */
  readonly bytes: number;
  /** Length of the run in microseconds. */
  readonly microseconds: number;
  /** 99th percentile of the time to an answer, in microseconds. */
  readonly p99: number;
  /** Longest time to an answer, in microseconds. */
  readonly max: number;
  /** Connections that could not be made. */
  readonly connect: number;
  /** Failed or cut-off reads. */
  readonly read: number;
  /** Failed writes. */
  readonly write: number;
  /** Answers with a status of 400 or more. */
  readonly status: number;
  /** Answers that took longer than the time limit. */
  readonly timeout: number;
}

/** Longest time to an answer in seconds: long enough for 100 MiB from the slowest peer. */
const ANSWER_LIMIT = 20;

const NAMES = [
  "requests",
  "bytes",
  "microseconds",
  "p99",
  "max",
  "connect",
  "read",
  "write",
  "status",
  "timeout",
] as const satisfies (keyof Figures)[];

/**
 * Word wrk's command line.
 *
 * @param load What to ask
 * @param options Where and for how long
 * @returns Program and arguments
 */
export function formatCommand(
  load: Load,
  options: Pick<LoadOptions, "port" | "seconds">,
): string[] {
  const headers = Object.entries(load.headers ?? {}).flatMap(([name, value]) => [
    "-H",
    `${name}: ${value}`,
  ]);
  return [
    "wrk",
    "--threads=1",
    `--connections=${load.connections}`,
    `--duration=${options.seconds}s`,
    `--timeout=${ANSWER_LIMIT}s`,
    "--latency",
    `--script=${join(import.meta.dirname ?? ".", "wrk.lua")}`,
    ...headers,
    `http://127.0.0.1:${options.port}${load.path}`,
    ...(load.many === undefined ? [] : ["--", `${load.many}`]),
  ];
}

/**
 * Run wrk once.
 *
 * @param load What to ask
 * @param options Where and for how long
 * @returns The figures, errors among them
 * @throws {Error} if wrk failed or did not end in time
 */
export async function runWrk(load: Load, options: LoadOptions): Promise<Figures> {
  const limit = AbortSignal.timeout((options.seconds + ANSWER_LIMIT) * 1000);
  const child = startChild(formatCommand(load, options), {
    core: options.core,
    signal: AbortSignal.any([options.signal, limit]),
  });
  const { success, stdout, stderr } = await child.output();
  options.signal.throwIfAborted();
  if (limit.aborted) throw new Error("wrk did not end in time");
  const decoder = new TextDecoder();
  if (!success) throw new Error(`wrk failed: ${decoder.decode(stderr).trim().split("\n")[0]}`);
  return parseFigures(decoder.decode(stdout));
}

/**
 * Find the figures in wrk's output.
 *
 * @param output All of it; the line that wrk.lua adds starts with `figures`
 * @returns The figures
 * @throws {SyntaxError} if that line is missing or lacks a figure
 */
export function parseFigures(output: string): Figures {
  const line = /^figures (.*)$/m.exec(output)?.[1] ?? "";
  const pairs = new Map(line.split(" ").map((pair) => pair.split("=") as [string, string]));
  const entries = NAMES.map((name) => {
    const value = pairs.get(name) ?? "";
    if (!/^\d+$/.test(value)) throw new SyntaxError(`Cannot find "${name}" in wrk's output`);
    return [name, Number(value)] as const;
  });
  return Object.fromEntries(entries) as unknown as Figures;
}

/**
 * Say what went wrong in a run.
 *
 * wrk keeps a connection until the server says `Connection: close`. CPython closes without saying
 * so, which wrk takes for one read error after each whole answer: those are none. An answer that
 * is cut off is not counted as a request, so that it still shows.
 *
 * @param figures wrk's figures
 * @param expected `status` that every answer should have (from 400 on wrk calls them errors);
 *   `silentCloses`, whether the server closes without saying so; `connections`, how many there were
 * @returns Such as `3 read errors, 1 answers of another status`; undefined when nothing did
 */
export function describeErrors(
  figures: Figures,
  expected: { status: number; silentCloses?: boolean; connections: number },
): string | undefined {
  if (figures.bytes === 0) return "no answer within the round";
  const { requests, read, status } = figures;
  const wrongStatus = expected.status >= 400 ? requests - status : status;
  const harmless = expected.silentCloses && Math.abs(read - requests) <= expected.connections;
  const counts: [number, string][] = [
    [figures.connect, "connect errors"],
    [harmless ? 0 : read, "read errors"],
    [figures.write, "write errors"],
    [figures.timeout, "late answers"],
    [wrongStatus, "answers of another status"],
  ];
  const errors = counts.filter(([count]) => count !== 0);
  return errors.length === 0 ? undefined : errors.map(([n, what]) => `${n} ${what}`).join(", ");
}
