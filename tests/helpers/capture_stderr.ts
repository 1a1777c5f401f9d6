/**
 * Looking at the log.
 *
 * @module
 */

import { flushLog } from "../../src/server/log.ts";
import { join, textOf } from "./bytes.ts";

/** Keeps what is written to standard error while it is in scope. */
export class CapturedStderr implements Disposable {
  readonly #pieces: Uint8Array[] = [];
  readonly #write = Deno.stderr.write;
  readonly #writeSync = Deno.stderr.writeSync;
  readonly #isTerminal = Deno.stderr.isTerminal;

  constructor() {
    Deno.stderr.isTerminal = (): boolean => false;
    Deno.stderr.write = (bytes): Promise<number> => Promise.resolve(Deno.stderr.writeSync(bytes));
    Deno.stderr.writeSync = (bytes): number => {
      this.#pieces.push(bytes.slice());
      return bytes.length;
    };
  }

  /** How many writes there were. */
  get writes(): number {
    return this.#pieces.length;
  }

  /** What was written so far, without what is about to be. */
  get written(): string {
    return textOf(join(this.#pieces));
  }

  /** How many bytes each write had. */
  get lengths(): number[] {
    return this.#pieces.map(({ length }) => length);
  }

  /** What was written so far. */
  get text(): string {
    flushLog();
    return this.written;
  }

  /** Forget what was written so far. */
  clear(): void {
    flushLog();
    this.#pieces.length = 0;
  }

  [Symbol.dispose](): void {
    flushLog();
    Deno.stderr.write = this.#write;
    Deno.stderr.writeSync = this.#writeSync;
    Deno.stderr.isTerminal = this.#isTerminal;
  }
}
