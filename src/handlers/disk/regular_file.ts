/**
 * Opening files for reading, so that nothing that takes the place of a file between a look at it and
 * its opening can stop the process: to open a FIFO waits for a writer.
 *
 * @module
 */

import { nodeFs } from "../../server/node/node_builtins.ts";

/** An open file, any part of which can be read. */
export interface ReadableFile {
  /**
   * Read up to `buffer.length` bytes.
   *
   * @param buffer Where to put them
   * @param position The offset of the first one in the file
   * @returns The number of bytes, 0 at the end
   */
  readAtSync(buffer: Uint8Array, position: number): number;
  /** What the file is now. */
  status(): FileStatus;
  /** Give it up. */
  close(): void;
}

/** What shows that a file was changed, or is another one. */
export interface FileStatus {
  /** Its size in bytes. */
  readonly size: number;
  /** When it was changed, in milliseconds since the epoch. */
  readonly mtime: number;
  /** When it or what is known of it was changed, in milliseconds since the epoch. */
  readonly ctime: number;
  /** Its number on the device, where the platform has such. */
  readonly ino: number | null;
  /** The device. */
  readonly dev: number;
}

/**
 * How long a file must have been left alone, in milliseconds, before its times tell it from what it was
 * before: two changes within one tick of the file system's clock look the same (git calls such a file
 * racy). FAT has the longest.
 */
export const RACY_TIME = 2000;

/**
 * What shows that a file was changed.
 *
 * @param info What the file system says of it
 * @returns The same; a time that the platform does not tell compares equal to itself, and is long ago
 */
export function statusOf({ size, ino, dev, mtime, ctime }: Deno.FileInfo): FileStatus {
  return { size, ino, dev, mtime: mtime?.getTime() ?? 0, ctime: ctime?.getTime() ?? 0 };
}

/**
 * Whether two looks saw the same. Size, times and identity: a file of the same size and time may have
 * been moved into the place of another.
 *
 * @param a What one saw
 * @param b What the other saw
 * @returns Whether nothing was changed in between
 */
export function isSameStatus(a: FileStatus, b: FileStatus): boolean {
  return a.size === b.size && a.ino === b.ino && a.dev === b.dev && a.mtime === b.mtime &&
    a.ctime === b.ctime;
}

/** How long the first file is waited for, in milliseconds. */
const PATIENCE = 1000;

/**
 * Only Node's module opens without waiting. It takes 30 ms and 10 MB, which the first file is spared.
 */
let isFirst = true;

/** The first file, until it is asked for. */
let first: { readonly path: string; readonly file: DenoFile } | undefined;

/**
 * Make ready for {@linkcode openWithoutWaiting}. The first file of a process is opened here, by a thread
 * that may have to wait.
 *
 * @param path The path of what is about to be opened
 * @returns Resolves when it can be; `undefined` if it can at once
 */
export function prepareToOpen(path: string): Promise<void> | undefined {
  if (!isFirst) return undefined;
  isFirst = false;
  return openFirst(path);
}

async function openFirst(path: string): Promise<void> {
  let isLate = false;
  const opened = Deno.open(path).then((file) => {
    if (isLate) file.close();
    else first = { path, file: new DenoFile(file) };
  }, () => {
    // Opening it once more tells why.
  });
  // Not by `setTimeout`, for which Deno loads the timers of Node.
  const sleep = new Int32Array(new SharedArrayBuffer(4));
  await Promise.race([opened, Atomics.waitAsync(sleep, 0, 0, PATIENCE).value]);
  Atomics.notify(sleep, 0);
  isLate = true;
}

/**
 * Open what was looked at and is a regular file. If it no longer is one, that shows when it is read.
 *
 * @param path The path
 * @returns The open file
 * @throws {Error} when it cannot be opened
 */
export function openWithoutWaiting(path: string): ReadableFile {
  const prepared = first;
  if (prepared !== undefined) {
    first = undefined;
    if (prepared.path === path) return prepared.file;
    prepared.file.close();
  }
  isFirst = false;
  const fs = nodeFs();
  // Windows has neither FIFOs in directories nor the flag.
  return new NodeFile(
    fs,
    fs.openSync(path, fs.constants.O_RDONLY | (fs.constants.O_NONBLOCK ?? 0)),
  );
}

class DenoFile implements ReadableFile {
  readonly #file: Deno.FsFile;

  constructor(file: Deno.FsFile) {
    this.#file = file;
  }

  readAtSync(buffer: Uint8Array, position: number): number {
    this.#file.seekSync(position, Deno.SeekMode.Start);
    return this.#file.readSync(buffer) ?? 0;
  }

  status(): FileStatus {
    return statusOf(this.#file.statSync());
  }

  close(): void {
    this.#file.close();
  }
}

class NodeFile implements ReadableFile {
  readonly #fs: typeof import("node:fs");
  readonly #fd: number;

  constructor(fs: typeof import("node:fs"), fd: number) {
    this.#fs = fs;
    this.#fd = fd;
  }

  readAtSync(buffer: Uint8Array, position: number): number {
    return this.#fs.readSync(this.#fd, buffer, 0, buffer.length, position);
  }

  status(): FileStatus {
    const { size, ino, dev, mtimeMs, ctimeMs } = this.#fs.fstatSync(this.#fd);
    return { size, ino, dev, mtime: mtimeMs, ctime: ctimeMs };
  }

  close(): void {
    this.#fs.closeSync(this.#fd);
  }
}
