/**
 * What uploads, moves and removals do with the disk, step by step.
 *
 * @module
 */

/** From this size on, in bytes, writing may take long enough for others to notice. */
const LARGE_BLOCK = 64 * 1024;

/**
 * Look at what has a name, without following links.
 *
 * @param path The path
 * @returns What there is, or `undefined`
 */
export function lookAt(path: string): Deno.FileInfo | undefined {
  try {
    return Deno.lstatSync(path);
  } catch (error) {
    if (error instanceof Deno.errors.NotFound) return undefined;
    throw error;
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
