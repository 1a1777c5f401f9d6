/**
 * What our servers log, sorted by the connection that it is about.
 *
 * @module
 */

import { flushLog } from "../../src/server/log.ts";

/**
 * What a connection goes by in a journal. The client's port alone is not enough: connections to two
 * servers may have the same.
 */
export function connectionKey(serverPort: number, clientPort: number): string {
  return `${serverPort}-${clientPort}`;
}

/** What was said about one connection. */
export interface JournalEntry {
  /** The log lines, without the part that comes before the message. */
  readonly log: string[];
  /** The exception that ended the connection. */
  raises?: string;
}

/** A line of the log; handlers.ts has it begin with the key of the connection. */
const LINE_REGEXP = /^(\d+-\d+) - - \[\d\d\/\w{3}\/\d{4} \d\d:\d\d:\d\d\] (.*)$/s;

/**
 * Reads along with standard error, where handlers write the log: the text is what is compared, so
 * nothing may stand in for the method that makes it.
 */
export class Journal implements Disposable {
  readonly #entries = new Map<string, JournalEntry>();
  readonly #decoder = new TextDecoder();
  readonly #write = Deno.stderr.write;
  readonly #writeSync = Deno.stderr.writeSync;
  #rest = "";

  /** Take over standard error. */
  constructor() {
    Deno.stderr.write = (bytes) => Promise.resolve(Deno.stderr.writeSync(bytes));
    Deno.stderr.writeSync = (bytes) => {
      const lines = (this.#rest + this.#decoder.decode(bytes, { stream: true })).split("\n");
      this.#rest = lines.pop() ?? "";
      for (const line of lines) this.#note(line);
      return bytes.length;
    };
  }

  /** Note that a handler failed. */
  fail(key: string, error: unknown): void {
    this.#entryOf(key).raises = String(error);
  }

  /** What was said about a connection since the last time. */
  take(key: string): JournalEntry {
    flushLog();
    const entry = this.#entryOf(key);
    this.#entries.delete(key);
    return entry;
  }

  /** Give standard error back. */
  [Symbol.dispose](): void {
    flushLog();
    Deno.stderr.write = this.#write;
    Deno.stderr.writeSync = this.#writeSync;
  }

  #note(line: string): void {
    const [, key, message] = LINE_REGEXP.exec(line) ?? [];
    if (key === undefined || message === undefined) {
      this.#writeSync.call(Deno.stderr, new TextEncoder().encode(`${line}\n`));
    } else {
      this.#entryOf(key).log.push(message);
    }
  }

  #entryOf(key: string): JournalEntry {
    let entry = this.#entries.get(key);
    if (entry === undefined) {
      entry = { log: [] };
      this.#entries.set(key, entry);
    }
    return entry;
  }
}
