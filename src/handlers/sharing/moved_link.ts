/**
 * Symbolic links that are moved, alone or with a directory: they must lead to the same as before.
 *
 * @module
 */

import { HTTPStatus } from "../../http/status.ts";
import { isEnclosed } from "../file/enclosure.ts";
import { RefusedError } from "./refusal.ts";
import type { SharingRequest } from "./sharing.ts";

/** Whether a path leads upwards. */
const UPWARDS_REGEXP = /(?:^|[/\\])\.\.(?:[/\\]|$)/;

/**
 * Check that a link may be moved. One that leads out of what is served could be put in the place of a
 * directory that others are just writing to, and a relative one may lead elsewhere from elsewhere.
 *
 * @param request The request
 * @param link The path of the link
 * @param isRenamed Whether what is moved stays in its directory
 * @param moved The path of what is moved: the link itself, or a directory above it
 * @throws {RefusedError} with status 403 when it leads out, and 409 when it would lead elsewhere
 */
export function requireLeadsTheSame(
  { handler }: SharingRequest,
  link: string,
  isRenamed: boolean,
  moved: string,
): void {
  if (!isEnclosed(handler.directory, link)) {
    throw new RefusedError(
      HTTPStatus.FORBIDDEN,
      "A link that leads out of what is served, or nowhere, stays where it is",
    );
  }
  if (isRenamed) return;
  const target = Deno.readLinkSync(link);
  if (isAbsolute(target) || link !== moved && !UPWARDS_REGEXP.test(target)) return;
  throw new RefusedError(HTTPStatus.CONFLICT, "A link would lead elsewhere from there");
}

function isAbsolute(path: string): boolean {
  return /^(?:[/\\]|[a-z]:)/i.test(path);
}
