/** Running clients beside a server: client.ts, and slow_clients.py, whose buffers Deno cannot make small. */
import { join } from "node:path";
import { endChild, startChild } from "./children.ts";
import type { Conditions } from "./running.ts";

/** A client at work. */
export interface Helper extends AsyncDisposable {
  /** Connections that it has opened. */
  readonly connections: number;
  /** Tell whether it has ended by itself, as it does when the server fails it. */
  ended(): boolean;
  /** End it the friendly way, and tell how many connections were still open then. */
  finish(): Promise<number>;
}

/** Longest time until a client has begun, in milliseconds: 10,000 connections take a while. */
const BEGIN_LIMIT = 60_000;

/**
 * Start a client and wait until it has begun.
 *
 * @param mode What it does; see client.ts, and slow_clients.py for `crowd`
 * @param port The server's port on 127.0.0.1
 * @param what Path, or number of connections
 * @param conditions Core and end of the run
 * @returns The client; disposing it ends it
 * @throws {Error} if it failed or did not begin in time
 */
export async function startHelper(
  mode: "idle" | "slow" | "loop" | "crowd",
  port: number,
  what: string,
  conditions: Conditions,
): Promise<Helper> {
  const argv = [...commandOf(mode), `${port}`, what];
  const child = startChild(argv, { core: conditions.cores?.helper, input: true });
  const limit = AbortSignal.any([conditions.signal, AbortSignal.timeout(BEGIN_LIMIT)]);
  const stop = (): void => void endChild(child);
  limit.addEventListener("abort", stop);
  let ended = false;
  child.status.then(() => ended = true);
  const lines = child.stdout.pipeThrough(new TextDecoderStream()).getReader();
  const messages = child.stderr.cancel();
  async function end(): Promise<void> {
    await endChild(child);
    await Promise.allSettled([lines.cancel(), messages, child.stdin.close()]);
  }
  const connections = await readCount(lines, "ready");
  limit.removeEventListener("abort", stop);
  if (connections === undefined) {
    await end();
    conditions.signal.throwIfAborted();
    throw new Error(
      limit.aborted ? "the client was not ready in time" : "the client got no good answer",
    );
  }
  return {
    connections,
    ended: () => ended,
    async finish(): Promise<number> {
      await child.stdin.close();
      return await readCount(lines, "open") ?? 0;
    },
    [Symbol.asyncDispose]: end,
  };
}

function commandOf(mode: "idle" | "slow" | "loop" | "crowd"): string[] {
  const directory = import.meta.dirname ?? ".";
  if (mode === "crowd") return ["python3", join(directory, "../tests/limits/slow_clients.py")];
  return [Deno.execPath(), "run", "-N", "--no-prompt", join(directory, "client.ts"), mode];
}

/** A line is so short that it comes in one piece. */
async function readCount(
  lines: ReadableStreamDefaultReader<string>,
  word: string,
): Promise<number | undefined> {
  const { value = "" } = await lines.read();
  const count = new RegExp(`^${word} (\\d+)$`, "m").exec(value)?.[1];
  return count === undefined ? undefined : Number(count);
}
