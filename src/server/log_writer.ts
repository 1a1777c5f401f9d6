/**
 * {@linkcode LogWriter}: text that is written without waiting for whoever reads it.
 *
 * @module
 */

import { settlesWithin } from "./waiting.ts";

/** What a log is written to; `Deno.stderr` is one. */
export interface LogSink {
  /**
   * Write in the background.
   *
   * @param bytes What to write
   * @returns How many bytes were written
   */
  write(bytes: Uint8Array): Promise<number>;
  /**
   * Write now.
   *
   * @param bytes What to write
   * @returns How many bytes were written
   */
  writeSync(bytes: Uint8Array): number;
}

/** How much may wait, in characters. What comes on top of that is counted and lost. */
const MAX_WAITING = 1024 * 1024;

/** The most that is written in one piece, in bytes: each piece wakes another thread. */
const MAX_WRITE = 65536;

/**
 * The same where others write to the same sink, and must not get in between the parts of a line: what a
 * pipe takes at once, `PIPE_BUF` of Linux.
 */
const MAX_SHARED_WRITE = 4096;

/** How much is worth a write, in characters. */
const WORTHWHILE = 4096;

/**
 * The pause after a write during which lines came, in milliseconds: many lines that are written together
 * cost less.
 */
const PAUSE = 2;

/**
 * The pause between two writes when lines come one by one, in milliseconds. A write to a file wakes
 * another thread, which costs as much as the answer to a request.
 */
const LONG_PAUSE = 10;

/** When nothing was taken for as long as this, in milliseconds, nobody reads. */
const STALL_TIME = 1000;

/** How long {@linkcode LogWriter.drain} waits for a reader that is slow, in milliseconds. */
const MAX_DRAIN_TIME = 5000;

/** How long a write that was just begun may take to get to the operating system, in milliseconds. */
const START_TIME = 20;

const LINE_FEED = 0x0a;

const EMPTY = new Uint8Array();

const encoder = new TextEncoder();

/**
 * Writes text in the order in which it comes. Nothing can be known of a pipe or a terminal before
 * the write that blocks, so all writes are asynchronous, one at a time, until the process ends.
 */
export class LogWriter {
  /** Whether others write to the same sink. */
  isShared = false;

  readonly #sink: LogSink;
  #waiting = "";
  /** How many lines came when there was no room behind what waits. */
  #overflow = 0;
  /** How many lines before what waits could not be written. */
  #failed = 0;
  /** How many lost lines are reported in what is being written. */
  #reported = 0;
  /** What follows the piece that is being written. */
  #rest: Uint8Array = EMPTY;
  /** The writing under way. */
  #writing: Promise<void> | undefined;
  /** When the last piece was begun. */
  #since = -Infinity;
  /** Whether lines come one by one, and wait until they are worth a write. */
  #gathers = false;
  /** Set during the pause. */
  #timer: ReturnType<typeof setTimeout> | undefined;

  /**
   * @param sink What to write to
   */
  constructor(sink: LogSink) {
    this.#sink = sink;
  }

