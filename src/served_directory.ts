/**
 * Looking at a directory before it is served.
 *
 * @module
 */

import { repr } from "./python/repr.ts";

/**
 * Check that a directory can be served.
 *
 * @param path The directory
 * @param mayBeFile Whether it may be a file, to be served alone
 * @throws {Deno.errors.NotFound} when it does not exist
 * @throws {Deno.errors.NotADirectory} when it is something else
 * @throws {Deno.errors.PermissionDenied} when the system does not permit to read it
 * @throws {Deno.errors.NotCapable} when Deno does not permit to read it
 */
export function checkDirectory(path: string, mayBeFile = false): void {
  const prefix = `Cannot serve ${repr(path)}`;
  try {
    const { isDirectory, isFile } = Deno.statSync(path);
    if (!isDirectory && !(mayBeFile && isFile)) {
      throw new Deno.errors.NotADirectory(`${prefix}: it is not a directory`);
    }
    // Windows does not open directories.
    if (Deno.build.os !== "windows") Deno.openSync(path).close();
  } catch (cause) {
    if (cause instanceof Deno.errors.NotFound) {
      throw new Deno.errors.NotFound(`${prefix}: there is no such directory`, { cause });
    }
    if (cause instanceof Deno.errors.PermissionDenied) {
      const message = `${prefix}: the system does not permit to read it`;
      throw new Deno.errors.PermissionDenied(message, { cause });
    }
    throw cause;
  }
}
