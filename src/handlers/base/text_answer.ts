/**
 * Short answers to machines that ask how the server is.
 *
 * @module
 */

import type { HTTPStatus } from "../../http/status.ts";
import type { BaseHTTPRequestHandler } from "../base.ts";

/**
 * Whether a request asks for a path, with `GET` or `HEAD`.
 *
 * @param handler The handler of the request
 * @param path The path, as it is in the request's target
 * @returns Whether it does, whatever the query
 */
export function asksFor(handler: BaseHTTPRequestHandler, path: string): boolean {
  if (handler.command !== "GET" && handler.command !== "HEAD") return false;
  const target = handler.path;
  return target.startsWith(path) && (target.length === path.length || target[path.length] === "?");
}

/**
 * Answer with a text. There is no line in the log about it: somebody asks every few seconds.
 *
 * @param handler The handler of the request
 * @param status The status
 * @param contentType The media type
 * @param text The text
 */
export function answerWithText(
  handler: BaseHTTPRequestHandler,
  status: HTTPStatus,
  contentType: string,
  text: string,
): void {
  const body = new TextEncoder().encode(text);
  handler.sendResponseOnly(status);
  handler.sendHeader("Server", handler.versionString());
  handler.sendHeader("Date", handler.dateTimeString());
  handler.sendHeader("Content-Type", contentType);
  handler.sendHeader("Content-Length", body.length);
  handler.sendHeader("Cache-Control", "no-store");
  handler.endHeaders();
  if (handler.command !== "HEAD") handler.wfile.write(body);
}
