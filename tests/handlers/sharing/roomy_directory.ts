/**
 * Room for large files.
 *
 * @module
 */

import { statfsSync } from "node:fs";

/** What is to be free besides, in bytes. */
const RESERVE = 2 * 1024 ** 3;

/** Where there is a disk in memory, which takes seconds for what disks take minutes for. */
const IN_MEMORY = "/dev/shm";

/** Files that tell how much memory there is, for all and for a container, and what they say. */
const MEMORY: readonly (readonly [path: string, regexp: RegExp, unit: number])[] = [
  ["/proc/meminfo", /^MemAvailable:\s*(\d+) kB$/m, 1024],
  ["/sys/fs/cgroup/memory.max", /^(\d+)$/m, 1],
  ["/sys/fs/cgroup/memory/memory.limit_in_bytes", /^(\d+)$/m, 1],
];

/**
 * Where a large file can be put.
 *
 * @param size Its size in bytes
 * @returns A directory; `undefined` if there is no room anywhere
 */
export function directoryFor(size: number): string | undefined {
  const needed = size + RESERVE;
  if (freeIn(IN_MEMORY) >= needed && mayTake(needed)) return IN_MEMORY;
  const usual = Deno.env.get("TMPDIR") ?? "/tmp";
  return freeIn(usual) >= needed ? usual : undefined;
}

function freeIn(directory: string): number {
  try {
    const { bavail, bsize } = statfsSync(directory);
    return Number(bavail) * Number(bsize);
  } catch {
    return 0;
  }
}

/** Whether there is as much memory. */
function mayTake(size: number): boolean {
  return MEMORY.every(([path, regexp, unit]) => {
    const { stdout } = new Deno.Command("cat", { args: [path], stderr: "null" }).outputSync();
    const count = regexp.exec(new TextDecoder().decode(stdout))?.[1];
    return count === undefined || Number(count) * unit >= size;
  });
}
