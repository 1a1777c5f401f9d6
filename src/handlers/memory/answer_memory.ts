/**
 * A small, bounded memory of whole answers. Each use is checked against the file on disk, so that an
 * answer is given no longer than the disk would give it.
 *
 * Where there is no room for all bodies, the outlines of answers are kept: everything but the body,
 * which is read again from the file that it came from.
 *
 * @module
 */

import type { HeadScanner } from "../../http/head_scanner.ts";
import { decodeLatin1, encodeLatin1Into } from "../../http/latin1.ts";
import { currentHttpDate } from "../base/clock.ts";
import { readIfSame } from "../disk/files.ts";
import { isSameStatus } from "../disk/regular_file.ts";
import { FrequencySketch } from "./frequency_sketch.ts";
import { SizedList, type SizedNode } from "./sized_list.ts";
import {
  type Fingerprint,
  fingerprintOf,
  isRacy,
  isUnchanged,
  MAX_WATCHED,
  type WatchedFile,
} from "./watched_file.ts";

/** The largest body that is remembered, in bytes: a listing of some thousand entries. */
export const MAX_BODY = 1024 * 1024;

/** What a fingerprint takes besides its path, in bytes, roughly. */
const FINGERPRINT_SIZE = 192;

/** What else is kept with an answer takes, in bytes, roughly. */
const ENTRY_SIZE = 256;

/** How much an {@linkcode AnswerMemory} may hold. */
export interface MemoryLimits {
  /** The most answers with their bodies. */
  readonly answers: number;
  /** The most bytes that these take. */
  readonly bytes: number;
  /** The most bytes that outlines take. */
  readonly outlines: number;
}

const LIMITS: MemoryLimits = {
  answers: 16_384,
  bytes: 64 * 1024 * 1024,
  outlines: 16 * 1024 * 1024,
};

/** Only what takes little is kept as an outline, in bytes: a request line may be long. */
const MAX_OUTLINE = 2048;

/**
 * In the place of others comes what is asked for more than so many times as often as all of them
 * together. Where everything is asked for equally often, nothing is gained by changes; and memory that is
 * made for one body and given up for the next costs more than to read it once more.
 */
const ADVANTAGE = 2;

/**
 * An answer of more bytes is written from the memory itself; a smaller one is copied when it is
 * written, which costs less than a new one each second.
 */
const MAX_COPIED = 8 * 1024;

const NO_FINGERPRINTS: readonly Fingerprint[] = [];

/** Where small answers are put together whose bodies are not kept. */
const scratch = new Uint8Array(MAX_COPIED);

/**
 * Whether an answer is to be written without being copied.
 *
 * @param bytes The answer
 * @returns Whether its bytes never change
 */
export function isShared(bytes: Uint8Array): boolean {
  return bytes.length > MAX_COPIED;
}

/** What an answer is besides its bytes. */
interface AnswerFacts {
  /** The status code. */
  readonly status: number;
  /** The line of the log, without what comes before it in each line. */
  readonly logged: string;
  /** What the log says of an error before that. */
  readonly error?: string | undefined;
  /** Whether the connection ends after it. */
  readonly closes: boolean;
}

/** An answer. */
export interface Answer extends AnswerFacts {
  /**
   * The head and the body. They change with the date or the next request, unless they are {@linkcode
   * isShared}.
   */
  readonly bytes: Uint8Array;
  /** The size of the head. */
  readonly headSize: number;
}

/** What requests with the same answer have in common. */
export interface RequestKey {
  /** The hash of the key. */
  readonly hash: number;
  /** The request line, and the fields that the answer depends on. */
  readonly key: Uint8Array;
}

/** An answer that was given just now. */
interface GivenAnswer extends AnswerFacts {
  readonly head: string;
  readonly body: Uint8Array;
}

/** What is kept of an answer. */
interface Entry extends AnswerFacts, RequestKey, SizedNode<Entry> {
  readonly headSize: number;
  /** Where the value of `Date` stands in the head. */
  readonly dateStart: number;
  /** What it depends on, besides {@linkcode Entry.source}. */
  readonly dependencies: readonly Fingerprint[];
  /** The file from which the body can be read again. */
  readonly source: Fingerprint | undefined;
  /** Head and body; absent from an outline. */
  bytes: Uint8Array | undefined;
  /** The head of an outline. */
  head: string;
  size: number;
  /** The value of `Date` in the bytes. */
  date: string;
  /** Whether the files were looked at after all requests that are being answered had arrived. */
  checked: boolean;
}

