/**
 * Giving a complete file its name: in one step, in which nothing is lost and nobody sees half of it.
 *
 * @module
 */

import type { OverwritePolicy } from "../file/values.ts";
import { HTTPStatus } from "../../http/status.ts";
import { keepMade } from "./made_directories.ts";
import { RefusedError } from "./refusal.ts";
import { shortName } from "./safe_name.ts";

/** How many other names are tried. */
const MAX_NAMES = 10_000;

/** A file that got its name. */
export interface PlacedFile {
  /** The name. */
  readonly name: string;
  /** Whether another file had it before. */
  readonly replaced: boolean;
}

/**
 * Give a file its name. Of two that want the same at once, one gets it.
 *
 * @param partial The path of the file, in the same directory
 * @param directory The directory
 * @param name The name
 * @param policy What to do when it is taken: with `"error"` refuse, with `"rename"` take
 * `name (1).txt` and so on, with `"replace"` put the file in the place of the other
 * @returns The name that it got
 * @throws {RefusedError} with status 409 when there is something that stays
 */
export function placeFile(
  partial: string,
  directory: string,
  name: string,
  policy: OverwritePolicy,
): PlacedFile {
  const placed = place(partial, directory, name, policy);
  keepMade(directory);
  return placed;
}

function place(
  partial: string,
  directory: string,
  name: string,
  policy: OverwritePolicy,
): PlacedFile {
  const path = `${directory}/${name}`;
  if (policy === "replace") {
    const replaced = isReplaceable(path);
    Deno.renameSync(partial, path);
    return { name, replaced };
  }
  const count = policy === "rename" ? MAX_NAMES : 1;
  for (let index = 0; index < count; index++) {
    const other = index === 0 ? name : shortName(name, ` (${index})`);
    if (claim(partial, `${directory}/${other}`)) return { name: other, replaced: false };
  }
  throw new RefusedError(HTTPStatus.CONFLICT, "There is a file with this name already");
}

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

/** Whether there is something to replace; a link is replaced itself, not what it leads to. */
function isReplaceable(path: string): boolean {
  const info = lookAt(path);
  if (info === undefined) return false;
  if (info.isFile || info.isSymlink) return true;
  const what = info.isDirectory ? "a directory" : "something that is no file";
  throw new RefusedError(HTTPStatus.CONFLICT, `There is ${what} with this name`);
}

/** Take a name that nobody has. A second link to a file, unlike a rename, never replaces another. */
function claim(partial: string, path: string): boolean {
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

/** Where the file system has no links, as FAT: an empty file holds the name for a moment. */
function claimWithoutLink(partial: string, path: string): boolean {
  try {
    Deno.openSync(path, { write: true, createNew: true }).close();
  } catch (error) {
    if (error instanceof Deno.errors.AlreadyExists) return false;
    throw error;
  }
  Deno.renameSync(partial, path);
  return true;
}
