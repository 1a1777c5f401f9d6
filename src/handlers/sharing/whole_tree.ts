/**
 * What must not be in a directory that is removed or moved with all in it.
 *
 * @module
 */

import { HTTPStatus } from "../../http/status.ts";
import { readEntries } from "../listing/directory.ts";
import { Turns } from "../turns/in_turns.ts";
import { BegunUploads } from "./begun_uploads.ts";
import { requireServed } from "./destination.ts";
import { removeIfThere } from "./file_system.ts";
import { isPartialName } from "./partial_name.ts";
import { RefusedError } from "./refusal.ts";
import { isDone } from "./resumable_note.ts";
import type { SharingRequest } from "./sharing.ts";

/**
 * Remove a file if it is only there to tell how an upload ended.
 *
 * @param directory The directory that it is in
 * @param name Its name
 * @returns Whether it was
 */
export function removeDone(directory: string, name: string): boolean {
  if (!isPartialName(name) || !isDone(directory, name)) return false;
  removeIfThere(`${directory}/${name}`);
  return true;
}

/**
 * Look at all below a directory, without following links. Others are served meanwhile.
 *
 * @param root The directory
 * @param request The request that is about it
 * @param lookAtLink Is called with the path of each link, and throws if that must not be there
 * @returns To be disposed of when the directory has been moved or removed, before which
 * {@linkcode requireStillFree} has to be called
 * @throws {RefusedError} with status 403 when there are scripts in it, and 409 when there are hidden
 * files, or uploads under way
 */
export async function requireNothingHidden(
  root: string,
  request: SharingRequest,
  lookAtLink: (path: string) => void = () => {},
): Promise<BegunUploads> {
  const begun = new BegunUploads(root);
  try {
    await lookThrough(root, request, lookAtLink);
    return begun;
  } catch (error) {
    begun[Symbol.dispose]();
    throw error;
  }
}

/**
 * Check that no upload has begun since the look at a directory. What is done at once comes in time.
 *
 * @param begun What that look returned
 * @throws {RefusedError} with status 409 when one has
 */
export function requireStillFree(begun: BegunUploads): void {
  if (begun.any) throw uploading();
}

function uploading(): RefusedError {
  return new RefusedError(HTTPStatus.CONFLICT, "Something is being uploaded to the directory");
}

async function lookThrough(
  root: string,
  request: SharingRequest,
  lookAtLink: (path: string) => void,
): Promise<void> {
  const { dotfiles } = request.sharing;
  const turns = new Turns();
  for (const pending = [root]; pending.length > 0;) {
    const directory = pending.pop()!;
    requireServed(request, directory);
    for await (const entries of readEntries(directory, turns)) {
      for (const { name, isDirectory, isSymlink } of entries) {
        if (removeDone(directory, name)) continue;
        if (isPartialName(name)) throw uploading();
        if (!dotfiles && name.startsWith(".")) {
          throw new RefusedError(HTTPStatus.CONFLICT, "There are hidden files in the directory");
        }
        if (isDirectory) pending.push(`${directory}/${name}`);
        if (isSymlink) lookAtLink(`${directory}/${name}`);
      }
    }
  }
}
