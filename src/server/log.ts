/**
 * Standard error as a log: lines written in one turn of the event loop leave in one write, and
 * none is lost when the process ends.
 *
 * @module
 */

const encoder = new TextEncoder();

/** A batch is not kept longer than this, in characters. */
const MAX_BATCH = 65536;

/**
 * The most that a pipe takes in one piece, in bytes: `PIPE_BUF` of Linux. The workers of a server
 * write to the same one, and must not get in between the parts of a line.
 */
const MAX_WRITE = 4096;

const LINE_FEED = 0x0a;

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
      written += Deno.stderr.writeSync(bytes.subarray(written, endOfWrite(bytes, written)));
    }
  } catch {
    // Nobody reads the log: that must not stop the server.
  }
}

/** Where to end a write: after as many whole lines as go in one piece, but at least one. */
function endOfWrite(bytes: Uint8Array, start: number): number {
  if (bytes.length - start <= MAX_WRITE) return bytes.length;
  const end = bytes.lastIndexOf(LINE_FEED, start + MAX_WRITE - 1) + 1;
  return end > start ? end : bytes.indexOf(LINE_FEED, start) + 1 || bytes.length;
}

globalThis.addEventListener("unload", flushLog);
