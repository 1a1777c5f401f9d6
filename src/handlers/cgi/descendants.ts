/**
 * The processes that a script has started, which are to end with it.
 *
 * A group of processes would be easier to signal, but to make one costs Deno a fork of the whole
 * server for each script, which takes seven times as long as a start without it.
 *
 * @module
 */

import { isGranted } from "../../server/permissions.ts";

const PROGRAM = "ps";
const OPTIONS: Deno.CommandOptions = {
  args: ["-A", "-o", "pid=,ppid="],
  clearEnv: true,
  env: { PATH: "/usr/bin:/bin" },
  stdin: "null",
  stderr: "null",
};

const decoder = new TextDecoder();

/**
 * Whether Deno permits to signal the processes that scripts have started.
 *
 * @returns Whether it permits to run everything, and the system has signals
 */
export function maySignalOthers(): boolean {
  return Deno.build.os !== "windows" && isGranted({ name: "run" });
}

/**
 * Find the processes that others have started, and those that these have started.
 *
 * @param pids The numbers of the others
 * @returns The numbers of the processes; none if that cannot be told
 */
export async function findDescendants(pids: readonly number[]): Promise<number[]> {
  try {
    const { stdout } = await new Deno.Command(PROGRAM, OPTIONS).output();
    return descendantsIn(decoder.decode(stdout), pids);
  } catch {
    return [];
  }
}

/**
 * As {@linkcode findDescendants}, where there is no time to wait.
 *
 * @param pids The numbers of the others
 * @returns The numbers of the processes; none if that cannot be told
 */
export function findDescendantsSync(pids: readonly number[]): number[] {
  try {
    const { stdout } = new Deno.Command(PROGRAM, OPTIONS).outputSync();
    return descendantsIn(decoder.decode(stdout), pids);
  } catch {
    return [];
  }
}

/**
 * Find processes in a table.
 *
 * @param table Lines with the number of a process and that of its parent
 * @param pids The numbers of processes
 * @returns The numbers of their children, and of all below these
 */
export function descendantsIn(table: string, pids: readonly number[]): number[] {
  const rows = [...table.matchAll(/^ *(\d+) +(\d+) *$/gm)];
  const children = Map.groupBy(rows, ([, , parent]) => Number(parent));
  const found = [...pids];
  // It grows while it is walked through.
  for (const pid of found) {
    for (const [, child] of children.get(pid) ?? []) found.push(Number(child));
  }
  return found.slice(pids.length);
}

/**
 * Send a signal to processes, some of which may have ended.
 *
 * @param pids Their numbers
 * @param signal The signal
 */
export function signalAll(pids: readonly number[], signal: Deno.Signal): void {
  for (const pid of pids) {
    try {
      Deno.kill(pid, signal);
    } catch {
      // It has ended.
    }
  }
}
