/**
 * SHA-256 of files, remembered as long as the files stay as they are.
 *
 * @module
 */

import { openWithoutWaiting, RACY_TIME, type ReadableFile } from "../disk/regular_file.ts";
import { FileChangedError } from "../disk/served_file.ts";
import { LruMap } from "../memory/lru_map.ts";
import { Turns } from "../turns/in_turns.ts";
import { Semaphore } from "../turns/semaphore.ts";

/** How many checksums are remembered. */
const MAX_REMEMBERED = 10_000;

/** How much is read and hashed at once, in bytes: about a millisecond. */
const BLOCK_SIZE = 1024 * 1024;

/** What the system says when there is no file any more, or a loop of links in its place. */
const GONE: readonly unknown[] = ["ENOENT", "ENOTDIR", "ELOOP"];

/** A file, with what tells a changed one. */
export interface ChecksumFile {
  /** Where it is. */
  readonly path: string;
  /** What the file system says of it. */
  readonly info: Deno.FileInfo;
}

/** By path. */
const remembered = new LruMap<string, { readonly key: string; readonly sum: string }>(
  MAX_REMEMBERED,
);

/** Those that are being computed, so that whoever asks for the same waits for the same. */
const computing = new Map<string, Promise<string>>();

/** Few files are hashed at once: each takes a core as long as it is. */
const hashing = new Semaphore(2);

/**
 * The SHA-256 of a file's content.
 *
 * @param file The file
 * @returns 64 hexadecimal digits
 * @throws {FileChangedError} when the file changes meanwhile, or is gone
 * @throws {Error} with the code `EACCES` when it may not be read
 */
export async function sha256Of({ path, info }: ChecksumFile): Promise<string> {
  const key = keyOf(info);
  const known = remembered.get(path);
  if (known?.key === key) return known.sum;
  const name = `${key} ${path}`;
  let computed = computing.get(name);
  if (computed === undefined) {
    computed = compute(path, info).finally(() => computing.delete(name));
    computing.set(name, computed);
  }
  return await computed;
}

function keyOf({ dev, ino, size, mtime }: Deno.FileInfo): string {
  return [dev, ino, size, mtime?.getTime()].join();
}

async function compute(path: string, info: Deno.FileInfo): Promise<string> {
  await hashing.acquire();
  try {
    const sum = await hash(path, info);
    const isRacy = Date.now() - (info.mtime?.getTime() ?? 0) <= RACY_TIME;
    if (!isRacy) remembered.set(path, { key: keyOf(info), sum });
    return sum;
  } finally {
    hashing.release();
  }
}

async function hash(path: string, info: Deno.FileInfo): Promise<string> {
  const { createHash } = await import("node:crypto");
  const sha256 = createHash("sha256");
  const file = open(path);
  try {
    requireUnchanged(path, file, info);
    // No more than there is to read: of 100,000 small files, the collector would get 100 GB to take back.
    const block = new Uint8Array(Math.min(BLOCK_SIZE, info.size + 1));
    const turns = new Turns();
    let position = 0;
    for (let count; (count = file.readAtSync(block, position)) > 0; position += count) {
      sha256.update(block.subarray(0, count));
      await turns.nextIfOver();
    }
    requireUnchanged(path, file, info);
  } finally {
    file.close();
  }
  return sha256.digest("hex");
}

/** Deno and Node have classes of their own for the same errors. */
function open(path: string): ReadableFile {
  try {
    return openWithoutWaiting(path);
  } catch (error) {
    if (GONE.includes((error as { code?: unknown }).code)) throw changed(path);
    throw error;
  }
}

function requireUnchanged(path: string, file: ReadableFile, info: Deno.FileInfo): void {
  const { dev, ino, size, mtime } = file.status();
  if ([dev, ino, size, mtime].join() !== keyOf(info)) throw changed(path);
}

function changed(path: string): FileChangedError {
  return new FileChangedError(`${path} was changed while its checksum was computed`);
}
