/**
 * The colours of the log and of what the command says, those of Python 3.15.
 *
 * @module
 */

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