/** Remembers answers of one server. */
export class AnswerMemory {
  readonly #limits: MemoryLimits;
  readonly #entries = new Map<number, Entry>();
  /** Those with bodies. */
  readonly #whole = new SizedList<Entry>();
  readonly #outlines = new SizedList<Entry>();
  /** How often answers are asked for, whether they are remembered or not. */
  readonly #frequencies: FrequencySketch;

  /**
   * @param limits How much it may hold
   */
  constructor(limits: MemoryLimits = LIMITS) {
    this.#limits = limits;
    this.#frequencies = new FrequencySketch(limits.answers);
  }

  /**
   * The answer to a request, if it is remembered and still what the disk would give.
   *
   * @param head The request, scanned
   * @returns The answer, with the current date; it is to be written at once
   */
  recall(head: HeadScanner): Answer | undefined {
    this.#frequencies.note(head.hash);
    const entry = this.#entries.get(head.hash);
    if (entry === undefined || !head.matches(entry.key)) return undefined;
    const { bytes } = entry;
    const answer = bytes === undefined ? this.#readAgain(entry) : this.#refresh(entry, bytes);
    if (answer === undefined) this.#forget(entry);
    return answer;
  }

  /** An answer with its body, if it still holds. */
  #refresh(entry: Entry, bytes: Uint8Array): Answer | undefined {
    const date = currentHttpDate();
    if (!entry.checked && !revalidate(entry, entry.date !== date)) return undefined;
    if (entry.date !== date) {
      // The bytes of a large answer may be on their way to a slow client.
      const fresh = isShared(bytes) ? bytes.slice() : bytes;
      encodeLatin1Into(date, fresh.subarray(entry.dateStart));
      entry.bytes = fresh;
      entry.date = date;
    }
    return entry as Answer;
  }

  /** An answer of which there is an outline, if it still holds. */
  #readAgain(entry: Entry): Answer | undefined {
    const { headSize, source, status, logged, error, closes } = entry;
    const date = currentHttpDate();
    if (!dependenciesHold(entry, entry.date !== date)) return undefined;
    const length = headSize + source!.status!.size;
    const isKept = this.#isAdmitted(entry, sizeOf(entry) + length);
    const bytes = isKept || length > MAX_COPIED
      ? new Uint8Array(length)
      : scratch.subarray(0, length);
    const isSame = readIfSame(
      source!.path,
      bytes.subarray(headSize),
      (opened) => isSameStatus(opened, source!.status!),
    );
    if (!isSame) return undefined;
    encodeLatin1Into(entry.head, bytes);
    encodeLatin1Into(date, bytes.subarray(entry.dateStart));
    entry.date = date;
    if (isKept) {
      this.#outlines.remove(entry);
      this.#keep(entry, bytes);
    }
    return { bytes, headSize, status, logged, error, closes };
  }

  /**
   * Remember an answer, if it is small and its files have been left alone for a while.
   *
   * @param request The key of the request, and its hash
   * @param files All that the answer depends on besides the request
   * @param answer The head and the body that were sent, and what else belongs to the answer
   */
  remember(
    request: RequestKey,
    files: readonly WatchedFile[],
    answer: GivenAnswer,
  ): void {
    const { head, body } = answer;
    const date = currentHttpDate();
    const dateStart = head.indexOf(date);
    if (body.length > MAX_BODY || files.length > MAX_WATCHED || dateStart < 0) return;
    if (files.some(isRacy)) return;
    const old = this.#entries.get(request.hash);
    if (old !== undefined) this.#forget(old);
    const entry = makeEntry(request, files, answer, { date, dateStart });
    const length = head.length + body.length;
    if (this.#isAdmitted(entry, sizeOf(entry) + length)) {
      const bytes = new Uint8Array(length);
      encodeLatin1Into(head, bytes);
      bytes.set(body, head.length);
      this.#keep(entry, bytes);
    } else if (!this.#keepOutline(entry)) return;
    this.#entries.set(request.hash, entry);
  }

  /** Whether an answer is to be kept with its body: there is room, or it is worth more than what goes. */
  #isAdmitted({ hash }: Entry, size: number): boolean {
    const whole = this.#whole;
    const frequencies = this.#frequencies;
    let { size: length, totalSize } = whole;
    // What has come for the first time is no more than what was asked for once.
    let others = 1;
    let old = whole.first;
    while (old !== undefined && !this.#hasRoom(length, totalSize, size)) {
      others += frequencies.estimate(old.hash);
      if (frequencies.estimate(hash) <= ADVANTAGE * others) {
        // The next one is compared with others.
        whole.moveToEnd(whole.first!);
        return false;
      }
      length--;
      totalSize -= old.size;
      old = old.next;
    }
    return true;
  }

  /** Whether an answer of a size may join so many of a total size. One that is alone may have any. */
  #hasRoom(length: number, totalSize: number, size: number): boolean {
    const { answers, bytes } = this.#limits;
    return length === 0 || (length < answers && totalSize + size <= bytes);
  }

  /** Keep an answer with its body, and make room for it. */
  #keep(entry: Entry, bytes: Uint8Array): void {
    entry.head = "";
    entry.size = sizeOf(entry) + bytes.length;
    entry.bytes = bytes;
    const whole = this.#whole;
    while (!this.#hasRoom(whole.size, whole.totalSize, entry.size)) this.#reduce(whole.first!);
    whole.append(entry);
  }

  /** Drop the body of an answer, if it can be read again; else all of it. */
  #reduce(entry: Entry): void {
    this.#whole.remove(entry);
    entry.head = decodeLatin1(entry.bytes!.subarray(0, entry.headSize));
    entry.bytes = undefined;
    if (!this.#keepOutline(entry)) this.#entries.delete(entry.hash);
  }

  /** Keep an outline, and make room for it. Returns whether it is worth it. */
  #keepOutline(entry: Entry): boolean {
    entry.size = sizeOf(entry) + entry.head.length;
    const { outlines: most } = this.#limits;
    if (entry.source === undefined || entry.size > Math.min(MAX_OUTLINE, most)) return false;
    const outlines = this.#outlines;
    while (outlines.totalSize + entry.size > most) this.#forget(outlines.first!);
    outlines.append(entry);
    return true;
  }

  #forget(entry: Entry): void {
    this.#entries.delete(entry.hash);
    (entry.bytes === undefined ? this.#outlines : this.#whole).remove(entry);
  }
}

