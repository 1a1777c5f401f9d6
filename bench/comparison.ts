/**
 * A comparison of servers: reads the arguments, finds the servers and takes the rounds in turn. What a
 * round is stands in workload.ts, and what a server is in server.ts.
 */
import { join } from "node:path";
import { Unsupported } from "./exchange.ts";
import { makeFiles } from "./files.ts";
import { findCacheDirectory, needProgram } from "./install.ts";
import { chooseCores, type Cores, describeMachine } from "./machine.ts";
import { formatHelp, type Options, parseOptions, pick } from "./options.ts";
import { formatFigure, formatReport, type Outcome, replaceReport, type Row } from "./report.ts";
import type { Conditions } from "./running.ts";
import type { Found, Server } from "./server.ts";
import { endOnSignals } from "./signals.ts";
import type { Workload } from "./workload.ts";

/** What is compared. */
export interface Comparison {
  /** The heading of its report, which is one of several in RESULTS.md. */
  readonly heading: string;
  /** The workloads, in the order of the report's rows. */
  readonly workloads: readonly Workload[];
  /** The servers, in the order of the report's columns. */
  readonly servers: readonly Server[];
  /** The server that the others are compared with. */
  readonly ours: Server;
  /** Servers that the report divides our figures by. */
  readonly yardsticks: readonly Server[];
}

/** A server that runs, and how. */
interface Entrant {
  readonly name: string;
  readonly server: Found;
  /** Load before each round that is not counted, in seconds. */
  readonly warmup: number;
  readonly rounds: number;
}

/** The servers that will run, and why the others won't. */
interface Field {
  found: Map<string, Found>;
  missing: Map<string, string>;
}

function say(text: string): void {
  Deno.stderr.writeSync(new TextEncoder().encode(text + "\n"));
}

/**
 * Run a comparison, and end the program.
 *
 * @param comparison What is compared
 */
export async function runComparison(comparison: Comparison): Promise<never> {
  try {
    Deno.exit(await main(comparison, Deno.args));
  } catch (error) {
    say(error instanceof Error ? error.message : `${error}`);
    Deno.exit(1);
  }
}

async function main(comparison: Comparison, args: string[]): Promise<number> {
  const options = parseOptions(args);
  if (options.help) {
    await print(formatHelp(comparison.workloads, comparison.servers));
    return 0;
  }
  const workloads = pick("workload", comparison.workloads, options.only);
  const servers = pick("server", comparison.servers, options.servers);
  const signal = endOnSignals();
  const scratch = Deno.makeTempDirSync({ prefix: "bench-" });
  try {
    // nginx's worker and others may not be the user who runs this.
    Deno.chmodSync(scratch, 0o755);
    const report = await compare({ ...comparison, workloads, servers }, {
      options,
      scratch,
      signal,
    });
    await print(report);
    if (options.save) save(report);
    return 0;
  } catch (error) {
    if (!signal.aborted) throw error;
    say("Ended early: nothing is reported");
    return 130;
  } finally {
    Deno.removeSync(scratch, { recursive: true });
  }
}

/** Other comparisons have their reports in the same file. */
function save(report: string): void {
  const path = join(import.meta.dirname ?? ".", "RESULTS.md");
  let reports = "";
  try {
    reports = Deno.readTextFileSync(path);
  } catch (error) {
    if (!(error instanceof Deno.errors.NotFound)) throw error;
  }
  Deno.writeTextFileSync(path, replaceReport(reports, report));
}

