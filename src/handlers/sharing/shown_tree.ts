/**
 * All that is below a directory, as far as its listings would show it.
 *
 * @module
 */

import { EntryTable, type ListedEntry } from "../listing/entry_table.ts";
import { numbersUpTo, sortInTurns, Turns } from "../turns/in_turns.ts";
import { openWithoutWaiting } from "../disk/regular_file.ts";
import { isPartialName } from "./partial_name.ts";

/** What is shown of a directory. */
export interface ShownEntry {
  /** Its path on the disk. */
  readonly path: string;
  /** The names on the way to it, its own one last. */
  readonly names: readonly string[];
  /** What the file system says of it, or of what it leads to. */
  readonly info: Deno.FileInfo;
}

/** What decides which entries there are. */
export interface ShownRules {
  /**
   * Whether listings show an entry.
   *
   * @param path Its path on the disk
   * @param entry What its directory says of it
   * @param info What the file system says of it, or of what it leads to
   */
  isShown(path: string, entry: ListedEntry, info: Deno.FileInfo): boolean;
}

/** No selection. */
const ALL: ReadonlySet<string> = new Set();

/** A directory that is still to be looked into. */
interface Pending extends ShownEntry {
  /** The names of the entries to take; all when empty. */
  readonly selection: ReadonlySet<string>;
}

/**
 * Find files that can be read, and directories before what is in them, in order of names. A directory
 * comes once, whatever links lead to it: links in circles end there.
 *
 * @param root The directory, which is not among them
 * @param selection The names of the entries to take; all when empty
 * @param rules See {@linkcode ShownRules}
 */
export async function* shownTree(
  root: string,
  selection: readonly string[],
  rules: ShownRules,
): AsyncGenerator<ShownEntry> {
  const turns = new Turns();
  const visited = new Set<string>();
  const info = readable(() => Deno.statSync(root));
  if (info === undefined) return;
  const pending: Pending[] = [{ path: root, names: [], info, selection: new Set(selection) }];
  for (let next; (next = pending.pop()) !== undefined;) {
    if (visited.has(keyOf(next.info))) continue;
    visited.add(keyOf(next.info));
    if (next.names.length > 0) yield next;
    const directories: Pending[] = [];
    const found = await entriesOf(next.path);
    for (const entry of shownEntries(next, found, rules)) {
      if (entry.info.isDirectory) directories.push({ ...entry, selection: ALL });
      else yield entry;
      await turns.nextIfOver();
    }
    // Taken from the end.
    pending.push(...directories.reverse());
  }
}

/** The entries of a directory, in order of their names; none of one that can't be read. */
async function entriesOf(directory: string): Promise<Iterable<ListedEntry>> {
  try {
    const entries = new EntryTable();
    for await (const entry of Deno.readDir(directory)) entries.add(entry);
    const order = await sortInTurns(
      numbersUpTo(entries.length),
      (a, b) => compare(entries.nameAt(a), entries.nameAt(b)),
    );
    return order.values().map((index) => entries.at(index));
  } catch {
    return [];
  }
}

function* shownEntries(
  { path: directory, names, selection }: Pending,
  found: Iterable<ListedEntry>,
  rules: ShownRules,
): Generator<ShownEntry> {
  for (const entry of found) {
    const { name } = entry;
    if (selection.size > 0 && !selection.has(name)) continue;
    const path = directory === "/" ? `/${name}` : `${directory}/${name}`;
    if (isPartialName(name)) continue;
    const info = readable(() => Deno.statSync(path));
    // Asked after the look: what was seen by a link that is swapped in is not shown.
    if (info === undefined || !rules.isShown(path, entry, info)) continue;
    if (info.isDirectory || info.isFile && mayBeRead(path)) {
      yield { path, names: [...names, name], info };
    }
  }
}

function keyOf({ dev, ino }: Deno.FileInfo): string {
  return `${dev}:${ino}`;
}

/** What can't be looked at is left out. */
function readable<Value>(look: () => Value): Value | undefined {
  try {
    return look();
  } catch {
    return undefined;
  }
}

function mayBeRead(path: string): boolean {
  const file = readable(() => openWithoutWaiting(path));
  file?.close();
  return file !== undefined;
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
