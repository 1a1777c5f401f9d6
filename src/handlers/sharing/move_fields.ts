/**
 * What the fields of `MOVE` say: `Destination`, `Overwrite` and `Depth` (RFC 4918, section 10).
 *
 * @module
 */

import { HTTPStatus } from "../../http/status.ts";
import type { HTTPMessage } from "../../http/message.ts";
import { problemOf, withoutPrefix } from "../file/request_target.ts";
import { RefusedError } from "./refusal.ts";
import { isOwnOrigin } from "./same_site.ts";
import type { SharingRequest } from "./sharing.ts";

/** The characters of URIs (RFC 3986, section 2), without `#`: a destination has no fragment. */
const URI_REGEXP = /^[\w.~!$&'()*+,;=:@%/?[\]-]+$/;

/** `Simple-ref = absolute-URI | ( path-absolute [ "?" query ] )` (section 8.3), with a path at least. */
const SIMPLE_REF_REGEXP = /^(?:([a-z][a-z0-9+.-]*:)\/\/([^/?]*)(\/[^?]*)?|(\/(?!\/)[^?]*))$/i;

/**
 * Where a move leads.
 *
 * @param request The request
 * @returns The target, in origin form, below the path that the directory appears under
 * @throws {RefusedError} with status 400 when that is not said as it should be, and 502 when it is on
 * another server
 */
export function destinationTarget({ handler: { headers }, root }: SharingRequest): string {
  const values = headers.getAll("Destination");
  if (values.length !== 1) throw malformed("Say in one field Destination where to move it");
  const value = values[0]!.trim();
  if (!URI_REGEXP.test(value)) throw malformed("Destination has characters that must be encoded");
  const parts = SIMPLE_REF_REGEXP.exec(value);
  if (parts === null) throw malformed("Destination must be an address, or a path from the top");
  const [, scheme, authority = "", after = "/", fromTop] = parts;
  const target = fromTop ?? after;
  const problem = problemOf(target);
  if (problem !== undefined) throw malformed(`Destination: ${problem}`);
  const isHere = scheme === undefined ||
    !authority.includes("@") && isOwnOrigin(`${scheme}//${authority}`, headers.get("Host"));
  // Another part of this host may be another server, too (section 9.9.4).
  if (isHere && withoutPrefix(target, root) !== undefined) return target;
  throw new RefusedError(HTTPStatus.BAD_GATEWAY, "Nothing is moved to another server");
}

/**
 * Whether a client agrees that what has the name already is replaced.
 *
 * @param headers The fields of the request
 * @returns Whether it does, as it does unless it says otherwise (section 10.6)
 * @throws {RefusedError} with status 400 when it says neither
 */
export function mayOverwrite(headers: HTTPMessage): boolean {
  const value = headers.getAll("Overwrite").join().trim().toUpperCase();
  if (value === "F") return false;
  if (value === "T" || !headers.has("Overwrite")) return true;
  throw malformed("Overwrite must be T or F");
}

/**
 * Check that a directory is to be moved with all in it, since that is the only way (section 9.9.2).
 *
 * @param headers The fields of the request
 * @throws {RefusedError} with status 400 when the client wants less
 */
export function requireFullDepth(headers: HTTPMessage): void {
  const depth = headers.getAll("Depth").join().trim().toLowerCase();
  if (depth === "infinity" || !headers.has("Depth")) return;
  throw malformed("A directory is moved with all in it: Depth must be infinity");
}

function malformed(message: string): RefusedError {
  return new RefusedError(HTTPStatus.BAD_REQUEST, message);
}
