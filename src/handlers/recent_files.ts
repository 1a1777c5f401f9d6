/**
 * A small, bounded memory of files that were served lately. Every use is checked against the file on
 * disk, so that it shows no longer than the disk does.
 *
 * @module
 */

/** The largest file that is remembered, in bytes. */
const MAX_FILE_SIZE = 256 * 1024;

/** The most bytes that are remembered in all. */
const MAX_TOTAL_SIZE = 16 * 1024 * 1024;

/** The most files that are remembered. */
const MAX_FILES = 2048;

/**
 * How long a file must have been left alone before it was read, in milliseconds: two changes within
 * one tick of the file system's clock look the same (git calls such an entry racy).
 */
const RACY_TIME = 2000;

/** A file as it was read. */
interface Entry {
  readonly bytes: Uint8Array;
  readonly info: Deno.FileInfo;
}

const entries = new Map<string, Entry>();
let totalSize = 0;

/**
 * The content of a file, if it is remembered and still what is on disk.
 *
 * @param path The path that it was remembered under
 * @param info What the file system says of the path now
 * @returns The whole content, not to be changed; `undefined` if it has to be read
 */
export function recall(path: string, info: Deno.FileInfo): Uint8Array | undefined {
  const entry = entries.get(path);
  if (entry === undefined) return undefined;
  if (isSame(entry.info, info)) return entry.bytes;
  forget(path, entry);
  return undefined;
}

/**
 * Remember the content of a file, if it is small and has been left alone for a while.
 *
 * @param path The path
 * @param info What the file system said of the open file before it was read
 * @param bytes The whole content, not to be changed
 */
export function remember(path: string, info: Deno.FileInfo, bytes: Uint8Array): void {
  if (bytes.length > MAX_FILE_SIZE || isRacy(info)) return;
  const old = entries.get(path);
  if (old !== undefined) forget(path, old);
  entries.set(path, { bytes, info });
  totalSize += bytes.length;
  // A Map is in order of insertion: the first entry is the oldest.
  for (const [oldest, entry] of entries) {
    if (entries.size <= MAX_FILES && totalSize <= MAX_TOTAL_SIZE) break;
    forget(oldest, entry);
  }
}

/**
 * Whether a file of that size may be remembered.
 *
 * @param size The size in bytes
 * @returns Whether it is small enough
 */
export function isMemorable(size: number): boolean {
  return size <= MAX_FILE_SIZE;
}

function forget(path: string, entry: Entry): void {
  entries.delete(path);
  totalSize -= entry.bytes.length;
}

/** Size, times and identity: also a file of the same size and time moved into the place of another. */
function isSame(a: Deno.FileInfo, b: Deno.FileInfo): boolean {
  return a.size === b.size && a.ino === b.ino && a.dev === b.dev &&
    timeOf(a.mtime) === timeOf(b.mtime) && timeOf(a.ctime) === timeOf(b.ctime);
}

function isRacy(info: Deno.FileInfo): boolean {
  return Date.now() - Math.max(timeOf(info.mtime), timeOf(info.ctime)) < RACY_TIME;
}

/** A time that the platform does not tell compares equal to itself, and is long ago. */
function timeOf(date: Date | null): number {
  return date === null ? 0 : date.getTime();
}