  /**
   * Append text, which is written at the end of this turn of the event loop, or shortly after.
   *
   * @param text One or more lines, line ends included
   */
  append(text: string): void {
    const size = this.#waiting.length + this.#rest.length + text.length;
    // What comes after a gap waits for the line that reports it.
    if (size > MAX_WAITING || this.#overflow > 0) {
      this.#overflow += countLines(text);
      return;
    }
    if (this.#waiting === "" && this.#writing === undefined && this.#timer === undefined) {
      this.#gathers = performance.now() - this.#since < LONG_PAUSE;
      if (this.#gathers) this.#pause(LONG_PAUSE);
      else queueMicrotask(() => this.#start());
    }
    this.#waiting += text;
    if (this.#gathers && this.#waiting.length >= WORTHWHILE) {
      this.#gathers = false;
      queueMicrotask(() => this.#start());
    }
  }

  /** Write all that is left before returning, unless nobody reads: for the end of a process. */
  flush(): void {
    if (this.#writing !== undefined) {
      if (performance.now() - this.#since > STALL_TIME) return;
      sleep(START_TIME);
    }
    this.#endPause();
    for (let bytes = this.#rest; bytes.length > 0 || this.#hasMore(); bytes = this.#take()) {
      this.#rest = EMPTY;
      try {
        while (bytes.length > 0) {
          bytes = bytes.subarray(this.#sink.writeSync(this.#firstPiece(bytes)));
        }
      } catch {
        this.#fail(bytes);
        return;
      }
    }
    this.#reportLast();
  }

  /** No line follows that could bring the report. */
  #reportLast(): void {
    if (this.#failed === 0) return;
    try {
      this.#sink.writeSync(encoder.encode(lossReport(this.#failed)));
      this.#failed = 0;
    } catch {
      // Whatever kept the lines out keeps this one out too.
    }
  }

  /**
   * Wait until all is written.
   *
   * @returns Resolves then, or when nothing was taken for a second, or after five
   */
  async drain(): Promise<void> {
    const deadline = performance.now() + MAX_DRAIN_TIME;
    this.#start();
    while (this.#writing !== undefined) {
      const time = Math.min(deadline, this.#since + STALL_TIME) - performance.now();
      if (time <= 0) return;
      await settlesWithin(this.#writing, time);
      this.#start();
    }
  }

  /** Begin to write what waits, without a pause. */
  #start(): void {
    if (this.#writing !== undefined || !this.#hasMore()) return;
    this.#endPause();
    this.#gathers = false;
    this.#writing = this.#write().then(() => {
      this.#writing = undefined;
      if (this.#hasMore()) this.#pause(PAUSE);
    });
  }

  #pause(time: number): void {
    this.#timer = setTimeout(() => this.#start(), time);
  }

  #endPause(): void {
    // Whatever has to do with timers makes Deno load those of Node, which takes long.
    if (this.#timer === undefined) return;
    clearTimeout(this.#timer);
    this.#timer = undefined;
  }

  async #write(): Promise<void> {
    for (this.#rest = this.#take(); this.#rest.length > 0;) {
      let piece = this.#firstPiece(this.#rest);
      this.#rest = this.#rest.subarray(piece.length);
      try {
        while (piece.length > 0) {
          this.#since = performance.now();
          piece = piece.subarray(await this.#sink.write(piece));
        }
      } catch {
        this.#fail(piece);
        this.#fail(this.#rest);
        this.#rest = EMPTY;
      }
    }
  }

  #hasMore(): boolean {
    return this.#waiting !== "";
  }

  /** What waits, between reports of the lines lost before and after it. */
  #take(): Uint8Array {
    if (!this.#hasMore()) return EMPTY;
    const text = lossReport(this.#failed) + this.#waiting + lossReport(this.#overflow);
    // A report that gets lost is no line lost.
    this.#reported = Math.max(this.#failed - 1, 0) + Math.max(this.#overflow - 1, 0);
    this.#waiting = "";
    this.#failed = 0;
    this.#overflow = 0;
    return encoder.encode(text);
  }

  /** As many whole lines as go in one piece, but at least one. */
  #firstPiece(bytes: Uint8Array): Uint8Array {
    const most = this.isShared ? MAX_SHARED_WRITE : MAX_WRITE;
    if (bytes.length <= most) return bytes;
    const end = bytes.lastIndexOf(LINE_FEED, most - 1) + 1;
    return bytes.subarray(0, end > 0 ? end : bytes.indexOf(LINE_FEED) + 1 || bytes.length);
  }

  /** The disk is full, or the reader has gone: others may come. */
  #fail(bytes: Uint8Array): void {
    this.#failed += this.#reported + countLines(bytes);
    this.#reported = 0;
  }
}

function lossReport(count: number): string {
  return count === 0 ? "" : `${count} ${count === 1 ? "line" : "lines"} of the log lost\n`;
}

function countLines(text: string | Uint8Array): number {
  let count = 0;
  for (const unit of text) if (unit === "\n" || unit === LINE_FEED) count++;
  return count;
}

/** Let other threads run, and not this one. */
function sleep(time: number): void {
  Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, time);
}
