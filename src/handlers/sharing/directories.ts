/**
 * Making directories: `MKCOL` (RFC 4918, section 9.3), or a form of the listing's page.
 *
 * @module
 */

import { bodyFraming } from "../../http/body_framing.ts";
import { HTTPStatus } from "../../http/status.ts";
import { answerBriefly } from "./answer.ts";
import {
  type Destination,
  destinationOf,
  directoryReference,
  namesOf,
  requireServed,
  walkDown,
} from "./destination.ts";
import { syncDirectory } from "./file_system.ts";
import { RefusedError } from "./refusal.ts";
import { requireVisibleNames, safeName } from "./safe_name.ts";
import type { SharingRequest } from "./sharing.ts";

/**
 * Make the directory that a request asks for.
 *
 * @param request The request
 * @throws {RefusedError} with status 405 when there is something already, 409 when the one above is
 * missing, and 415 when the request has a body
 */
export async function makeCollection(request: SharingRequest): Promise<void> {
  const { handler, targetPath } = request;
  // On a connection that ends after this request, only the head tells.
  if (bodyFraming(handler.headers, handler.requestVersion) !== 0) {
    throw new RefusedError(HTTPStatus.UNSUPPORTED_MEDIA_TYPE, "A directory has no content");
  }
  await make(destinationOf(request), HTTPStatus.METHOD_NOT_ALLOWED);
  const location = `${targetPath.replace(/(?<!\/)\/+$/, "")}/`;
  answerBriefly(handler, HTTPStatus.CREATED, `Made ${location}\n`, [["Location", location]]);
}

/**
 * Make a directory in the one that a form was sent to, and show that again.
 *
 * @param request The request
 * @param name The name in the form
 * @throws {RefusedError} with status 409 when there is something of this name already
 */
export async function makeDirectory(request: SharingRequest, name: string): Promise<void> {
  const { handler, sharing } = request;
  const safe = safeName(name.trim());
  requireVisibleNames([safe], sharing.dotfiles);
  const directory = walkDown(handler.directory, namesOf(request));
  requireServed(request, directory);
  await make({ directory, name: safe }, HTTPStatus.CONFLICT);
  answerBriefly(handler, HTTPStatus.SEE_OTHER, "", [
    ["Location", directoryReference(request)],
  ]);
}

async function make({ directory, name }: Destination, statusIfTaken: HTTPStatus): Promise<void> {
  try {
    Deno.mkdirSync(`${directory}/${name}`);
  } catch (error) {
    if (!(error instanceof Deno.errors.AlreadyExists)) throw error;
    throw new RefusedError(statusIfTaken, "There is something with this name already", [
      ["Allow", "GET, HEAD"],
    ]);
  }
  await syncDirectory(directory);
}
