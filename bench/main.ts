/**
 * The comparison with other servers: `deno task bench`, or `deno run -A bench/main.ts --help`.
 *
 * This file reads the arguments, finds the servers and takes the rounds in turn; what a round
 * is stands in workload.ts, and what a server is in server.ts.
 */
import { join } from "node:path";
import { Unsupported } from "./exchange.ts";
import { makeFiles } from "./files.ts";
import { needProgram } from "./install.ts";
import { chooseCores, type Cores, describeMachine } from "./machine.ts";
import { formatHelp, type Options, parseOptions, pick } from "./options.ts";
import { formatFigure, formatReport, type Outcome, type Row } from "./report.ts";
import type { Conditions } from "./running.ts";
import type { Found, Server } from "./server.ts";
import { endOnSignals } from "./signals.ts";
import { OURS, SERVERS, YARDSTICKS } from "./servers.ts";
import type { Workload } from "./workload.ts";
import { WORKLOADS } from "./workloads.ts";

/** The servers that will run, and why the others won't. */
interface Field {
  found: Map<string, Found>;
  missing: Map<string, string>;
}

function say(text: string): void {
  Deno.stderr.writeSync(new TextEncoder().encode(text + "\n"));
}

async function main(args: string[]): Promise<number> {
  const options = parseOptions(args);
  if (options.help) {
    await print(formatHelp(WORKLOADS, SERVERS));
    return 0;
  }
  const workloads = pick("workload", WORKLOADS, options.only);
  const servers = pick("server", SERVERS, options.servers);
  const signal = endOnSignals();
  const scratch = Deno.makeTempDirSync({ prefix: "bench-" });
  try {
    // nginx's worker and others may not be the user who runs this.
    Deno.chmodSync(scratch, 0o755);
    const report = await compare(workloads, servers, { options, scratch, signal });
    await print(report);
    if (options.save) {
      Deno.writeTextFileSync(join(import.meta.dirname ?? ".", "RESULTS.md"), report);
    }
    return 0;
  } catch (error) {
    if (!signal.aborted) throw error;
    say("Ended early: nothing is reported");
    return 130;
  } finally {
    Deno.removeSync(scratch, { recursive: true });
  }
}

async function compare(
  workloads: Workload[],
  servers: Server[],
  run: { options: Options; scratch: string; signal: AbortSignal },
): Promise<string> {
  const { options, scratch, signal } = run;
  if (!await needProgram("wrk", "wrk", { install: options.install, signal })) {
    throw new Error("Cannot measure without wrk: install it (Debian's package wrk)");
  }
  const { found, missing } = await findServers(servers, run);
  const cores = chooseCores();
  const { seconds, warmup } = options;
  const rows: Row[] = [];
  for (const workload of workloads) {
    const directory = makeFiles(workload.files, scratch);
    const conditions = { seconds, warmup, cores, directory, scratch, signal };
    rows.push(await measureRow(workload, found, options.rounds, conditions));
  }
  return formatReport(rows, {
    servers: [...found.keys()],
    ours: OURS.name,
    yardsticks: YARDSTICKS.map(({ name }) => name),
  }, {
    date: new Date().toISOString().slice(0, 10),
    machine: await describeMachine(),
    placement: describePlacement(cores),
    rounds: options.rounds,
    seconds,
    versions: new Map([...found].map(([name, { version }]) => [name, version])),
    missing,
  });
}

async function findServers(
  servers: Server[],
  { options, scratch, signal }: { options: Options; scratch: string; signal: AbortSignal },
): Promise<Field> {
  const field: Field = { found: new Map(), missing: new Map() };
  for (const { name, find } of servers) {
    const finding = await find({
      install: options.install,
      stdPath: options.stdPath,
      scratch,
      signal,
    });
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
  servers: ReadonlyMap<string, Found>,
  rounds: number,
  conditions: Conditions,
): Promise<Row> {
  const outcomes = new Map<string, Outcome[]>([...servers.keys()].map((name) => [name, []]));
  for (let round = 0; round < rounds; round++) {
    const order = [...servers];
    for (const [name, server] of round % 2 === 0 ? order : order.toReversed()) {
      const earlier = outcomes.get(name) ?? [];
      const last = earlier.at(-1);
      const outcome = last?.kind === "unsupported"
        ? last
        : await measureOnce(workload, server, conditions);
      earlier.push(outcome);
      say(`${workload.name} ${round + 1}/${rounds} ${name}: ${describe(outcome, workload)}`);
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

if (import.meta.main) {
  try {
    Deno.exit(await main(Deno.args));
  } catch (error) {
    say(error instanceof Error ? error.message : `${error}`);
    Deno.exit(1);
  }
}
