/**
 * A directory before it is served: whether it can be, and whether clients may write in it.
 *
 * @module
 */

import type { FileOptions } from "./handlers/file/options.ts";
import { needsWrite } from "./handlers/file/sharing.ts";
import { isGranted } from "./server/permissions.ts";
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
 * @throws {Error} when the system says something else of it
 */
export function checkDirectory(path: string, mayBeFile = false): void {
  try {
    const { isDirectory, isFile } = Deno.statSync(path);
    if (!isDirectory && !(mayBeFile && isFile)) {
      throw new Deno.errors.NotADirectory();
    }
    // Windows does not open directories.
    if (Deno.build.os !== "windows") Deno.openSync(path).close();
  } catch (cause) {
    throw withPath(cause, path);
  }
}

/** The error in words for whoever named the directory. What Deno does not permit it says better itself. */
function withPath(cause: unknown, path: string): unknown {
  if (!(cause instanceof Error) || cause instanceof Deno.errors.NotCapable) return cause;
  const prefix = `Cannot serve ${repr(path)}`;
  if (cause instanceof Deno.errors.NotFound) {
    return new Deno.errors.NotFound(`${prefix}: there is no such directory`, { cause });
  }
  if (cause instanceof Deno.errors.NotADirectory) {
    return new Deno.errors.NotADirectory(`${prefix}: it is not a directory`, { cause });
  }
  if (cause instanceof Deno.errors.PermissionDenied) {
    const message = `${prefix}: the system does not permit to read it`;
    return new Deno.errors.PermissionDenied(message, { cause });
  }
  return new Error(`${prefix}: ${cause.message}`, { cause });
}

/**
 * Check that Deno permits what the options need, and clean up what a server that was killed left
 * behind. Nothing waits for that.
 *
 * @param directory The directory that is served
 * @param options The options of the handlers
 * @throws {Deno.errors.NotCapable} when Deno does not permit to write there
 */
export function prepareSharing(directory: string, options: Readonly<FileOptions>): void {
  if (!needsWrite(options)) return;
  if (!isGranted({ name: "write", path: directory })) {
    throw new Deno.errors.NotCapable(
      `Cannot let clients write in ${JSON.stringify(directory)}: ` +
        `Deno does not permit it without --allow-write=${directory}`,
    );
  }
  import("./handlers/sharing/sweep.ts").then(({ sweepNowAndThen }) => sweepNowAndThen(directory));
}
