/**
 * Reading directories.
 *
 * @module
 */

import { EntryTable, type ListedEntry } from "./entry_table.ts";
import { statOrNull } from "../disk/files.ts";
import { STEP, Turns } from "../turns/in_turns.ts";
import { type WatchedFile, watchFile } from "../memory/watched_file.ts";

/** From this size on, in bytes, a directory is read in turns: some thousand entries. */
const LARGE_DIRECTORY = 128 * 1024;

/** What there is in a directory. */
export interface DirectoryContent {
  /** The entries in no order, without those whose names are not valid UTF-8. */
  readonly entries: EntryTable;
  /** Whether they are so many that other work on them should be done in turns as well. */
  readonly isLarge: boolean;
  /** Whether there are symbolic links, listed or not. */
  readonly hasLinks: boolean;
  /** What the entries depend on: the directory, and what its links lead to. */
  readonly watched: readonly WatchedFile[];
}

/**
 * Whether to read a directory in turns.
 *
 * @param path The directory
 * @returns Whether it has some thousand entries or more
 */
export function isLargeDirectory(path: string): boolean {
  return isLarge(statOrNull(path));
}

function isLarge(info: Deno.FileInfo | null): boolean {
  return (info?.size ?? 0) >= LARGE_DIRECTORY;
}

/**
 * The entries of a directory, some at a time: others are served when a turn is over.
 *
 * @param path The directory
 * @param turns The turns of the work that it is read for
 * @returns The entries in no order, {@linkcode STEP} at a time at most
 * @throws {Deno.errors.NotFound} when it is gone
 */
export async function* readEntries(
  path: string,
  turns: Turns = new Turns(),
): AsyncGenerator<Deno.DirEntry[], void, void> {
  if (isLargeDirectory(path)) return yield* readLarge(path, turns);
  const entries = [...Deno.readDirSync(path)];
  for (let start = 0; start < entries.length; start += STEP) {
    yield entries.slice(start, start + STEP);
    await turns.nextIfOver();
  }
}

async function* readLarge(
  path: string,
  turns: Turns,
): AsyncGenerator<Deno.DirEntry[], void, void> {
  let some: Deno.DirEntry[] = [];
  for await (const entry of Deno.readDir(path)) {
    if (some.push(entry) < STEP) continue;
    yield some;
    some = [];
    await turns.nextIfOver();
  }
  yield some;
}

/**
 * Read a directory: a large one while others are served.
 *
 * @param path The directory
 * @param isListed Whether an entry is wanted; without it, all are
 * @returns What there is; `null` where it cannot be read
 */
export async function readDirectoryOrNull(
  path: string,
  isListed?: (entry: ListedEntry) => boolean,
): Promise<DirectoryContent | null> {
  const info = statOrNull(path);
  const watched: WatchedFile[] = [{ path, info }];
  const entries = new EntryTable();
  let count = 0;
  let hasLinks = false;
  const take = (found: Deno.DirEntry): void => {
    count++;
    if (!hasItsName(path, found)) return;
    const entry = listedEntry(path, found, watched);
    hasLinks ||= entry.isSymlink;
    if (isListed?.(entry) ?? true) entries.add(entry);
  };
  try {
    if (!isLarge(info)) { for (const found of Deno.readDirSync(path)) take(found); }
    // Where that meets an error it finds nothing, and says nothing of the error.
    if (count === 0) {
      const turns = new Turns();
      for await (const found of Deno.readDir(path)) {
        take(found);
        if (count % STEP === 0 && turns.over) await turns.next();
      }
    }
    return { entries, isLarge: isLarge(info), hasLinks, watched };
  } catch {
    return null;
  }
}

/** Deno puts U+FFFD for what is not UTF-8 in a name; then there is nothing of that name. */
function hasItsName(path: string, { name }: Deno.DirEntry): boolean {
  if (!name.includes("\ufffd")) return true;
  try {
    Deno.lstatSync(`${path}/${name}`);
    return true;
  } catch {
    return false;
  }
}

/** Python looks at each entry. What a directory says of its entries is enough, but for links. */
function listedEntry(
  directory: string,
  { name, isDirectory, isSymlink }: Deno.DirEntry,
  watched: WatchedFile[],
): ListedEntry {
  if (!isSymlink) return { name, isDirectory, isSymlink };
  const path = `${directory}/${name}`;
  const info = statOrNull(path);
  watchFile(watched, { path, info });
  return { name, isDirectory: info?.isDirectory ?? false, isSymlink };
}
