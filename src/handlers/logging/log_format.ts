/**
 * {@linkcode withLogFormat}: handlers that log in one of several formats.
 *
 * @module
 */

import { declareOnlooker } from "../memory/answer_reuse.ts";
import type { HTTPHandlerClass } from "../base/handler_class.ts";
import { withAccessLog } from "./access_log.ts";
import { withColoredLog } from "./colored_log.ts";
import type { LogFormat } from "./formats.ts";

/**
 * Extend a class of handlers by a format of its log. This has to be the first extension, so that what
 * others know of the client is known.
 *
 * @param Handler The class
 * @param format The format
 * @param colored Whether lines in Python's format have colours
 * @returns The extended class, or the class itself
 */
export function withLogFormat<Class extends HTTPHandlerClass>(
  Handler: Class,
  format: LogFormat,
  colored: boolean,
): Class {
  if (format === "off") return withoutLog(Handler);
  if (format !== "python") return withAccessLog(Handler, format);
  return colored ? withColoredLog(Handler) : Handler;
}

/** What fails in the server is still said: by the server, and not by its handlers. */
function withoutLog<Class extends HTTPHandlerClass>(Handler: Class): Class {
  class WithoutLog extends Handler {
    protected override writeLogLine(_line: string): void {}
  }
  declareOnlooker(WithoutLog);
  return WithoutLog;
}
