/**
 * The content of files that are sent as parts of something larger, whose length was announced.
 *
 * @module
 */

import { FileChangedError } from "../served_file.ts";
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
  using file = open(entry);
  let left = entry.size;
  while (left > 0) {
    const block = nextBlock();
    const count = file.readSync(block.subarray(0, Math.min(block.length, left)));
    if (count === null) throw changed(entry, "became shorter");
    left -= count;
    await take(block.subarray(0, count));
  }
  const { size, mtime } = file.statSync();
  const isRewritten = size === entry.size && mtime?.getTime() !== entry.mtime;
  if (size < entry.size || isRewritten) throw changed(entry, "was changed");
}

function open(entry: ArchiveEntry): Deno.FsFile {
  let file: Deno.FsFile;
  try {
    file = Deno.openSync(entry.path);
  } catch {
    throw changed(entry, "is gone");
  }
  const { ino, isFile } = file.statSync();
  if (isFile && ino === entry.ino) return file;
  file.close();
  throw changed(entry, "was replaced");
}

function changed({ name }: ArchiveEntry, what: string): FileChangedError {
  return new FileChangedError(`${name} ${what} while the archive was sent`);
}
