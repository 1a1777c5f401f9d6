/**
 * The colours of the log and of what the command says, those of Python 3.15, and whether there are any.
 *
 * @module
 */

import { isGranted } from "../../server/permissions.ts";

/** The colours of `http.server`. CPython 3.15: `_colorize.HttpServer`. */
export const THEME = {
  error: "\x1b[33m",
  path: "\x1b[36m",
  serving: "\x1b[32m",
  size: "\x1b[90m",
  informational: "\x1b[0m",
  ok: "\x1b[32m",
  redirect: "\x1b[96m",
  clientError: "\x1b[33m",
  serverError: "\x1b[31m",
  timestamp: "\x1b[90m",
  url: "\x1b[36m",
  reset: "\x1b[0m",
} as const;

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
