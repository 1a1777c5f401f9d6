/**
 * What is answered when all turns are taken.
 *
 * @module
 */

import { HTTPStatus } from "../../http/status.ts";
import type { BaseHTTPRequestHandler } from "../base.ts";
import { ERROR_FORMAT } from "../base/error_page.ts";

const PROBLEM = "Too many CGI scripts are running";

/** When to come back, in seconds. */
const RETRY_TIME = 1;

/**
 * Answer that there are too many scripts running (RFC 9110, section 15.6.4).
 *
 * @param handler The handler
 */
export function sendBusy(handler: BaseHTTPRequestHandler): void {
  const body = new TextEncoder().encode(`${PROBLEM}\n`);
  handler.logError(ERROR_FORMAT, 503, PROBLEM);
  handler.sendResponse(HTTPStatus.SERVICE_UNAVAILABLE);
  handler.sendHeader("Retry-After", RETRY_TIME);
  handler.sendHeader("Connection", "close");
  handler.sendHeader("Content-Type", "text/plain; charset=utf-8");
  handler.sendHeader("Content-Length", body.length);
  handler.endHeaders();
  if (handler.command !== "HEAD") handler.wfile.write(body);
}
