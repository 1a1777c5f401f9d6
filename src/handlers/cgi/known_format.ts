/**
 * Whether the operating system runs a file by itself, or would leave it to a shell.
 *
 * @module
 */

import { repr } from "../../python/repr.ts";
import {
  type FileStatus,
  isSameStatus,
  openWithoutWaiting,
  RACY_TIME,
  statusOf,
} from "../disk/regular_file.ts";

/** The first bytes of what an operating system can run by itself: `#!`, ELF, Mach-O. */
const SIGNATURES: readonly (readonly number[])[] = [
  [0x23, 0x21],
  [0x7f, 0x45, 0x4c, 0x46],
  [0xcf, 0xfa, 0xed, 0xfe],
  [0xce, 0xfa, 0xed, 0xfe],
  [0xca, 0xfe, 0xba, 0xbe],
];

/** Files that Windows hands to its shell. */
const BATCH_FILE_REGEXP = /\.(?:bat|cmd)$/i;

/** Of how many files it is remembered. */
const MAX_REMEMBERED = 1000;

/** Files that were seen to have a signature, as they were then. */
const signed = new Map<string, FileStatus>();

/**
 * Check that the operating system runs a file by itself. What is in no format that it knows, the C
 * library and Windows would hand to a shell.
 *
 * @param path The file
 * @param info What the file is now
 * @throws {Error} when it does not
 */
export function requireKnownFormat(path: string, info: Deno.FileInfo): void {
  const isKnown = Deno.build.os === "windows"
    ? !BATCH_FILE_REGEXP.test(path)
    : isSigned(path, info) || hasSignature(path, info);
  if (!isKnown) throw new Error(`Exec format error: ${repr(path)}`);
}

/** Whether a file is one that had a signature, and was not written to since. */
function isSigned(path: string, info: Deno.FileInfo): boolean {
  const before = signed.get(path);
  return before !== undefined && isSameStatus(before, statusOf(info));
}

function hasSignature(path: string, info: Deno.FileInfo): boolean {
  const start = new Uint8Array(4);
  let isThat: boolean;
  try {
    const file = openWithoutWaiting(path);
    try {
      file.readAtSync(start, 0);
      const { dev, ino } = file.status();
      // Another may have taken its place since.
      isThat = dev === info.dev && ino === info.ino;
    } finally {
      file.close();
    }
  } catch {
    // Nor could a shell read it.
    return true;
  }
  const has = SIGNATURES.some((signature) => signature.every((byte, at) => start[at] === byte));
  if (has && isThat) remember(path, info);
  return has;
}

/** The time of the last change of the file's status is what no program can set. */
function remember(path: string, info: Deno.FileInfo): void {
  const { ctime } = info;
  if (ctime === null || Date.now() - ctime.getTime() < RACY_TIME) return;
  if (signed.size >= MAX_REMEMBERED) signed.clear();
  signed.set(path, statusOf(info));
}
