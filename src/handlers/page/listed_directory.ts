/**
 * What the page needs to know of a directory. Whoever lists one provides it, and so decides what is
 * shown and what may be read: nothing here touches the disk.
 *
 * @module
 */

import type { EntryTable, ListedEntry } from "../listing/entry_table.ts";

/** What is known of an entry besides its name. */
export interface EntryDetails {
  /** Its size in bytes; `null` where that says nothing, as with directories. */
  readonly size: number | null;
  /** When it was last changed, in milliseconds since the epoch; `null` where that is not known. */
  readonly mtime: number | null;
}

/** A directory to list. */
export interface ListedDirectory {
  /**
   * Its path below the directory that is served, decoded, with a slash at both ends: `/` for that
   * directory itself. It is shown, and never the path on the disk.
   */
  readonly displayPath: string;
  /** Its entries in any order, without those that are to be hidden. */
  readonly entries: EntryTable;
  /**
   * Look at an entry, following links. Called for the entries of the page that is asked for, and for
   * all of them when they are sorted by size or date.
   *
   * @param entry One of the entries
   * @returns Its details; `null` where there are none, as for a link that leads nowhere
   */
  look(entry: ListedEntry): EntryDetails | null;
  /**
   * Read the start of a file, for the README. Left out, no README is shown.
   *
   * @param entry One of the entries
   * @param limit The most bytes to read
   * @returns The bytes; `null` where the file cannot or may not be read
   */
  read?(entry: ListedEntry, limit: number): Uint8Array | null | Promise<Uint8Array | null>;
}

/** An entry with its details. */
export interface Row {
  /** The entry. */
  readonly entry: ListedEntry;
  /** Its details, or `null`. */
  readonly details: EntryDetails | null;
}
