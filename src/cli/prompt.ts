/**
 * {@linkcode Prompt}: reading what nobody else should see.
 *
 * @module
 */

import { INTERRUPTED_STATUS } from "./interruption.ts";
import { printError } from "./output.ts";

const LF = 10;
const CR = 13;
const CTRL_C = 3;
const CTRL_D = 4;
const CTRL_U = 21;
const BACKSPACE = 8;
const DELETE = 127;

/** The longest line that is read, in bytes. */
const MAX_LENGTH = 4096;

/** Reads lines from standard input; from a terminal without an echo. */
export class Prompt implements Disposable {
  /** Whether somebody types. */
  readonly isTerminal = Deno.stdin.isTerminal();
  /** What was read and belongs to the next line. */
  #rest: number[] = [];

  constructor() {
    if (this.isTerminal) Deno.stdin.setRaw(true);
  }

  /**
   * Read a line.
   *
   * @param question What to ask on a terminal
   * @returns The line, without its end
   * @throws {TypeError} when it is no UTF-8
   */
  async readSecret(question: string): Promise<string> {
    if (this.isTerminal) printError(question);
    const line: number[] = [];
    for (;;) {
      const byte = this.#rest.shift() ?? await this.#readByte();
      if (byte === undefined || byte === LF) break;
      if (!this.isTerminal) {
        line.push(byte);
        if (line.length > MAX_LENGTH) throw new TypeError("The password is too long");
      } else if (byte === CR || byte === CTRL_D) break;
      else this.#type(line, byte);
    }
    if (this.isTerminal) printError("\n");
    else if (line.at(-1) === CR) line.pop();
    return new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(Uint8Array.from(line));
  }

  /** Edit the line by a key. In raw mode the terminal leaves that to the program. */
  #type(line: number[], byte: number): void {
    if (byte === CTRL_C) {
      this[Symbol.dispose]();
      printError("\n");
      Deno.exit(INTERRUPTED_STATUS);
    }
    if (byte === CTRL_U) line.length = 0;
    else if (byte === BACKSPACE || byte === DELETE) removeCharacter(line);
    else if (line.length < MAX_LENGTH) line.push(byte);
  }

  async #readByte(): Promise<number | undefined> {
    const buffer = new Uint8Array(256);
    const count = await Deno.stdin.read(buffer);
    if (count === null) return undefined;
    this.#rest = [...buffer.subarray(0, count)];
    return this.#rest.shift();
  }

  /** Give the terminal back as it was. */
  [Symbol.dispose](): void {
    if (this.isTerminal) Deno.stdin.setRaw(false);
  }
}

/** Remove the last character of UTF-8: one byte and the continuations before it. */
function removeCharacter(line: number[]): void {
  while ((line.pop() ?? 0) >> 6 === 0b10);
}
