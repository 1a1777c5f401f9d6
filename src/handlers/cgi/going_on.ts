/**
 * Scripts that go on when they have closed their standard output: they have answered, and have more to do.
 *
 * @module
 */

import type { ScriptHandler } from "./members.ts";
import type { ScriptProcess } from "./script_process.ts";

/** How often to see whether the server still waits, in milliseconds. */
const LOOK_TIME = 500;

/**
 * Let the client go, who has all of the answer, and wait for the script without it.
 *
 * @param handler The handler of the request
 * @param script The script, which ends with the server, or when its time is over
 * @returns Resolves when it has ended
 */
export async function letGoOn(handler: ScriptHandler, script: ScriptProcess): Promise<void> {
  const { request, wfile } = handler;
  handler.closeConnection = true;
  script.ignoreClient();
  // Should the client have left, so be it.
  await wfile.flush().catch(() => {});
  await request.closeWrite();
  const timer = setInterval(() => {
    // A server that is shut down closes its connections at last.
    if (request.closed) script.end("answer");
  }, LOOK_TIME);
  await script.status;
  clearInterval(timer);
}
