/**
 * What must not be in a directory that is removed or moved with all in it.
 *
 * @module
 */

import { HTTPStatus } from "../../http/status.ts";
import { readEntries } from "../listing/directory.ts";
import { Turns } from "../turns/in_turns.ts";
import { requireServed } from "./destination.ts";
import { removeIfThere } from "./partial_file.ts";
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
 * Look at all below a directory, without following links.
 *
 * @param root The directory
 * @param request The request that is about it
 * @param lookAtLink Is called with the path of each link, and throws if that must not be there
 * @throws {RefusedError} with status 403 when there are scripts in it, and 409 when there are hidden
 * files, or uploads under way
 */
export async function requireNothingHidden(
  root: string,
  request: SharingRequest,
  lookAtLink: (path: string) => void = () => {},
): Promise<void> {
  const { dotfiles } = request.sharing;
  const turns = new Turns();
  for (const pending = [root]; pending.length > 0;) {
    const directory = pending.pop()!;
    requireServed(request, directory);
    for await (const { name, isDirectory, isSymlink } of readEntries(directory)) {
      if (removeDone(directory, name)) continue;
      if (isPartialName(name)) {
        throw new RefusedError(HTTPStatus.CONFLICT, "Something is being uploaded to the directory");
      }
      if (!dotfiles && name.startsWith(".")) {
        throw new RefusedError(HTTPStatus.CONFLICT, "There are hidden files in the directory");
      }
      if (isDirectory) pending.push(`${directory}/${name}`);
      if (isSymlink) lookAtLink(`${directory}/${name}`);
      await turns.nextIfOver();
    }
  }
}
