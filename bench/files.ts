/**
 * The files that are served, made afresh for every run.
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
  listing(directory: string): void {
    makeEntries(join(directory, "entries"), 100_000, 0);
  },
  scripts(directory: string): void {
    Deno.mkdirSync(join(directory, "cgi-bin"), { mode: 0o755 });
    makeScripts(join(directory, "cgi-bin"));
  },
};

/**
 * Makes one set of files.
 *
 * @param set Its name.
 * @param parent Directory to make it in; nothing is done when it is there already.
 * @returns The directory to serve.
 */
export function makeFiles(set: FileSet, parent: string): string {
  const directory = join(parent, set);
  try {
    Deno.mkdirSync(directory, { mode: 0o755 });
  } catch (error) {
    if (error instanceof Deno.errors.AlreadyExists) return directory;
    throw error;
  }
  makeFile(join(directory, PROBE_PATH), PROBE_SIZE);
  MAKERS[set](directory);
  return directory;
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
