/**
 * Standard error as a log: lines written in one turn of the event loop leave in one write, none is
 * lost when the process ends, and a reader that stops reading does not stop the server.
 *
 * @module
 */

import { LogWriter } from "./log_writer.ts";

const log = new LogWriter({
  write: (bytes) => Deno.stderr.write(bytes),
  writeSync: (bytes) => Deno.stderr.writeSync(bytes),
});

/**
 * Append to the log.
 *
 * @param text One or more lines, line ends included
 */
export function writeLog(text: string): void {
  log.append(text);
}

/** Keep lines whole though other threads write to standard error as well, also where it is a pipe. */
export function shareLog(): void {
  log.isShared = true;
}

/** Write what has been appended before returning. It is done by itself, sooner or later. */
export function flushLog(): void {
  log.flush();
}

/**
 * Wait until all is written.
 *
 * @returns Resolves then, or soon if nobody reads the log
 */
export function drainLog(): Promise<void> {
  return log.drain();
}

for (const end of ["unload", "error", "unhandledrejection"]) {
  globalThis.addEventListener(end, flushLog);
}
