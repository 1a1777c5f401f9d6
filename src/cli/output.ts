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
 * Write text to standard output.
 *
 * @param text Lines, with their ends
 */
export function print(text: string): void {
  try {
    for (let rest = encoder.encode(text); rest.length > 0;) {
      rest = rest.subarray(Deno.stdout.writeSync(rest));
    }
  } catch {
    // Nobody reads it: no reason not to serve.
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
