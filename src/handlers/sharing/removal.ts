/**
 * `DELETE`: files, links and directories (RFC 9110, section 9.3.5).
 *
 * @module
 */

import { HTTPStatus } from "../../http/status.ts";
import { readEntries } from "../listing/directory.ts";
import { answerBriefly } from "./answer.ts";
import { destinationOf } from "./destination.ts";
import { lookAt, syncDirectory } from "./file_system.ts";
import { requirePreconditions } from "./preconditions.ts";
import { RefusedError } from "./refusal.ts";
import type { SharingRequest } from "./sharing.ts";
import { removeDone, requireNothingHidden, requireStillFree } from "./whole_tree.ts";

/**
 * Remove what a request names. A link is removed itself. A directory has to be empty, unless the query
 * has `recursive`: then all in it is removed, but nothing if there is something hidden in it.
 *
 * @param request The request
 * @throws {RefusedError} with status 404 when there is nothing, 409 when a directory is to stay, and
 * 412 when it has changed
 */
export async function remove(request: SharingRequest): Promise<void> {
  const { handler, query } = request;
  const { directory, name } = destinationOf(request);
  const path = `${directory}/${name}`;
  const info = lookAt(path);
  requirePreconditions(handler, info);
  if (info === undefined) {
    throw new RefusedError(HTTPStatus.NOT_FOUND, "There is nothing to delete");
  }
  if (!info.isDirectory && request.path.endsWith("/")) {
    throw new RefusedError(HTTPStatus.NOT_FOUND, "There is no such directory");
  }
  if (!info.isDirectory) Deno.removeSync(path);
  else if (query.has("recursive")) await removeTree(path, request);
  else await removeEmpty(path);
  await syncDirectory(directory);
  answerBriefly(handler, HTTPStatus.NO_CONTENT);
}

async function removeEmpty(path: string): Promise<void> {
  for await (const entries of readEntries(path)) {
    if (entries.every(({ name }) => removeDone(path, name))) continue;
    throw new RefusedError(
      HTTPStatus.CONFLICT,
      "The directory is not empty: add ?recursive to delete all in it",
    );
  }
  Deno.removeSync(path);
}

async function removeTree(path: string, request: SharingRequest): Promise<void> {
  using begun = await requireNothingHidden(path, request);
  requireStillFree(begun);
  await Deno.remove(path, { recursive: true });
}
