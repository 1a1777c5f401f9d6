/**
 * Standard error as a log: lines written in one turn of the event loop leave in one write, and
 * none is lost when the process ends.
 *
 * @module
 */

const encoder = new TextEncoder();

/** A batch is not kept longer than this, in characters. */
const MAX_BATCH = 65536;

let batch = "";

/**
 * Append to the log.
 *
 * @param text One or more lines, line ends included
 */
export function writeLog(text: string): void {
  if (batch === "") queueMicrotask(flushLog);
  batch += text;
  if (batch.length > MAX_BATCH) flushLog();
}

/** Write what has been appended. */
export function flushLog(): void {
  if (batch === "") return;
  const bytes = encoder.encode(batch);
  batch = "";
  try {
    for (let written = 0; written < bytes.length;) {
      written += Deno.stderr.writeSync(bytes.subarray(written));
    }
  } catch {
    // Nobody reads the log: that must not stop the server.
  }
}

globalThis.addEventListener("unload", flushLog);
