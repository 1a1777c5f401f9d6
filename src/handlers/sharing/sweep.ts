/**
 * Removing what uploads left behind: those of a server that was killed, and those that nobody went on
 * with.
 *
 * @module
 */

import { writeLog } from "../../server/log.ts";
import { readEntries } from "../listing/directory.ts";
import { Turns } from "../turns/in_turns.ts";
import { lockFile, removeIfThere } from "./file_system.ts";
import { removeMade } from "./made_directories.ts";
import { isPartialName, resumableId, resumableNames } from "./partial_name.ts";
import { ageOf, EXPIRY, isExpired, readNote } from "./resumable_note.ts";

/** The end of the name of a file that comes in one request: its lock tells whether it still does. */
const ONE_REQUEST_REGEXP = /\.[0-9a-f]{32}$/;

/** How often a directory is looked through at most, in milliseconds. */
const INTERVAL = 60 * 60 * 1000;

/** When each directory was looked through last, by path. */
const sweptAt = new Map<string, number>();

/**
 * Look through a directory and all below it, unless that was done within the hour. Nothing waits for
 * it.
 *
 * @param root The directory
 */
export function sweepNowAndThen(root: string): void {
  const now = performance.now();
  if (now - (sweptAt.get(root) ?? -Infinity) < INTERVAL) return;
  sweptAt.set(root, now);
  sweep(root).catch((error: Error) => {
    writeLog(`Cannot look for uploads that were left behind: ${error.message}\n`);
  });
}

/**
 * Remove what uploads left behind in a directory and all below it. Links are not followed.
 *
 * @param root The directory
 * @returns How many files were removed
 */
export async function sweep(root: string): Promise<number> {
  let removed = 0;
  const turns = new Turns();
  for (const pending = [root]; pending.length > 0;) {
    const directory = pending.pop()!;
    for await (const entries of entriesOf(directory, turns)) {
      for (const { name, isDirectory, isFile } of entries) {
        if (isDirectory) pending.push(`${directory}/${name}`);
        if (isFile && isPartialName(name)) removed += removeIfStale(directory, name);
      }
    }
  }
  return removed;
}

/** It may be gone, or not be ours to read. */
async function* entriesOf(directory: string, turns: Turns): AsyncGenerator<Deno.DirEntry[]> {
  try {
    yield* readEntries(directory, turns);
  } catch {
    // Then there is nothing to remove either.
  }
}

/** A file whose writer has no lock any more is left behind; one that can be resumed, after a day. */
function removeIfStale(directory: string, name: string): number {
  const path = `${directory}/${name}`;
  const id = resumableId(name);
  if (id !== undefined) return isExpired(directory, id) ? removeExpired(directory, id) : 0;
  const isStale = ONE_REQUEST_REGEXP.test(name) || ageOf(path) > EXPIRY;
  return isStale && removeUnlocked(path) ? 1 : 0;
}

/** Remove all that there is of an upload, and the directories that were made for it. */
function removeExpired(directory: string, id: string): number {
  const [data, note] = Object.values(resumableNames(id)).map((name) => `${directory}/${name}`);
  const made = readNote(note!)?.made ?? 0;
  const removed = [data!, note!].filter(removeUnlocked).length;
  removeMade(directory, made);
  return removed;
}

function removeUnlocked(path: string): boolean {
  try {
    using file = Deno.openSync(path, { read: true, write: true });
    if (!lockFile(file)) return false;
    // While the lock is held: whoever made the file and waits for it sees that it is gone.
    removeIfThere(path);
    return true;
  } catch {
    return false;
  }
}
