/**
 * `DELETE`: files, links and directories (RFC 9110, section 9.3.5).
 *
 * @module
 */

import { HTTPStatus } from "../../http/status.ts";
import { Turns } from "../in_turns.ts";
import { answerBriefly } from "./answer.ts";
import { destinationOf, requireServed } from "./destination.ts";
import { removeIfThere, syncDirectory } from "./partial_file.ts";
import { isPartialName } from "./partial_name.ts";
import { lookAt } from "./place.ts";
import { requirePreconditions } from "./preconditions.ts";
import { RefusedError } from "./refusal.ts";
import { isDone } from "./resumable_note.ts";
import type { SharingRequest } from "./sharing.ts";

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
  else removeEmpty(path);
  await syncDirectory(directory);
  answerBriefly(handler, HTTPStatus.NO_CONTENT);
}

function removeEmpty(path: string): void {
  for (const { name } of Deno.readDirSync(path)) {
    if (removeDone(path, name)) continue;
    throw new RefusedError(
      HTTPStatus.CONFLICT,
      "The directory is not empty: add ?recursive to delete all in it",
    );
  }
  Deno.removeSync(path);
}

/** Remove what is only there to tell how an upload ended. */
function removeDone(directory: string, name: string): boolean {
  if (!isPartialName(name) || !isDone(directory, name)) return false;
  removeIfThere(`${directory}/${name}`);
  return true;
}

async function removeTree(path: string, request: SharingRequest): Promise<void> {
  await requireNothingHidden(path, request);
  await Deno.remove(path, { recursive: true });
}

/** Look at all below a directory, without following links. */
async function requireNothingHidden(root: string, request: SharingRequest): Promise<void> {
  const { dotfiles } = request.sharing;
  const turns = new Turns();
  for (const pending = [root]; pending.length > 0;) {
    const directory = pending.pop()!;
    requireServed(request, directory);
    for (const { name, isDirectory } of Deno.readDirSync(directory)) {
      if (removeDone(directory, name)) continue;
      if (isPartialName(name)) {
        throw new RefusedError(HTTPStatus.CONFLICT, "Something is being uploaded to the directory");
      }
      if (!dotfiles && name.startsWith(".")) {
        throw new RefusedError(HTTPStatus.CONFLICT, "There are hidden files in the directory");
      }
      if (isDirectory) pending.push(`${directory}/${name}`);
      await turns.nextIfOver();
    }
  }
}
