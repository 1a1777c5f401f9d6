/**
 * {@linkcode PartialFile}: a file that is being uploaded in one request.
 *
 * @module
 */

import { formatEntityTag } from "../../http/entity_tag.ts";
import { HTTPStatus } from "../../http/status.ts";
import { enclosedIdentity, isSameFile } from "../file/enclosure.ts";
import { BegunUploads } from "./begun_uploads.ts";
import { makeId, partialName } from "./partial_name.ts";
import type { OverwritePolicy } from "../file/values.ts";
import { type PlacedFile, placeFile } from "./place.ts";
import { lockFile, lookAt, removeIfThere, writeAll } from "./file_system.ts";
import { RefusedError } from "./refusal.ts";
import { strongTagOf } from "./strong_tag.ts";

/**
 * A file beside the one that it is to become, locked as long as this process writes to it: so that one
 * left behind by a crash can be told from it.
 */
export class PartialFile implements Disposable {
  readonly #file: Deno.FsFile;
  readonly #path: string;
  #open = true;
  #placed = false;

  private constructor(
    file: Deno.FsFile,
    path: string,
    /** The directory that it is in. */
    readonly directory: string,
  ) {
    this.#file = file;
    this.#path = path;
  }

  /**
   * Begin a file.
   *
   * @param directory The directory
   * @param root The directory that it must not lead out of
   * @returns The file, empty
   * @throws {RefusedError} with status 403 when it leads out
   */
  static create(directory: string, root: string): PartialFile {
    for (;;) {
      const path = `${directory}/${partialName(makeId())}`;
      const file = Deno.openSync(path, { write: true, createNew: true });
      // In between, somebody who cleans up may have taken it for one that was left behind.
      if (lockFile(file) && file.statSync().nlink !== 0) {
        checkPlace(root, path, file);
        BegunUploads.note(directory);
        return new PartialFile(file, path, directory);
      }
      file.close();
    }
  }

  /**
   * Write the next bytes.
   *
   * @param bytes They must not change until the promise is settled
   * @returns A promise where it takes long
   */
  write(bytes: Uint8Array): void | Promise<void> {
    return writeAll(this.#file, bytes);
  }

  /** The entity tag that it is going to have. */
  get tag(): string {
    return formatEntityTag(strongTagOf(this.#file.statSync()));
  }

  /** Wait until all of it is on the disk. */
  async sync(): Promise<void> {
    await this.#file.syncData();
  }

  /**
   * Give it its name: see {@linkcode placeFile}. Then it can't be written to any more.
   *
   * @param name The name
   * @param policy What to do when it is taken
   * @returns The name that it got
   * @throws {RefusedError} with status 409 when there is something that stays
   */
  place(name: string, policy: OverwritePolicy): PlacedFile {
    const placed = placeFile(this.#path, this.directory, name, policy);
    this.#placed = true;
    return placed;
  }

  /** Close it, and remove it unless it was placed. */
  [Symbol.dispose](): void {
    if (!this.#open) return;
    this.#open = false;
    // Windows does not remove what is open.
    this.#file.close();
    if (!this.#placed) removeIfThere(this.#path);
  }
}

/**
 * Check that a file that was just made is where it should be: a link that was put in the place of a
 * directory, since that was looked at, leads elsewhere. The file is removed then.
 *
 * @param root The directory that is not to be left
 * @param path The file, with a name that nobody can guess
 * @param file The same
 * @throws {RefusedError} with status 403 when it is elsewhere
 */
export function checkPlace(root: string, path: string, file: Deno.FsFile): void {
  try {
    requireWithin(root, path, file);
  } catch (error) {
    file.close();
    removeIfThere(path);
    throw error;
  }
}

/**
 * Check that an open file is the one that is there, by no other name and not by a link.
 *
 * @param root The directory that is not to be left
 * @param path The path that it was opened by
 * @param file The file
 * @throws {RefusedError} with status 403 when it is another one
 */
export function requireWithin(root: string, path: string, file: Deno.FsFile): void {
  const opened = file.statSync();
  const place = lookAt(path)?.isFile ? enclosedIdentity(root, path) : undefined;
  if (place !== undefined && isSameFile(place, opened) && (opened.nlink ?? 1) <= 1) return;
  throw new RefusedError(HTTPStatus.FORBIDDEN, "A link leads out of what is served");
}
