/**
 * Looking at files and opening them, with Python's idea of which failures are exceptions.
 *
 * @module
 */

import { writeLog } from "../server/log.ts";
import { DiskFile, type FileLike, MemoryFile } from "./served_file.ts";

/** The largest file that is read at once, in bytes: it takes a fraction of a millisecond. */
const MAX_READ_AT_ONCE = 256 * 1024;

/** An open file and what is known of it. */
export interface OpenFile {
  /** The content. */
  readonly file: FileLike;
  /** The size of the content in bytes. */
  readonly size: number;
  /** Times and so on, of the file that was opened. */
  readonly info: Deno.FileInfo;
}

/**
 * Lone surrogates that Python cannot make bytes of: the others, U+DC80 to U+DCFF, stand for bytes
 * that are not UTF-8, and name files that Deno has no names for.
 */
const UNENCODABLE_REGEXP = /[\ud800-\udc7f\udd00-\udfff]/u;

/** Whether the lack of `--allow-read` was reported. */
let reported = false;

/**
 * Look at a path, following links.
 *
 * @param path The path
 * @returns What the file system says; `null` where it says nothing, whatever the reason
 */
export function statOrNull(path: string): Deno.FileInfo | null {
  if (!isPossible(path)) return null;
  try {
    return Deno.statSync(path);
  } catch (error) {
    reportMissingPermission(error);
    return null;
  }
}

/**
 * Open a regular file.
 *
 * @param path The path
 * @param info What {@linkcode statOrNull} said of it just now
 * @returns The open file; `null` when it cannot be opened, or is no regular file: opening a FIFO
 * would block the process
 * @throws {TypeError} when no path can look like this, where Python raises `ValueError`
 */
export function openFile(path: string, info: Deno.FileInfo | null): OpenFile | null {
  if (path.includes("\0") || UNENCODABLE_REGEXP.test(path)) {
    throw new TypeError("Cannot open a path with NUL or lone surrogates in it");
  }
  if (info === null || !info.isFile) return null;
  try {
    return load(Deno.openSync(path));
  } catch (error) {
    reportMissingPermission(error);
    return null;
  }
}

/** Read a small file at once; leave a large one open. */
function load(file: Deno.FsFile): OpenFile | null {
  let keep = false;
  try {
    const info = file.statSync();
    if (!info.isFile) return null;
    if (info.size > MAX_READ_AT_ONCE) {
      keep = true;
      return { file: new DiskFile(file, info), size: info.size, info };
    }
    const bytes = readWhole(file, info.size);
    // Shorter than a moment ago: then this is its size.
    return { file: new MemoryFile(bytes), size: bytes.length, info };
  } finally {
    if (!keep) file.close();
  }
}

function readWhole(file: Deno.FsFile, size: number): Uint8Array {
  const bytes = new Uint8Array(size);
  let length = 0;
  while (length < size) {
    const count = file.readSync(bytes.subarray(length));
    if (count === null) break;
    length += count;
  }
  return bytes.subarray(0, length);
}

/** Whether the operating system could have such a path: Deno would put U+FFFD for surrogates. */
function isPossible(path: string): boolean {
  return !path.includes("\0") && path.isWellFormed();
}

/** To the client the file is not there; whoever started the server should know why. */
function reportMissingPermission(error: unknown): void {
  if (!(error instanceof Deno.errors.NotCapable) || reported) return;
  reported = true;
  writeLog(`Cannot read what is asked for: ${error.message}\n`);
}