async function compare(
  comparison: Comparison,
  run: { options: Options; scratch: string; signal: AbortSignal },
): Promise<string> {
  const { heading, workloads, servers, ours, yardsticks } = comparison;
  const { options, scratch, signal } = run;
  if (!await needProgram("wrk", "wrk", { install: options.install, signal })) {
    throw new Error("Cannot measure without wrk: install it (Debian's package wrk)");
  }
  const { found, missing } = await findServers(servers, run);
  const cores = options.pin ? chooseCores() : undefined;
  const { seconds, rounds, peerRounds } = options;
  const measured = new Set([ours, ...yardsticks].map(({ name }) => name));
  const entrants = servers.flatMap(({ name, isSteady = false }): Entrant[] => {
    const server = found.get(name);
    const warmup = isSteady ? 0 : options.warmup;
    return server
      ? [{ name, server, warmup, rounds: measured.has(name) ? rounds : peerRounds }]
      : [];
  });
  const rows: Row[] = [];
  for (const workload of workloads) {
    // CPython runs scripts as nobody, who may not look into the cache.
    const parent = workload.files === "scripts" ? scratch : findCacheDirectory();
    const directory = makeFiles(workload.files, parent);
    rows.push(await measureRow(workload, entrants, { seconds, cores, directory, scratch, signal }));
  }
  return formatReport(rows, {
    servers: [...found.keys()],
    ours: ours.name,
    yardsticks: yardsticks.map(({ name }) => name),
  }, {
    heading: options.pin ? heading : `${heading}, on any core`,
    date: new Date().toISOString().slice(0, 10),
    machine: await describeMachine(),
    placement: describePlacement(cores),
    rounds,
    peerRounds,
    seconds,
    versions: new Map([...found].map(([name, { version }]) => [name, version])),
    missing,
  });
}

async function findServers(
  servers: readonly Server[],
  { options, scratch, signal }: { options: Options; scratch: string; signal: AbortSignal },
): Promise<Field> {
  const field: Field = { found: new Map(), missing: new Map() };
  for (const { name, find } of servers) {
    const { install, stdPath } = options;
    const finding = await find({ install, stdPath, scratch, signal })
      .catch((error: Error) => `it cannot be found: ${error.message}`);
    signal.throwIfAborted();
    if (typeof finding === "string") field.missing.set(name, finding);
    else field.found.set(name, finding);
    say(`${name}: ${typeof finding === "string" ? `left out, ${finding}` : finding.version}`);
  }
  return field;
}

/** Every other round goes backwards: none always comes first, and neighbours stay neighbours. */
async function measureRow(
  workload: Workload,
  entrants: readonly Entrant[],
  conditions: Omit<Conditions, "warmup">,
): Promise<Row> {
  const outcomes = new Map(entrants.map(({ name }) => [name, [] as Outcome[]]));
  const most = Math.min(workload.rounds ?? Infinity, Math.max(...entrants.map((e) => e.rounds)));
  for (let round = 0; round < most; round++) {
    const order = entrants.filter(({ rounds }) => round < rounds);
    for (const { name, server, warmup } of round % 2 === 0 ? order : order.toReversed()) {
      const earlier = outcomes.get(name) ?? [];
      const last = earlier.at(-1);
      const outcome = last?.kind === "unsupported"
        ? last
        : await measureOnce(workload, server, { ...conditions, warmup });
      earlier.push(outcome);
      say(`${workload.name} ${round + 1}/${most} ${name}: ${describe(outcome, workload)}`);
    }
  }
  return { title: workload.title, unit: workload.unit, outcomes };
}

async function measureOnce(
  workload: Workload,
  server: Found,
  conditions: Conditions,
): Promise<Outcome> {
  try {
    return { kind: "measured", ...await workload.measure(server, conditions) };
  } catch (error) {
    conditions.signal.throwIfAborted();
    if (!(error instanceof Error)) throw error;
    if (error.cause) say(`  it said: ${error.cause}`);
    const kind = error instanceof Unsupported ? "unsupported" : "failed";
    return { kind, reason: error.message };
  }
}

function describe(outcome: Outcome, { unit }: Workload): string {
  if (outcome.kind !== "measured") return `${outcome.kind}, ${outcome.reason}`;
  return `${formatFigure(outcome.value)} ${unit}`;
}

function describePlacement(cores: Cores | undefined): string {
  if (!cores) return "server and wrk not tied to cores";
  return "server tied to one core, wrk to another";
}

async function print(text: string): Promise<void> {
  await new Blob([text]).stream().pipeTo(Deno.stdout.writable, { preventClose: true });
}
