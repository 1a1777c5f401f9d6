/**
 * Keeping symbolic links from leading out of the directory that is served. Deno follows them whatever
 * it permits to read.
 *
 * @module
 */

import type { FileStatus } from "../disk/regular_file.ts";

/** What tells one file from another. */
export type FileIdentity = Pick<FileStatus, "dev" | "ino">;

/**
 * Whether a path leads to something within a directory, through whichever links.
 *
 * @param directory The directory, which may be reached by a link itself
 * @param path The path
 * @returns Whether it does; `false` where it leads nowhere
 */
export function isEnclosed(directory: string, path: string): boolean {
  return placeIn(directory, path) !== undefined;
}

/**
 * What a path leads to within a directory. Whoever opens the path then and finds that he has opened
 * something else was led astray by a link that was not there before.
 *
 * @param directory The directory, which may be reached by a link itself
 * @param path The path
 * @returns What is there; `undefined` where the path leads elsewhere
 */
export function enclosedIdentity(directory: string, path: string): FileIdentity | undefined {
  const place = placeIn(directory, path);
  if (place === undefined) return undefined;
  try {
    // Deno permits to look at what is below the directory, and maybe not at the same by its real path.
    const { dev, ino } = Deno.lstatSync(directory + place);
    // A directory above it that became a link meanwhile would have led the look astray.
    return placeIn(directory, path) === place ? { dev, ino } : undefined;
  } catch {
    return undefined;
  }
}

/**
 * Whether two files are the same.
 *
 * @param a What is known of one
 * @param b What is known of the other
 * @returns Whether they have the same number on the same device
 */
export function isSameFile(a: FileIdentity, b: FileIdentity): boolean {
  return a.dev === b.dev && a.ino === b.ino;
}

/**
 * The place in a directory that a path really leads to: `""` for the directory itself, else with a
 * separator first; `undefined` for all that is elsewhere.
 */
function placeIn(directory: string, path: string): string | undefined {
  try {
    const real = Deno.realPathSync(path);
    // A path without links is where it says, and so is each directory above it.
    const place = real === path ? placeBelow(directory, real) : undefined;
    return place ?? placeBelow(Deno.realPathSync(directory), real);
  } catch {
    return undefined;
  }
}

function placeBelow(root: string, real: string): string | undefined {
  if (real === root) return "";
  // Whole names: /srv/www-old is not within /srv/www.
  const base = /[/\\]$/.test(root) ? root.slice(0, -1) : root;
  const separator = real[base.length];
  const isWithin = real.startsWith(base) && (separator === "/" || separator === "\\");
  return isWithin ? real.slice(base.length) : undefined;
}
