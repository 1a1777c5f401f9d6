/**
 * A small, bounded memory of whole answers. Each use is checked against the file on disk, so that an
 * answer is given no longer than the disk would give it.
 *
 * @module
 */

import type { HeadScanner } from "../http/head_scanner.ts";
import { encodeLatin1Into } from "../http/latin1.ts";
import { currentHttpDate } from "./clock.ts";
import { statOrNull } from "./files.ts";

/** The largest body that is remembered, in bytes: a listing of some thousand entries. */
const MAX_BODY = 1024 * 1024;

/** The most files that an answer may depend on: to look at them takes a few milliseconds. */
const MAX_FILES = 1024;

/** What is known of a file takes about so much memory, in bytes, besides its path. */
const FILE_SIZE = 512;

/** The most bytes that are remembered in all. */
const MAX_TOTAL = 32 * 1024 * 1024;

/** The most answers that are remembered. */
const MAX_ANSWERS = 8192;

/**
 * How long a file must have been left alone before it was read, in milliseconds: two changes within
 * one tick of the file system's clock look the same (git calls such an entry racy).
 */
const RACY_TIME = 2000;

/**
 * An answer of more bytes is written from the memory itself; a smaller one is copied when it is
 * written, which costs less than a new one each second.
 */
const MAX_COPIED = 8 * 1024;

/**
 * Whether an answer is to be written without being copied.
 *
 * @param bytes The answer
 * @returns Whether its bytes never change
 */
export function isShared(bytes: Uint8Array): boolean {
  return bytes.length > MAX_COPIED;
}

/** An answer and what it depends on. */
export interface Answer {
  /** The head and the body. They change with the date, unless they are {@linkcode isShared}. */
  readonly bytes: Uint8Array;
  /** The size of the head. */
  readonly headSize: number;
  /** The status code. */
  readonly status: number;
  /** The line of the log, without what comes before it in each line. */
  readonly logged: string;
  /** Whether the connection ends after it. */
  readonly closes: boolean;
}

/** A path that an answer depends on. */
export interface WatchedFile {
  /** The path. */
  readonly path: string;
  /** What the file system said of it before it was read; `null` if nothing was there. */
  readonly info: Deno.FileInfo | null;
  /** Whether a change of it makes the answer less good, but not wrong: it is looked at once a second. */
  readonly isMinor?: boolean;
}

interface Entry extends Answer {
  bytes: Uint8Array;
  /** Where it stands in the order of eviction. */
  readonly slot: number;
  readonly key: Uint8Array;
  readonly files: readonly WatchedFile[];
  /** Whether the files were looked at after all requests that are being answered had arrived. */
  checked: boolean;
  /** Where the value of `Date` stands in the head, and what it is. */
  readonly dateStart: number;
  date: string;
}

/** Remembers answers of one server. */
export class AnswerMemory {
  readonly #entries = new Map<number, Entry>();
  /**
   * The hashes of the entries, oldest first, in a ring. (The order of a Map would do, but for the
   * time that V8 takes to pass over the entries deleted at its beginning.)
   */
  readonly #ring = new Int32Array(MAX_ANSWERS);
  #oldest = 0;
  #count = 0;
  #total = 0;

  /**
   * The answer to a request, if it is remembered and still what the disk would give.
   *
   * @param head The request, scanned
   * @returns The answer, with the current date
   */
  recall(head: HeadScanner): Answer | undefined {
    const entry = this.#entries.get(head.hash);
    if (entry === undefined || !head.matches(entry.key)) return undefined;
    const date = currentHttpDate();
    if (!entry.checked && !this.#check(entry, entry.date !== date)) {
      this.#forget(head.hash, entry);
      return undefined;
    }
    if (entry.date !== date) {
      // The bytes of a large answer may be on their way to a slow client.
      if (isShared(entry.bytes)) entry.bytes = entry.bytes.slice();
      encodeLatin1Into(date, entry.bytes.subarray(entry.dateStart));
      entry.date = date;
    }
    return entry;
  }

