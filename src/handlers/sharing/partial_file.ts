/**
 * {@linkcode PartialFile}: a file that is being uploaded in one request.
 *
 * @module
 */

import { formatEntityTag } from "../../http/entity_tag.ts";
import { makeId, partialName } from "./partial_name.ts";
import type { OverwritePolicy } from "../file/values.ts";
import { type PlacedFile, placeFile } from "./place.ts";
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
   * @param directory The directory, which is written to whatever it is
   * @returns The file, empty
   */
  static create(directory: string): PartialFile {
    for (;;) {
      const path = `${directory}/${partialName(makeId())}`;
      const file = Deno.openSync(path, { write: true, createNew: true });
      // In between, somebody who cleans up may have taken it for one that was left behind.
      if (lockFile(file) && file.statSync().nlink !== 0) {
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
