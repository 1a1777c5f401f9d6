/**
 * Disks of a size of one's own.
 *
 * @module
 */

import { statfsSync } from "node:fs";
import { textOf } from "../../helpers/bytes.ts";
import { TempDir } from "../../helpers/temp_dir.ts";

/** Files that tell how much memory there is, for all and for a container, and what they say. */
const MEMORY: readonly (readonly [path: string, regexp: RegExp, unit: number])[] = [
  ["/proc/meminfo", /^MemAvailable:\s*(\d+) kB$/m, 1024],
  ["/sys/fs/cgroup/memory.max", /^(\d+)$/m, 1],
  ["/sys/fs/cgroup/memory/memory.limit_in_bytes", /^(\d+)$/m, 1],
];

/** A file system in memory, where this machine lets us have one; otherwise a directory. */
export class MemoryDisk implements Disposable {
  readonly #directory = new TempDir();
  readonly path: string = this.#directory.path;
  readonly mounted: boolean;

  /**
   * @param size In bytes
   */
  constructor(size: number) {
    this.mounted = run("mount", "-t", "tmpfs", "-o", `size=${size}`, "none", this.path);
  }

  [Symbol.dispose](): void {
    if (this.mounted) run("umount", this.path);
    this.#directory[Symbol.dispose]();
  }
}

/** A file system that does not tell cases apart, where there is one: Linux needs `lowntfs-3g` and root. */
export class CaselessDisk implements Disposable {
  readonly #directory = new TempDir();
  readonly path: string = this.#directory.mkdir("disk");
  readonly #mounted: boolean;

  constructor() {
    this.#mounted = Deno.build.os === "linux" && this.#mount();
  }

  #mount(): boolean {
    const image = this.#directory.join("image");
    Deno.writeFileSync(image, new Uint8Array(8 * 1024 * 1024));
    return run("mkntfs", "-F", "-q", image) &&
      run("lowntfs-3g", image, this.path, "-o", "ignore_case");
  }

  /** Whether it is one. */
  get isCaseless(): boolean {
    const path = `${this.path}/case`;
    Deno.writeTextFileSync(path, "");
    try {
      return Deno.lstatSync(`${this.path}/CASE`).isFile;
    } catch {
      return false;
    } finally {
      Deno.removeSync(path);
    }
  }

  [Symbol.dispose](): void {
    if (this.#mounted) run("umount", this.path);
    this.#directory[Symbol.dispose]();
  }
}

/** Whether this machine lets us have a {@linkcode CaselessDisk}. */
export function canBeCaseless(): boolean {
  using disk = new CaselessDisk();
  return disk.isCaseless;
}

function run(program: string, ...args: string[]): boolean {
  try {
    return new Deno.Command(program, { args, stdout: "null", stderr: "null" }).outputSync().success;
  } catch {
    return false;
  }
}

/** Whether this machine lets us have a {@linkcode MemoryDisk}. */
export function canMount(): boolean {
  using disk = new MemoryDisk(1024 * 1024);
  return disk.mounted;
}

/**
 * Room for a large file: in memory, which takes seconds, or on the disk.
 *
 * @param size Its size in bytes
 * @returns Makes the room; `undefined` if there is none
 */
export function roomFor(size: number): (() => MemoryDisk | TempDir) | undefined {
  // Whatever else the machine is doing.
  const needed = size + 2 * 1024 ** 3;
  if (hasMemory(needed) && canMount()) return () => new MemoryDisk(size + 1024 ** 2);
  using directory = new TempDir();
  const { bavail, bsize } = statfsSync(directory.path);
  return Number(bavail) * Number(bsize) >= needed ? () => new TempDir() : undefined;
}

function hasMemory(size: number): boolean {
  return MEMORY.every(([path, regexp, unit]) => {
    // Deno itself may look there only with all permissions.
    const { stdout } = new Deno.Command("cat", { args: [path], stderr: "null" }).outputSync();
    const count = regexp.exec(textOf(stdout))?.[1];
    return count === undefined || Number(count) * unit >= size;
  });
}
