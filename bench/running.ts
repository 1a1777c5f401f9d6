/** One process of a server, from its start to the removal of everything it left. */
import { join } from "node:path";
import { endChild, startChild } from "./children.ts";
import { waitForFirstByte } from "./exchange.ts";
import type { Cores } from "./machine.ts";
import type { Found } from "./server.ts";

/** What all measurements of a run have in common. */
export interface Conditions {
  /** Length of a round in seconds. */
  readonly seconds: number;
  /** Load before each round that is not counted, in seconds. */
  readonly warmup: number;
  /** Cores of the parties. */
  readonly cores: Cores | undefined;
  /** Directory to serve. */
  readonly directory: string;
  /** Directory under which each process gets one of its own. */
  readonly scratch: string;
  /** Aborted when the user ends the run. */
  readonly signal: AbortSignal;
}

/** A server that is up. */
export interface Running extends AsyncDisposable {
  /** Process id; that of a parent, if the server has several. */
  readonly pid: number;
  /** Port on 127.0.0.1. */
  readonly port: number;
  /** Time from the start of its program to the first byte it answered, in milliseconds. */
  readonly startUp: number;
}

/** Below the ports that Linux gives to clients, lest wrk's many connections be in the way. */
const [FIRST_PORT, PORTS] = [20_000, 10_000];

/**
 * Start a server and wait until it answers.
 *
 * @param server The server
 * @param conditions Where, and on which core
 * @returns The server; disposing it ends it and removes its files
 * @throws {Error} if it ended by itself or did not answer in time
 */
export async function startServer(server: Found, conditions: Conditions): Promise<Running> {
  const { cores, directory, signal } = conditions;
  const scratch = Deno.makeTempDirSync({ dir: conditions.scratch });
  const port = findFreePort();
  const log = join(scratch, "access.log");
  const { argv, env, cwd } = server.launch({ port, directory, scratch, log });
  const begun = join(scratch, "begun");
  const child = startChild(argv, { core: cores?.server, log, begun, env, cwd });
  async function end(): Promise<void> {
    await endChild(child);
    Deno.removeSync(scratch, { recursive: true });
  }
  try {
    await waitForAnswer(port, child, signal);
  } catch (error) {
    const cause = readLastLine(log);
    await end();
    throw new Error(error instanceof Error ? error.message : `${error}`, { cause });
  }
  // Not from the start of the shell, which is not the server's.
  const startUp = Date.now() - readTime(begun);
  return { pid: child.pid, port, startUp, [Symbol.asyncDispose]: end };
}

async function waitForAnswer(
  port: number,
  child: Deno.ChildProcess,
  signal: AbortSignal,
): Promise<void> {
  const ended = new AbortController();
  child.status.then(() => ended.abort(new Error("ended while starting")));
  await waitForFirstByte(port, AbortSignal.any([signal, ended.signal]));
}

/** A time that Bash wrote, in milliseconds since the epoch; in some languages it has a comma. */
function readTime(path: string): number {
  return Number(Deno.readTextFileSync(path).replace(",", ".")) * 1000;
}

/** What it said last is for the one who watches: it may name paths, so the report leaves it out. */
function readLastLine(log: string): string {
  try {
    return Deno.readTextFileSync(log).trimEnd().split("\n").at(-1) ?? "";
  } catch {
    return "";
  }
}

/** Peers cannot be given port 0 and asked which one they got, so there is a small race here. */
function findFreePort(): number {
  for (;;) {
    const port = FIRST_PORT + Math.floor(Math.random() * PORTS);
    try {
      Deno.listen({ hostname: "127.0.0.1", port }).close();
      return port;
    } catch (error) {
      if (!(error instanceof Deno.errors.AddrInUse)) throw error;
    }
  }
}
