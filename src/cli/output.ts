/**
 * What the command says on standard output and standard error.
 *
 * @module
 */

/** What the command calls itself. */
export const PROGRAM = "http-server";

const encoder = new TextEncoder();

/**
 * Write text to standard output.
 *
 * @param text Lines, with their ends
 */
export function print(text: string): void {
  write(Deno.stdout, text);
}

/**
 * Write text to standard error.
 *
 * @param text Lines, with their ends
 */
export function printError(text: string): void {
  write(Deno.stderr, text);
}

function write(stream: { writeSync(bytes: Uint8Array): number }, text: string): void {
  try {
    for (let rest = encoder.encode(text); rest.length > 0;) {
      rest = rest.subarray(stream.writeSync(rest));
    }
  } catch {
    // Nobody reads it: no reason not to serve.
  }
}
