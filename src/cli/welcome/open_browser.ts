/**
 * The user's browser.
 *
 * @module
 */

import { isGranted } from "../../server/permissions.ts";
import { printError, PROGRAM } from "../output.ts";

/** The program that opens addresses, and what it wants to be told before one. */
const [OPENER, ...ARGS] = Deno.build.os === "windows"
  // "start" takes what comes first in quotes for the title of a window.
  ? ["cmd", "/c", "start", ""] as const
  : Deno.build.os === "darwin"
  ? ["open"] as const
  : ["xdg-open"] as const;

/**
 * Check that Deno permits to open the browser.
 *
 * @throws {Deno.errors.NotCapable} when it does not, with the flag to add
 */
export function requireBrowser(): void {
  if (isGranted({ name: "run", command: OPENER })) return;
  throw new Deno.errors.NotCapable(
    `Deno does not permit to run ${OPENER}, which opens the browser: add --allow-run=${OPENER}`,
  );
}

/**
 * Open an address. Without success it is said, and no reason not to serve.
 *
 * @param url The address
 * @returns Resolves when the program that opens it has ended
 */
export async function openBrowser(url: string): Promise<void> {
  try {
    const process = new Deno.Command(OPENER, {
      args: [...ARGS, url],
      stdin: "null",
      stdout: "null",
      stderr: "null",
    }).spawn();
    process.unref();
    const { success, code } = await process.status;
    if (!success) report(`${OPENER} ended with status ${code}`);
  } catch (error) {
    const isMissing = error instanceof Deno.errors.NotFound;
    report(
      isMissing ? `there is no ${OPENER}` : error instanceof Error ? error.message : `${error}`,
    );
  }
}

function report(problem: string): void {
  printError(`${PROGRAM}: Cannot open the browser: ${problem}\n`);
}
