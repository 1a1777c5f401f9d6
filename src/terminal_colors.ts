/**
 * Whether to write in colour, as Python 3.15 decides it.
 *
 * @module
 */

import { isGranted } from "./permissions.ts";

/** What a stream that may be a terminal can be asked. */
interface Stream {
  isTerminal(): boolean;
}

/**
 * Whether what is written to a stream is to have colours. The variables of the environment count if
 * Deno permits to read them; `NO_COLOR` always does.
 *
 * CPython 3.15: `_colorize.can_colorize`.
 *
 * @param stream The stream
 * @returns Whether it is
 */
export function mayColor(stream: Stream): boolean {
  const wish = variable("PYTHON_COLORS");
  if (wish === "0" || wish === "1") return wish === "1";
  if (Deno.noColor || variable("NO_COLOR")) return false;
  if (variable("FORCE_COLOR")) return true;
  return variable("TERM") !== "dumb" && stream.isTerminal();
}

function variable(name: string): string | undefined {
  return isGranted({ name: "env", variable: name }) ? Deno.env.get(name) : undefined;
}
