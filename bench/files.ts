/**
 * The files that are served, made once and kept for later runs.
 *
 * Each set is a directory of its own, since some servers look through all of it when they start.
 * All files are `.bin` and hold random bytes, which hardly any server tries to compress.
 */
import { join } from "node:path";

/** Names of the sets. */
export type FileSet = keyof typeof MAKERS;

/** Every set has this file, which tells whether a server is up: 1,024 bytes. */
export const PROBE_PATH = "/1k.bin";

/** Size of the probe file in bytes. */
export const PROBE_SIZE = 1_024;

/** Size of the big file in bytes. */
export const BIG_SIZE = 100 * 1_024 * 1_024;

/** How many files the set `many` has. */
export const MANY = 5_000;

/** How many files the set `more` has: our server keeps the bodies of two thirds. */
export const MORE = 20_000;

/** When all files were last changed: long ago, and a whole second. */
export const MODIFIED: Date = new Date("2024-01-01T00:00:00Z");

const MAKERS = {
  sizes(directory: string): void {
    makeFile(join(directory, "20k.bin"), 20 * 1_024);
    makeFile(join(directory, "100k.bin"), 100 * 1_024);
    makeFile(join(directory, "big.bin"), BIG_SIZE);
  },
  plain(): void {},
  thousand(directory: string): void {
    makeEntries(join(directory, "entries"), 1_000, 0);
  },
  many(directory: string): void {
    makeEntries(join(directory, "many"), MANY, 4 * 1_024);
  },
  more(directory: string): void {
    makeEntries(join(directory, "many"), MORE, 4 * 1_024);
  },
  listing(directory: string): void {
    makeEntries(join(directory, "entries"), 100_000, 0);
  },
  scripts(directory: string): void {
    Deno.mkdirSync(join(directory, "cgi-bin"), { mode: 0o755 });
    makeScripts(join(directory, "cgi-bin"));
  },
};

/** To be raised when the sets change, so that older ones are not taken for them. */
const EDITION = "files-1";

/**
 * Make one set of files, unless it was made before.
 *
 * @param set Its name
 * @param parent Directory to make it in, itself made when it is missing
 * @returns The directory to serve
 */
export function makeFiles(set: FileSet, parent: string): string {
  const directory = join(parent, EDITION, set);
  if (exists(directory)) return directory;
  // Complete at once or not at all, also when the run is ended early.
  const unfinished = `${directory}.${Deno.pid}`;
  Deno.mkdirSync(unfinished, { recursive: true, mode: 0o755 });
  makeFile(join(unfinished, PROBE_PATH), PROBE_SIZE);
  MAKERS[set](unfinished);
  Deno.renameSync(unfinished, directory);
  return directory;
}

function exists(path: string): boolean {
  try {
    Deno.statSync(path);
    return true;
  } catch (error) {
    if (error instanceof Deno.errors.NotFound) return false;
    throw error;
  }
}

/** Two scripts that say the same; one of them is not there where there is no compiler. */
function makeScripts(directory: string): void {
  const shell = join(directory, "shell");
  Deno.writeTextFileSync(
    shell,
    "#!/bin/sh\nprintf 'Content-Type: text/plain\\r\\n\\r\\nhello\\n'\n",
  );
  Deno.chmodSync(shell, 0o755);
  const source = join(directory, "program.c");
  const text =
    '#include <stdio.h>\nint main(void) { puts("Content-Type: text/plain\\r\\n\\r\\nhello"); }\n';
  Deno.writeTextFileSync(source, text);
  const args = ["-O2", "-o", join(directory, "program"), source];
  try {
    new Deno.Command("cc", { args }).outputSync();
  } catch (error) {
    if (!(error instanceof Deno.errors.NotFound)) throw error;
  }
}

/** Entries are named 0.bin, 1.bin and so on. */
function makeEntries(directory: string, count: number, size: number): void {
  Deno.mkdirSync(directory, { mode: 0o755 });
  for (let number = 0; number < count; number++) makeFile(join(directory, `${number}.bin`), size);
}

function makeFile(path: string, size: number): void {
  const block = crypto.getRandomValues(new Uint8Array(Math.min(size, 65_536)));
  const content = new Uint8Array(size);
  for (let at = 0; at < size; at += block.length) {
    content.set(block.subarray(0, size - at), at);
  }
  Deno.writeFileSync(path, content);
  Deno.utimeSync(path, MODIFIED, MODIFIED);
}