/** Make what is kept of an answer, without its bytes. */
function makeEntry(
  { hash, key }: RequestKey,
  files: readonly WatchedFile[],
  { head, body, status, logged, error, closes }: GivenAnswer,
  { date, dateStart }: Pick<Entry, "date" | "dateStart">,
): Entry {
  const source = files.find(({ isBody, info }) => isBody && info?.size === body.length);
  const others = files.filter((file) => file !== source);
  return {
    hash,
    key,
    headSize: head.length,
    dateStart,
    dependencies: others.length === 0 ? NO_FINGERPRINTS : others.map(fingerprintOf),
    source: source && fingerprintOf(source),
    status,
    logged,
    error,
    closes,
    bytes: undefined,
    head,
    size: 0,
    date,
    checked: false,
    previous: undefined,
    next: undefined,
  };
}

/**
 * Look whether the files are still the same. One look is enough for all requests that arrived in the
 * same turn of the event loop: these continue in the microtasks that are queued now, and whatever
 * is read from a connection later continues in one that is queued later.
 */
function revalidate(entry: Entry, minorToo: boolean): boolean {
  const { source } = entry;
  if (source !== undefined && !isUnchanged(source)) return false;
  if (!dependenciesHold(entry, minorToo)) return false;
  entry.checked = true;
  queueMicrotask(() => entry.checked = false);
  return true;
}

function dependenciesHold({ dependencies }: Entry, minorToo: boolean): boolean {
  for (const file of dependencies) {
    if ((minorToo || !file.isMinor) && !isUnchanged(file)) return false;
  }
  return true;
}

/**
 * What an entry takes, in bytes, without head and body: a request line, which is in the key and in
 * the log, may be long.
 */
function sizeOf({ key, logged, dependencies, source }: Entry): number {
  let size = ENTRY_SIZE + key.length + logged.length;
  for (const { path } of dependencies) size += path.length + FINGERPRINT_SIZE;
  // Of a body that is read again, the path is shared by all that depends on the file.
  return source === undefined ? size : size + source.path.length + FINGERPRINT_SIZE;
}
