/**
 * What goes into an archive.
 *
 * @module
 */

import { type ShownEntry, type ShownRules, shownTree } from "./shown_tree.ts";

/** A file or directory in an archive. */
export interface ArchiveEntry {
  /** Its name in the archive: safe names with `/` between them, and at the end of a directory's. */
  readonly name: string;
  /** Where it is. */
  readonly path: string;
  /** Its size in bytes; 0 for a directory. */
  readonly size: number;
  /** When it was changed, in milliseconds since the epoch. */
  readonly mtime: number;
  /** Its permissions, as Unix has them. */
  readonly mode: number;
  /** What tells it from another file of the same name: its number, and the device. */
  readonly ino: number | null;
  readonly dev: number;
  /** Whether it is a directory. */
  readonly isDirectory: boolean;
}

/** What decides which entries there are. */
export interface ArchiveRules extends ShownRules {
  /**
   * Called for each entry that is found.
   *
   * @throws Whatever ends the search
   */
  count(): void;
}

/** A character that means something to a program that unpacks: Windows' separator, controls. */
const UNSAFE_REGEXP = /[\\\p{Cc}]/gu;

/** The name of a drive. */
const DRIVE_REGEXP = /^([a-z]):/i;

/**
 * Find all entries.
 *
 * @param root The directory
 * @param name Its name in the archive
 * @param selection The names of the entries to take; all when empty
 * @param rules See {@linkcode ArchiveRules}
 * @returns The entries, the directory itself first
 */
export async function collectEntries(
  root: string,
  name: string,
  selection: readonly string[],
  rules: ArchiveRules,
): Promise<ArchiveEntry[]> {
  rules.count();
  const entries = [entryOf({ path: root, names: [], info: Deno.statSync(root) }, name)];
  for await (const shown of shownTree(root, selection, rules)) {
    rules.count();
    entries.push(entryOf(shown, name));
  }
  return entries;
}

function entryOf({ path, names, info }: ShownEntry, top: string): ArchiveEntry {
  const { isDirectory } = info;
  return {
    name: [top, ...names].map(safeEntryName).join("/") + (isDirectory ? "/" : ""),
    path,
    isDirectory,
    size: isDirectory ? 0 : info.size,
    mtime: info.mtime?.getTime() ?? 0,
    mode: (info.mode ?? (isDirectory ? 0o755 : 0o644)) & 0o777,
    ino: info.ino,
    dev: info.dev,
  };
}

/**
 * A name that leads nowhere else when it is unpacked, on any system. Names stay different: a
 * backslash, control characters and the colon of a drive are percent-encoded.
 */
function safeEntryName(name: string): string {
  return name.replace(UNSAFE_REGEXP, encodeURIComponent).replace(DRIVE_REGEXP, "$1%3A");
}
