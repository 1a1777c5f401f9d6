/**
 * {@linkcode withColoredLog}: handlers whose log has colours, those of Python 3.15.
 *
 * @module
 */

import type { HTTPStatus } from "../../http/status.ts";
import { writeLog } from "../../server/log.ts";
import { declareOnlooker } from "../memory/answer_reuse.ts";
import type { HTTPHandlerClass } from "../base/handler_class.ts";
import { THEME } from "./colors.ts";

/** What `logRequest` makes of a request. */
const MESSAGE_REGEXP = /^"(.*)" (\S+) (\S+)$/s;

/** Python's `split(None, 2)`, if it makes three parts. Other blanks than these are escaped by now. */
const REQUEST_REGEXP = /^\s*(\S+)\s+(\S+)\s+(\S.*)$/s;

/**
 * Extend a class of handlers by colours in the log.
 *
 * CPython 3.15: `BaseHTTPRequestHandler.log_message`.
 *
 * @param Handler The class
 * @returns The extended class
 */
export function withColoredLog<Class extends HTTPHandlerClass>(Handler: Class): Class {
  class WithColoredLog extends Handler {
    /** What the next line is about; any message otherwise. */
    #about: "request" | "error" | undefined;
    /** What the one after that is about. */
    #usual: "request" | undefined;

    protected override answerFromMemory(): boolean {
      this.#about = this.#usual = "request";
      const answered = super.answerFromMemory();
      this.#about = this.#usual = undefined;
      return answered;
    }

    override logRequest(code?: number | string | HTTPStatus, size?: number | string): void {
      this.#about = "request";
      super.logRequest(code, size);
    }

    override logError(format: string, ...args: unknown[]): void {
      this.#about = "error";
      super.logError(format, ...args);
    }

    protected override writeLogLine(line: string): void {
      const { timestamp, reset } = THEME;
      const about = this.#about;
      this.#about = this.#usual;
      const prefix = `${this.addressString()} - - [${this.logDateTimeString()}]`;
      const message = about === "request"
        ? colorRequest(line)
        : about === "error"
        ? `${THEME.error}${line}${reset}`
        : line;
      writeLog(`${timestamp}${prefix}${reset} ${message}\n`);
    }
  }
  declareOnlooker(WithColoredLog);
  return WithColoredLog;
}

/**
 * Colour what is logged about a request: `"request line" status size`, without control characters.
 *
 * CPython 3.15: `BaseHTTPRequestHandler._colorize_request`.
 */
function colorRequest(line: string): string {
  const [, requestline = "", code = "", size = ""] = MESSAGE_REGEXP.exec(line) ?? [];
  if (code === "") return line;
  const { path, reset } = THEME;
  const request = requestline.replace(
    REQUEST_REGEXP,
    (_, method, target, version) => `${method} ${path}${target}${reset} ${version}`,
  );
  return `"${request}" ${colorOf(Number(code))}${code} ${THEME.size}${size}${reset}`;
}

function colorOf(status: number): string {
  if (Number.isNaN(status)) return "";
  if (status >= 500) return THEME.serverError;
  if (status >= 400) return THEME.clientError;
  if (status >= 300) return THEME.redirect;
  return status >= 200 ? THEME.ok : THEME.informational;
}
