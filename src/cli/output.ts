/**
 * What the command says on standard output and standard error.
 *
 * @module
 */

import { writeLog } from "../server/log.ts";

/** What the command calls itself. */
export const PROGRAM = "http-server";

const encoder = new TextEncoder();

/**
 * Write text to standard output. That nobody reads it is no reason not to serve.
 *
 * @param text Lines, with their ends
 */
export function print(text: string): void {
  try {
    write(text);
  } catch {
    // It was only to be told.
  }
}

/**
 * Write what the command was started for to standard output.
 *
 * @param text Lines, with their ends
 * @throws {Error} when it cannot be written: why. Who stops reading has enough, and that is no error
 */
export function printResult(text: string): void {
  try {
    write(text);
  } catch (cause) {
    if (cause instanceof Deno.errors.BrokenPipe) return;
    const reason = cause instanceof Error ? cause.message : cause;
    throw new Error(`Cannot write to standard output: ${reason}`, { cause });
  }
}

function write(text: string): void {
  for (let rest = encoder.encode(text); rest.length > 0;) {
    rest = rest.subarray(Deno.stdout.writeSync(rest));
  }
}

/**
 * Write text to standard error, behind what has been logged.
 *
 * @param text Lines, with their ends
 */
export function printError(text: string): void {
  writeLog(text);
}
