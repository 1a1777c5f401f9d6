/**
 * Paths that mean the same in any directory: scripts start in their own.
 *
 * @module
 */

import { join, normpath } from "../../python/posixpath.ts";

/** With a slash in front, or a drive of Windows. */
const ABSOLUTE_REGEXP = /^(?:[/\\]|[A-Za-z]:)/;

/**
 * Make a path absolute.
 *
 * @param path A path, from the current directory unless it is absolute
 * @returns The same file's absolute path
 */
export function absolutePath(path: string): string {
  return ABSOLUTE_REGEXP.test(path) ? path : normpath(join(Deno.cwd(), path));
}
