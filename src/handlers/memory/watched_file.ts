/**
 * What a remembered answer depends on, and whether that is still as it was.
 *
 * @module
 */

import { isThere, statOrNull } from "../disk/files.ts";
import { type FileStatus, isSameStatus, RACY_TIME, statusOf } from "../disk/regular_file.ts";

/** The most files that an answer may depend on: to look at them takes a few milliseconds. */
export const MAX_WATCHED = 1024;

/** A path that an answer depends on. */
export interface WatchedFile {
  /** The path. */
  readonly path: string;
  /** What the file system said of it before it was read; `null` if nothing was there. */
  readonly info: Deno.FileInfo | null;
  /** Whether a change of it makes the answer less good, but not wrong: it is looked at once a second. */
  readonly isMinor?: boolean;
  /** Whether the body of the answer is what is in it, all of it and nothing else. */
  readonly isBody?: boolean;
}

/** What is kept of a {@linkcode WatchedFile}, in a tenth of its memory, to tell whether it was changed. */
export interface Fingerprint {
  /** The path. */
  readonly path: string;
  /** What was there, `undefined` if nothing. */
  readonly status: FileStatus | undefined;
  /** See {@linkcode WatchedFile.isMinor}. */
  readonly isMinor: boolean;
}

/**
 * Note what an answer depends on, as long as it may be remembered: of a large directory with all
 * that is in it, nobody wants to know.
 *
 * @param watched What it depends on so far: from {@linkcode MAX_WATCHED} on, one more is added and
 * then none
 * @param file What it depends on besides
 */
export function watchFile(watched: WatchedFile[], file: WatchedFile): void {
  if (watched.length <= MAX_WATCHED) watched.push(file);
}

/**
 * Take the fingerprint of a file.
 *
 * @param file The file
 * @returns Its fingerprint
 */
export function fingerprintOf({ path, info, isMinor = false }: WatchedFile): Fingerprint {
  return { path, status: info === null ? undefined : statusOf(info), isMinor };
}

/**
 * Whether a path still leads to what it led to.
 *
 * @param fingerprint What was there
 * @returns Whether nothing was changed
 */
export function isUnchanged({ path, status }: Fingerprint): boolean {
  if (status === undefined) return !isThere(path);
  const info = statOrNull(path);
  return info !== null && isSameStatus(status, statusOf(info));
}

/**
 * Whether a file may change once more without a trace.
 *
 * @param file The file
 * @returns Whether it was changed just now
 */
export function isRacy({ info }: WatchedFile): boolean {
  if (info === null) return false;
  const { mtime, ctime } = statusOf(info);
  return Date.now() - Math.max(mtime, ctime) < RACY_TIME;
}
