/**
 * Giving a complete file its name: in one step, in which nothing is lost and nobody sees half of it.
 *
 * @module
 */

import type { OverwritePolicy } from "../file/values.ts";
import { lookAt } from "./file_system.ts";
import { HTTPStatus } from "../../http/status.ts";
import { keepMade } from "./made_directories.ts";
import { RefusedError } from "./refusal.ts";
import { shortName } from "./safe_name.ts";

/** The highest number that another name gets. */
const MAX_NUMBER = 10_000;

/** How many other names are tried, should others take them at the same moment. */
const MAX_ATTEMPTS = 100;

/** A file that got its name. */
export interface PlacedFile {
  /** The name. */
  readonly name: string;
  /** Whether another file had it before. */
  readonly replaced: boolean;
}

/** Gives what is at a path another one, which nobody has. Returns whether that was so. */
export type Claim = (from: string, to: string) => boolean;

/**
 * Give a file its name. Of two that want the same at once, one gets it.
 *
 * @param file The path of the file, in the same file system
 * @param directory The directory
 * @param name The name
 * @param policy What to do when it is taken: with `"error"` refuse, with `"rename"` take
 * `name (1).txt` and so on, with `"replace"` put the file in the place of the other
 * @param claim How a name is taken that nobody has; by default the file has one that nobody else knows
 * @returns The name that it got
 * @throws {RefusedError} with status 409 when there is something that stays
 */
export function placeFile(
  file: string,
  directory: string,
  name: string,
  policy: OverwritePolicy,
  claim: Claim = claimName,
): PlacedFile {
  const placed = place(file, directory, name, policy, claim);
  keepMade(directory);
  return placed;
}

function place(
  file: string,
  directory: string,
  name: string,
  policy: OverwritePolicy,
  claim: Claim,
): PlacedFile {
  const path = `${directory}/${name}`;
  if (policy === "replace") {
    const replaced = isReplaceable(path);
    Deno.renameSync(file, path);
    return { name, replaced };
  }
  if (claim(file, path)) return { name, replaced: false };
  if (policy === "rename") {
    const nameOf = (number: number): string => shortName(name, ` (${number})`);
    const first = freeNumber((number) => lookAt(`${directory}/${nameOf(number)}`) !== undefined);
    const end = Math.min(first + MAX_ATTEMPTS, MAX_NUMBER + 1);
    for (let number = first; number < end; number++) {
      const other = nameOf(number);
      if (claim(file, `${directory}/${other}`)) return { name: other, replaced: false };
    }
  }
  throw new RefusedError(HTTPStatus.CONFLICT, "There is a file with this name already");
}

/**
 * A number that is free: the first, if those that are taken follow one another. It is looked for in
 * steps that double, and then halve, since there may be thousands.
 */
function freeNumber(isTaken: (number: number) => boolean): number {
  let taken = 0;
  let free = 1;
  while (free <= MAX_NUMBER && isTaken(free)) [taken, free] = [free, free * 2];
  while (free - taken > 1) {
    const middle = Math.floor((taken + free) / 2);
    if (isTaken(middle)) taken = middle;
    else free = middle;
  }
  return free;
}

/** Whether there is something to replace; a link is replaced itself, not what it leads to. */
function isReplaceable(path: string): boolean {
  const info = lookAt(path);
  if (info === undefined) return false;
  if (info.isFile || info.isSymlink) return true;
  const what = info.isDirectory ? "a directory" : "something that is no file";
  throw new RefusedError(HTTPStatus.CONFLICT, `There is ${what} with this name`);
}

/** Take a name that nobody has. A second link to a file, unlike a rename, never replaces another. */
function claimName(partial: string, path: string): boolean {
  try {
    Deno.linkSync(partial, path);
  } catch (error) {
    if (error instanceof Deno.errors.AlreadyExists) return false;
    if (lookAt(partial) === undefined) throw error;
    return claimWithoutLink(partial, path);
  }
  Deno.removeSync(partial);
  return true;
}

/**
 * Take a name that nobody has where the file system has no links, as FAT: an empty file holds it for a
 * moment.
 *
 * @param partial The path of the file
 * @param path The path that it gets
 * @returns Whether nobody had it
 */
export function claimWithoutLink(partial: string, path: string): boolean {
  try {
    Deno.openSync(path, { write: true, createNew: true }).close();
  } catch (error) {
    if (error instanceof Deno.errors.AlreadyExists) return false;
    throw error;
  }
  Deno.renameSync(partial, path);
  return true;
}
