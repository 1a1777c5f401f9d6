/** The machine: its cores, and what the report may say about it (never its name, never a path). */
import { capture, findProgram, parseVersion } from "./programs.ts";

/** The cores that the parties are tied to, by number. */
export interface Cores {
  /** The server alone. */
  readonly server: number;
  /** wrk. */
  readonly wrk: number;
  /** Other clients; wrk's core when there is no third one. */
  readonly helper: number;
}

/**
 * Choose a core for each party.
 *
 * @returns The cores, or undefined where there is only one, or no `taskset` to tie anything to it
 */
export function chooseCores(): Cores | undefined {
  if (!findProgram("taskset")) return undefined;
  const status = readText("/proc/self/status");
  const list = /^Cpus_allowed_list:\s*(\S+)$/m.exec(status)?.[1] ?? "";
  const [server, wrk, helper] = parseCpuList(list);
  if (server === undefined || wrk === undefined) return undefined;
  return { server, wrk, helper: helper ?? wrk };
}

/**
 * Read a list of processors as Linux writes it.
 *
 * @param list Such as `0-2,5`
 * @returns Their numbers: `[0, 1, 2, 5]`
 */
export function parseCpuList(list: string): number[] {
  return list.split(",").filter((part) => part !== "").flatMap((part) => {
    const [first = NaN, last = first] = part.split("-").map(Number);
    return Array.from({ length: last - first + 1 }, (_, at) => first + at);
  });
}

/**
 * Describe the machine and the common tools.
 *
 * @returns One line
 */
export async function describeMachine(): Promise<string> {
  const model = /^model name\s*:\s*(.*)$/m.exec(readText("/proc/cpuinfo"))?.[1] ?? "unknown CPU";
  // wrk answers -v with its usage and exit status 1, so it is asked through the shell.
  const wrk = parseVersion(await capture(["sh", "-c", "wrk -v 2>&1; true"]));
  const cores = navigator.hardwareConcurrency;
  return `${cores} ${cores === 1 ? "core" : "cores"} of ${model.trim()}, ` +
    `${Deno.build.os} ${parseVersion(Deno.osRelease())}, wrk ${wrk}`;
}

function readText(path: string): string {
  try {
    return Deno.readTextFileSync(path);
  } catch {
    return "";
  }
}