  /**
   * Look whether the files are still the same. One look is enough for all requests that arrived in the
   * same turn of the event loop: these continue in the microtasks that are queued now, and whatever
   * is read from a connection later continues in one that is queued later.
   */
  #check(entry: Entry, minorToo: boolean): boolean {
    for (const { path, info, isMinor = false } of entry.files) {
      if (isMinor && !minorToo) continue;
      if (!isSame(info, statOrNull(path))) return false;
    }
    entry.checked = true;
    queueMicrotask(() => entry.checked = false);
    return true;
  }

  /**
   * Remember an answer, if it is small and its files have been left alone for a while.
   *
   * @param request The key of the request, and its hash
   * @param files All that the answer depends on besides the request
   * @param answer The head and the body that were sent, and what else belongs to the answer
   */
  remember(
    request: { readonly hash: number; readonly key: Uint8Array },
    files: readonly WatchedFile[],
    answer:
      & { readonly head: string; readonly body: Uint8Array }
      & Omit<Answer, "bytes" | "headSize">,
  ): void {
    const { head, body, status, logged, closes } = answer;
    const date = currentHttpDate();
    const dateStart = head.indexOf(date);
    if (body.length > MAX_BODY || files.length > MAX_FILES || dateStart < 0) return;
    if (files.some(isRacy)) return;
    const old = this.#entries.get(request.hash);
    if (old !== undefined) this.#forget(request.hash, old);
    const bytes = new Uint8Array(head.length + body.length);
    encodeLatin1Into(head, bytes);
    bytes.set(body, head.length);
    const size = sizeOf({ bytes, key: request.key, logged, files });
    const slot = this.#takeSlot(request.hash, size);
    const checked = false;
    const rest = { headSize: head.length, status, logged, closes, dateStart, date };
    const entry = { ...request, files, slot, checked, bytes, ...rest };
    this.#entries.set(request.hash, entry);
    this.#total += size;
  }

  /** Make room for so many bytes, and give the newest place to a hash. */
  #takeSlot(hash: number, size: number): number {
    while (this.#count === MAX_ANSWERS || (this.#count > 0 && this.#total + size > MAX_TOTAL)) {
      const oldest = this.#ring[this.#oldest]!;
      const entry = this.#entries.get(oldest);
      // Forgotten meanwhile, or remembered anew in a later place.
      if (entry?.slot === this.#oldest) this.#forget(oldest, entry);
      this.#oldest = (this.#oldest + 1) % MAX_ANSWERS;
      this.#count--;
    }
    const slot = (this.#oldest + this.#count++) % MAX_ANSWERS;
    this.#ring[slot] = hash;
    return slot;
  }

  #forget(hash: number, entry: Entry): void {
    this.#entries.delete(hash);
    this.#total -= sizeOf(entry);
  }
}

/** What an entry takes, in bytes: a request line, which is in the key and in the log, may be long. */
function sizeOf(
  { bytes, key, logged, files }: Pick<Entry, "bytes" | "key" | "logged" | "files">,
): number {
  const size = files.reduce((sum, { path }) => sum + path.length + FILE_SIZE, 0);
  return bytes.length + key.length + logged.length + size;
}

/** Size, times and identity: also a file of the same size and time moved into the place of another. */
function isSame(a: Deno.FileInfo | null, b: Deno.FileInfo | null): boolean {
  if (a === null || b === null) return a === b;
  return a.size === b.size && a.ino === b.ino && a.dev === b.dev &&
    timeOf(a.mtime) === timeOf(b.mtime) && timeOf(a.ctime) === timeOf(b.ctime);
}

function isRacy({ info }: WatchedFile): boolean {
  return info !== null &&
    Date.now() - Math.max(timeOf(info.mtime), timeOf(info.ctime)) < RACY_TIME;
}

/** A time that the platform does not tell compares equal to itself, and is long ago. */
function timeOf(date: Date | null): number {
  return date === null ? 0 : date.getTime();
}
