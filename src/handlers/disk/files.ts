/**
 * Looking at files and opening them, with Python's idea of which failures are exceptions.
 *
 * @module
 */

import { writeLog } from "../../server/log.ts";
import { loadedNodeFs, nodeFs } from "../../server/node/node_builtins.ts";
import { type FileStatus, openWithoutWaiting, type ReadableFile } from "./regular_file.ts";
import { DiskFile, MemoryFile } from "./served_file.ts";

/** The largest file that is read at once, in bytes: it takes a fraction of a millisecond. */
const MAX_READ_AT_ONCE = 256 * 1024;

/** How often a file is opened anew that is replaced meanwhile. */
const MAX_ATTEMPTS = 3;

/** An open file and what is known of it. */
export interface OpenFile {
  /** The content. */
  readonly file: MemoryFile | DiskFile;
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

/** So many exceptions take as long as to load the module that finds nothing without one. */
const MAX_EXCEPTIONS = 2000;

/** How often nothing was found, each time by an exception. */
let exceptions = 0;

/** Whether the last request was for something that is not there. */
let wasMissing = false;

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
    exceptions++;
    reportMissingPermission(error);
    return null;
  }
}

/**
 * Whether {@linkcode statOrNull} would find something, at a fifth of the cost of finding nothing, which
 * is an exception.
 *
 * @param path The path
 * @returns Whether something is there
 */
export function isThere(path: string): boolean {
  if (!isPossible(path)) return false;
  try {
    return nodeFs().existsSync(path);
  } catch (error) {
    reportMissingPermission(error);
    return false;
  }
}

/**
 * {@linkcode statOrNull} for a path where most likely nothing is.
 *
 * @param path The path
 * @returns What the file system says; `null` where it says nothing
 */
export function statIfThere(path: string): Deno.FileInfo | null {
  const mayAsk = loadedNodeFs() !== undefined || exceptions >= MAX_EXCEPTIONS;
  return mayAsk && !isThere(path) ? null : statOrNull(path);
}

/**
 * {@linkcode statOrNull} for the path that a request leads to. Who asks for one thing that is not there
 * is likely to ask for others, as programs do that look for weak spots.
 *
 * @param path The path
 * @returns What the file system says; `null` where it says nothing
 */
export function statRequested(path: string): Deno.FileInfo | null {
  const info = wasMissing ? statIfThere(path) : statOrNull(path);
  wasMissing = info === null;
  return info;
}

/**
 * Read a file of a known size.
 *
 * @param path The path
 * @param target Where to put all of it
 * @param isSame Whether what was opened is what was expected
 * @returns Whether it was, and was read
 */
export function readIfSame(
  path: string,
  target: Uint8Array,
  isSame: (opened: FileStatus) => boolean,
): boolean {
  let file: ReadableFile | undefined;
  try {
    file = openWithoutWaiting(path);
    return isSame(file.status()) && readWhole(file, target);
  } catch (error) {
    reportMissingPermission(error);
    return false;
  } finally {
    file?.close();
  }
}

function readWhole(file: ReadableFile, target: Uint8Array): boolean {
  let length = 0;
  while (length < target.length) {
    const count = file.readAtSync(length === 0 ? target : target.subarray(length), length);
    if (count === 0) return false;
    length += count;
  }
  return true;
}

/**
 * Open a regular file.
 *
 * @param path The path
 * @param info What {@linkcode statOrNull} said of it just now
 * @param mayBeRead Has the last word, when it is known what was opened; without it, all may be read
 * @returns The open file; `null` when it cannot be opened, or is no regular file: opening a FIFO
 * would block the process
 * @throws {TypeError} when no path can look like this, where Python raises `ValueError`
 */
export function openFile(
  path: string,
  info: Deno.FileInfo | null,
  mayBeRead?: (opened: FileStatus) => boolean,
): OpenFile | null {
  if (path.includes("\0") || UNENCODABLE_REGEXP.test(path)) {
    throw new TypeError("Cannot open a path with NUL or lone surrogates in it");
  }
  if (info === null || !info.isFile) return null;
  try {
    return info.size > MAX_READ_AT_ONCE
      ? keepOpen(path, info, mayBeRead)
      : readAtOnce(path, info, mayBeRead);
  } catch (error) {
    reportMissingPermission(error);
    return null;
  }
}

/**
 * Open a large file. It may be another one than was looked at: what is there before and after the
 * opening is what was opened.
 */
function keepOpen(
  path: string,
  before: Deno.FileInfo,
  mayBeRead?: (opened: FileStatus) => boolean,
): OpenFile | null {
  for (let attempt = 0; attempt < MAX_ATTEMPTS; attempt++) {
    const file = openWithoutWaiting(path);
    const info = statOrNull(path);
    const isSame = info?.isFile && info.ino === before.ino && info.dev === before.dev;
    if (isSame && (mayBeRead === undefined || mayBeRead(file.status()))) {
      return { file: new DiskFile(file, path, info), size: info.size, info };
    }
    file.close();
    if (!info?.isFile || isSame) break;
    before = info;
  }
  return null;
}

/**
 * Read a small file. Its size is that of what was read; its time may be that of the file that was in
 * its place a moment ago, so that a client asks once too often rather than once too seldom.
 */
function readAtOnce(
  path: string,
  info: Deno.FileInfo,
  mayBeRead?: (opened: FileStatus) => boolean,
): OpenFile | null {
  const file = openWithoutWaiting(path);
  try {
    if (mayBeRead !== undefined && !mayBeRead(file.status())) return null;
    // One byte more: a read that leaves room has reached the end.
    let bytes = new Uint8Array(info.size + 1);
    let length = 0;
    for (let count; (count = file.readAtSync(bytes.subarray(length), length)) > 0;) {
      length += count;
      if (length < bytes.length) break;
      // It has grown. A device, which may have come into its place, has no end.
      if (length > MAX_READ_AT_ONCE) return keepOpen(path, info, mayBeRead);
      const larger = new Uint8Array(2 * length);
      larger.set(bytes);
      bytes = larger;
    }
    return { file: new MemoryFile(bytes.subarray(0, length)), size: length, info };
  } finally {
    file.close();
  }
}

/**
 * Whether a file cannot be opened for no reason of its own: the process, or all of them, have too many
 * files open.
 *
 * @param path The path of a file that could not be opened just now
 * @returns Whether that is the reason
 */
export function isShortOfDescriptors(path: string): boolean {
  try {
    openWithoutWaiting(path).close();
    return false;
  } catch (error) {
    const { code } = error as { readonly code?: unknown };
    return code === "EMFILE" || code === "ENFILE";
  }
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
