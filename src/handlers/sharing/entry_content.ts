/**
 * The content of files that are sent as parts of something larger, whose length was announced.
 *
 * @module
 */

import { openWithoutWaiting, type ReadableFile } from "../disk/regular_file.ts";
import { FileChangedError } from "../disk/served_file.ts";
import type { ArchiveEntry } from "./archive_entries.ts";

/**
 * Read a file as it was when it was found: one that grew, as a log does, up to the size that it had.
 *
 * @param entry The file
 * @param nextBlock Gives what to read to
 * @param take Takes what was read, before the next is
 * @throws {FileChangedError} when the file became shorter, was replaced, or is gone
 */
export async function readContent(
  entry: ArchiveEntry,
  nextBlock: () => Uint8Array,
  take: (bytes: Uint8Array) => void | Promise<void>,
): Promise<void> {
  const file = open(entry);
  try {
    let position = 0;
    while (position < entry.size) {
      const block = nextBlock();
      const part = block.subarray(0, Math.min(block.length, entry.size - position));
      const count = file.readAtSync(part, position);
      if (count === 0) throw changed(entry, "became shorter");
      position += count;
      await take(part.subarray(0, count));
    }
    const { size, mtime } = file.status();
    if (size < entry.size) throw changed(entry, "became shorter");
    if (size === entry.size && mtime !== entry.mtime) throw changed(entry, "was changed");
  } finally {
    file.close();
  }
}

function open(entry: ArchiveEntry): ReadableFile {
  let file: ReadableFile;
  try {
    file = openWithoutWaiting(entry.path);
  } catch {
    throw changed(entry, "is gone");
  }
  const { dev, ino } = file.status();
  if (dev === entry.dev && ino === entry.ino) return file;
  file.close();
  throw changed(entry, "was replaced");
}

function changed({ name }: ArchiveEntry, what: string): FileChangedError {
  return new FileChangedError(`${name} ${what} while the archive was sent`);
}
