/** Ctrl-C: nothing is killed here; whatever runs is ended by the code that started it. */

/**
 * Turn SIGINT and SIGTERM into an abort.
 *
 * @returns A signal that is aborted when the user ends the program
 */
export function endOnSignals(): AbortSignal {
  const controller = new AbortController();
  for (const name of ["SIGINT", "SIGTERM"] as const) {
    Deno.addSignalListener(name, () => controller.abort(new Error("Ended by the user")));
  }
  return controller.signal;
}
