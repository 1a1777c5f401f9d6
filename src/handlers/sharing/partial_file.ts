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
import { lookAt, type PlacedFile, placeFile } from "./place.ts";
import { RefusedError } from "./refusal.ts";
import { strongTagOf } from "./strong_tag.ts";

/** From this size on, in bytes, writing may take long enough for others to notice. */
const LARGE_BLOCK = 64 * 1024;

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

/**
 * Write bytes to a file, without holding up others for long.
 *
 * @param file The file
 * @param bytes They must not change until the promise is settled
 * @returns A promise where there are many
 */
export function writeAll(file: Deno.FsFile, bytes: Uint8Array): void | Promise<void> {
  if (bytes.length >= LARGE_BLOCK) return writeLarge(file, bytes);
  for (let rest = bytes; rest.length > 0;) rest = rest.subarray(file.writeSync(rest));
}

async function writeLarge(file: Deno.FsFile, bytes: Uint8Array): Promise<void> {
  for (let rest = bytes; rest.length > 0;) rest = rest.subarray(await file.write(rest));
}

/**
 * Lock a file, so that other processes see that somebody uses it.
 *
 * @param file The file
 * @returns Whether nobody else does; `true` as well where the file system has no locks
 */
export function lockFile(file: Deno.FsFile): boolean {
  try {
    return file.tryLockSync(true);
  } catch {
    return true;
  }
}

/**
 * Make the names in a directory last. Not all systems can, and then there is nothing to be done.
 *
 * @param directory The directory
 */
export async function syncDirectory(directory: string): Promise<void> {
  try {
    using file = await Deno.open(directory);
    await file.sync();
  } catch {
    // Windows opens no directories.
  }
}

/**
 * Remove a file, if it is there.
 *
 * @param path The file
 */
export function removeIfThere(path: string): void {
  try {
    Deno.removeSync(path);
  } catch (error) {
    if (!(error instanceof Deno.errors.NotFound)) throw error;
  }
}
