/**
 * What the process holds.
 *
 * @module
 */

import { setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";
import { textOf } from "./bytes.ts";

/** Whether {@linkcode openFiles} can tell. */
export const COUNTS_FILES = Deno.build.os === "linux";

/** How many sockets, and files in directories of tests, the process has open. */
export function openFiles(): number {
  const { stdout } = new Deno.Command("ls", { args: ["-l", `/proc/${Deno.pid}/fd`] }).outputSync();
  return [...textOf(stdout).matchAll(/-> (socket:|.*\/http-server-test-)/g)].length;
}

// Deno itself may read that directory only with all permissions; and to run a command for the first
// time takes sockets that stay.
if (COUNTS_FILES) openFiles();

/** How much memory another process has ever had at once, in bytes. */
export async function peakMemory(pid: number): Promise<number> {
  const { stdout } = await new Deno.Command("cat", { args: [`/proc/${pid}/status`] }).output();
  return Number(/^VmHWM:\s*(\d+) kB$/m.exec(textOf(stdout))![1]) * 1024;
}

/** What is in use after all that nobody refers to was given up, in bytes. */
export function usedMemory(): number {
  setFlagsFromString("--expose-gc");
  runInNewContext("gc")();
  const { heapUsed, external } = Deno.memoryUsage();
  return heapUsed + external;
}
