/**
 * The way back from what there is nothing of: to the nearest directory above it that there is.
 *
 * @module
 */

import { FILE_ERROR_MESSAGE } from "../base/error_page.ts";
import { statOrNull } from "../disk/files.ts";
import type { WatchedFile } from "../memory/watched_file.ts";

/** How many directories are looked at: whoever makes up longer paths needs no way back. */
const MAX_STEPS = 32;

/**
 * Find the nearest directory above a target.
 *
 * @param target The target, in origin form, below the topmost directory
 * @param isShown Whether a target, which ends in a slash, is that of a directory that is served; not
 * asked of the topmost
 * @returns A reference to it, relative to the target, of dots and slashes; `undefined` where it is too
 * far up
 *
 * @example The directory that it would be in, and the one above that
 * ```ts
 * import { assertEquals } from "@std/assert";
 *
 * assertEquals(wayBackFrom("/a/b/c.txt?x", () => true), "./");
 * assertEquals(wayBackFrom("/a/b/c.txt", (target) => target === "/a/"), "../");
 * assertEquals(wayBackFrom("/a/b/", () => false), "../../");
 * ```
 */
export function wayBackFrom(
  target: string,
  isShown: (target: string) => boolean,
): string | undefined {
  const [path = ""] = target.split(/[?#]/, 1);
  let directory = path.slice(0, path.lastIndexOf("/") + 1);
  for (let steps = 0; steps < MAX_STEPS; steps++) {
    if (directory === "/" || isShown(directory)) return "../".repeat(steps) || "./";
    directory = directory.slice(0, directory.lastIndexOf("/", directory.length - 2) + 1);
  }
  return undefined;
}

/** What tells directories that are served from others. */
export interface DirectoryRules {
  /** Whether a target leads to something hidden. */
  isHidden(target: string): boolean;
  /** The path on the disk of a target. */
  pathOf(target: string): string;
  /** Whether a path leads out of the topmost directory. */
  leadsOut(path: string): boolean;
}

/** The page that says that there is nothing. */
export interface MissingPage {
  /** A %-format, as {@linkcode FILE_ERROR_MESSAGE} is one. */
  readonly page: string;
  /** The directories above that are missing. That one goes which it leads to does not make it wrong. */
  readonly up: readonly WatchedFile[];
}

/**
 * Make the page that says that there is nothing, with the way back.
 *
 * @param format The page of errors; one that is not {@linkcode FILE_ERROR_MESSAGE} stays as it is
 * @param target The target, in origin form, below the topmost directory
 * @param rules What tells directories that are served from others
 * @returns The page, and what it depends on
 */
export function missingPage(format: string, target: string, rules: DirectoryRules): MissingPage {
  if (format !== FILE_ERROR_MESSAGE) return { page: format, up: [] };
  const above: WatchedFile[] = [];
  const href = wayBackFrom(target, (directory) => {
    if (rules.isHidden(directory)) return false;
    const path = rules.pathOf(directory);
    const info = statOrNull(path);
    if (info === null) above.push({ path, info, isMinor: true });
    return info?.isDirectory === true && !rules.leadsOut(path);
  });
  if (href === undefined) return { page: format, up: above };
  const link = `<p><a href="${href}">Go up to what is there</a></p>\n</body>`;
  return { page: format.replace("</body>", link), up: above };
}
