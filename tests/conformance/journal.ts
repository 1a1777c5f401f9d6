/**
 * What our servers log, sorted by the client that it is about.
 *
 * @module
 */

/** What was said about one connection. */
export interface JournalEntry {
  /** The log lines, without the part that comes before the message. */
  readonly log: string[];
  /** The exception that ended the connection. */
  raises?: string;
}

/** A line of the log; handlers.ts has it begin with the client's port. */
const LINE_REGEXP = /^(\d+) - - \[\d\d\/\w{3}\/\d{4} \d\d:\d\d:\d\d\] (.*)$/s;

/**
 * Reads along with standard error, where handlers write the log: the text is what is compared, so
 * nothing may stand in for the method that makes it.
 */
export class Journal implements Disposable {
  readonly #entries = new Map<number, JournalEntry>();
  readonly #decoder = new TextDecoder();
  readonly #writeSync = Deno.stderr.writeSync;
  #rest = "";

  /** Take over standard error. */
  constructor() {
    Deno.stderr.writeSync = (bytes) => {
      const lines = (this.#rest + this.#decoder.decode(bytes, { stream: true })).split("\n");
      this.#rest = lines.pop() ?? "";
      for (const line of lines) this.#note(line);
      return bytes.length;
    };
  }

  /** Note that a handler failed. */
  fail(port: number, error: unknown): void {
    this.#entryOf(port).raises = String(error);
  }

  /** What was said about a client since the last time. */
  take(port: number): JournalEntry {
    const entry = this.#entryOf(port);
    this.#entries.delete(port);
    return entry;
  }

  /** Give standard error back. */
  [Symbol.dispose](): void {
    Deno.stderr.writeSync = this.#writeSync;
  }

  #note(line: string): void {
    const [, port, message] = LINE_REGEXP.exec(line) ?? [];
    if (port === undefined || message === undefined) {
      this.#writeSync.call(Deno.stderr, new TextEncoder().encode(`${line}\n`));
    } else {
      this.#entryOf(Number(port)).log.push(message);
    }
  }

  #entryOf(port: number): JournalEntry {
    let entry = this.#entries.get(port);
    if (entry === undefined) {
      entry = { log: [] };
      this.#entries.set(port, entry);
    }
    return entry;
  }
}
