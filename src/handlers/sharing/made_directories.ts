/**
 * Directories that uploads made on the way to their files: they go away again, as long as they are
 * empty, with uploads that are given up.
 *
 * @module
 */

import { nodeFs } from "../../server/node/node_builtins.ts";

/** Those in which no file is complete yet, by their real paths. */
const provisional = new Set<string>();

/** How many are known at most. Further ones stay, whatever becomes of the uploads. */
const MAX_PROVISIONAL = 10_000;

/**
 * Note that an upload made a directory.
 *
 * @param directory Its real path
 */
export function noteMade(directory: string): void {
  if (provisional.size < MAX_PROVISIONAL) provisional.add(directory);
}

/**
 * How many directories on the way to a file are there only because uploads made them. It may have been
 * another upload, as with the files of a folder, that come one by one: the last one takes them along.
 *
 * @param directory The directory that the file is to be in
 * @returns How many, counted from that directory upwards
 */
export function madeLevels(directory: string): number {
  let levels = 0;
  for (let path = directory; provisional.has(path); path = above(path)) levels++;
  return levels;
}

/**
 * Note that there is a file in a directory, so that it stays.
 *
 * @param directory The directory
 */
export function keepMade(directory: string): void {
  for (let path = directory; provisional.delete(path); path = above(path));
}

/**
 * Remove directories that are empty, and nothing else: neither what is in one nor what took its place.
 *
 * @param directory The innermost one
 * @param levels How many, counted from that one upwards
 */
export function removeMade(directory: string, levels: number): void {
  let path = directory;
  for (let left = levels; left > 0; left--) {
    try {
      // Deno's own function would remove a file, too.
      nodeFs().rmdirSync(path);
    } catch {
      return;
    }
    provisional.delete(path);
    path = above(path);
  }
}

/**
 * Do what an upload begins with. If that fails, the directories go away that were made for it.
 *
 * @param directory The directory that the file is to be in
 * @param action What to do
 * @returns What it returns
 */
export function beginIn<Value>(directory: string, action: () => Value): Value {
  try {
    return action();
  } catch (error) {
    removeMade(directory, madeLevels(directory));
    throw error;
  }
}

function above(path: string): string {
  return path.slice(0, path.lastIndexOf("/"));
}
