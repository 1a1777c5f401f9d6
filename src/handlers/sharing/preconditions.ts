/**
 * Conditions of requests that write (RFC 9110, section 13.1).
 *
 * @module
 */

import { evaluateConditions } from "../../http/conditions.ts";
import { HTTPStatus } from "../../http/status.ts";
import type { BaseHTTPRequestHandler } from "../base.ts";
import { RefusedError } from "./refusal.ts";
import { strongTagOf } from "./strong_tag.ts";

/**
 * Check that what is there is what the client thinks it is.
 *
 * @param handler The handler of the request
 * @param info What is there now, or `undefined`
 * @throws {RefusedError} with status 412 when it is not
 */
export function requirePreconditions(
  { command, headers }: BaseHTTPRequestHandler,
  info: Deno.FileInfo | undefined,
): void {
  const verdict = info === undefined
    ? headers.has("If-Match") ? 412 : "proceed"
    : evaluateConditions(command, headers, {
      tag: strongTagOf(info),
      modified: Math.floor((info.mtime?.getTime() ?? 0) / 1000),
      dateIsStrong: false,
    });
  if (verdict === "proceed") return;
  throw new RefusedError(HTTPStatus.PRECONDITION_FAILED, "The file is not what it should be");
}
