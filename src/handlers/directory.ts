/**
 * Reading directories.
 *
 * @module
 */

import { statOrNull } from "./files.ts";
import { mapInTurns } from "./in_turns.ts";
import type { ListedEntry } from "./listing.ts";

/** From this size on, in bytes, a directory is taken for a large one: some thousand entries. */
const LARGE_DIRECTORY = 128 * 1024;

/**
 * Whether a directory is too large to be read in one go without others noticing.
 *
 * @param path The directory
 * @returns Whether to use {@linkcode readLargeDirectoryOrNull}
 */
export function isLargeDirectory(path: string): boolean {
  return (statOrNull(path)?.size ?? 0) >= LARGE_DIRECTORY;
}

/**
 * Read a directory.
 *
 * @param path The directory
 * @returns Its entries in no order, without those whose names are not valid UTF-8; `null` where it
 * cannot be read
 */
export function readDirectoryOrNull(path: string): ListedEntry[] | null {
  try {
    const entries = [...Deno.readDirSync(path)].filter((entry) => hasItsName(path, entry));
    return entries.map((entry) => listedEntry(path, entry));
  } catch {
    return null;
  }
}

/**
 * {@linkcode readDirectoryOrNull} while others are served.
 *
 * @param path The directory
 * @returns Its entries, or `null`
 */
export async function readLargeDirectoryOrNull(path: string): Promise<ListedEntry[] | null> {
  try {
    const entries = await Array.fromAsync(Deno.readDir(path));
    const named = entries.filter((entry) => hasItsName(path, entry));
    return await mapInTurns(named, (entry) => listedEntry(path, entry));
  } catch {
    return null;
  }
}

/** Deno puts U+FFFD for what is not UTF-8 in a name; then there is nothing of that name. */
function hasItsName(path: string, { name }: Deno.DirEntry): boolean {
  return !name.includes("\ufffd") || statOrNull(`${path}/${name}`) !== null;
}

/** Python looks at each entry. What a directory says of its entries is enough, but for links. */
function listedEntry(path: string, { name, isDirectory, isSymlink }: Deno.DirEntry): ListedEntry {
  const leadsToDirectory = isSymlink && (statOrNull(`${path}/${name}`)?.isDirectory ?? false);
  return { name, isDirectory: isDirectory || leadsToDirectory, isSymlink };
}
