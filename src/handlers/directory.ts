/**
 * Reading directories.
 *
 * @module
 */

import type { WatchedFile } from "./watched_file.ts";
import { statOrNull } from "./files.ts";
import type { ListedEntry } from "./listing.ts";

/** From this size on, in bytes, a directory is read in turns: some thousand entries. */
const LARGE_DIRECTORY = 128 * 1024;

/** What there is in a directory. */
export interface DirectoryContent {
  /** The entries in no order, without those whose names are not valid UTF-8. */
  readonly entries: readonly ListedEntry[];
  /** Whether they are so many that other work on them should be done in turns as well. */
  readonly isLarge: boolean;
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
 * Read a directory: a large one while others are served.
 *
 * @param path The directory
 * @returns What there is; `null` where it cannot be read
 */
export async function readDirectoryOrNull(path: string): Promise<DirectoryContent | null> {
  const info = statOrNull(path);
  const watched: WatchedFile[] = [{ path, info }];
  const entries: ListedEntry[] = [];
  const list = (entry: Deno.DirEntry): void => {
    if (hasItsName(path, entry)) entries.push(listedEntry(path, entry, watched));
  };
  try {
    if (!isLarge(info)) { for (const entry of Deno.readDirSync(path)) list(entry); }
    // Where that meets an error it finds nothing, and says nothing of the error.
    if (entries.length === 0) { for await (const entry of Deno.readDir(path)) list(entry); }
    return { entries, isLarge: isLarge(info), watched };
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
  watched.push({ path, info });
  return { name, isDirectory: info?.isDirectory ?? false, isSymlink };
}
