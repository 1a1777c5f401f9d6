/**
 * Short answers to requests that write.
 *
 * @module
 */

import type { Fields } from "../../http/fields.ts";
import type { HTTPStatus } from "../../http/status.ts";
import type { BaseHTTPRequestHandler } from "../base.ts";
import type { RefusedError } from "./refusal.ts";

/**
 * Answer with a text for whoever looks at it, a person or a program.
 *
 * @param handler The handler of the request
 * @param status The status
 * @param text The text, or nothing, which with 204 it must be
 * @param fields Further fields
 */
export function answerBriefly(
  handler: BaseHTTPRequestHandler,
  status: HTTPStatus | number,
  text = "",
  fields: Fields = [],
): void {
  const body = new TextEncoder().encode(text);
  handler.sendResponse(status);
  // What is left of the body is not waited for.
  if (!handler.rfile.bodyEnded) handler.sendHeader("Connection", "close");
  for (const [name, value] of fields) handler.sendHeader(name, value);
  handler.sendHeader("Cache-Control", "no-store");
  if (Number(status) !== 204) {
    if (text !== "") {
      handler.sendHeader("Content-Type", "text/plain; charset=utf-8");
      handler.sendHeader("X-Content-Type-Options", "nosniff");
    }
    handler.sendHeader("Content-Length", body.length);
  }
  handler.endHeaders();
  if (handler.command !== "HEAD" && body.length > 0) handler.wfile.write(body);
}

/**
 * Say why a request is not fulfilled.
 *
 * @param handler The handler of the request
 * @param error Why
 * @param fields Further fields, besides those of the error
 */
export function answerRefusal(
  handler: BaseHTTPRequestHandler,
  error: RefusedError,
  fields: Fields = [],
): void {
  handler.logError("code %d, message %s", Number(error.status), error.message);
  answerBriefly(handler, error.status, `${error.message}\n`, [...error.fields, ...fields]);
}
