/**
 * Taking a name for something that has one already. Unlike what is being uploaded, it may be moved,
 * replaced or removed by somebody else at the same moment, and nothing of that may be lost.
 *
 * @module
 */

import { nodeFs } from "../../server/node/node_builtins.ts";
import { isSameFile } from "../file/enclosure.ts";
import { makeId, partialName } from "./partial_name.ts";
import { claimWithoutLink, placeFile } from "./place.ts";
import { lookAt } from "./file_system.ts";

/**
 * Move something to a name that nobody has.
 *
 * @param from Where it is
 * @param to Where it gets to, in the same file system
 * @param info What it is
 * @returns Whether nobody had the name
 * @throws {Deno.errors.NotFound} when it is gone, or something else has its name now
 */
export function claimEntry(from: string, to: string, info: Deno.FileInfo): boolean {
  return info.isDirectory ? claimForDirectory(from, to) : claimForFile(from, to, info);
}

/** An empty directory holds the name for a moment: the system replaces no other. */
function claimForDirectory(from: string, to: string): boolean {
  try {
    Deno.mkdirSync(to);
  } catch (error) {
    if (error instanceof Deno.errors.AlreadyExists) return false;
    throw error;
  }
  try {
    Deno.renameSync(from, to);
  } catch (error) {
    removeEmptyDirectory(to);
    throw error;
  }
  return true;
}

function removeEmptyDirectory(path: string): void {
  try {
    // Deno's own function would remove a file, too.
    nodeFs().rmdirSync(path);
  } catch {
    // Somebody has something in it by now.
  }
}

/** A second link to a file, unlike a rename, never replaces another. */
function claimForFile(from: string, to: string, info: Deno.FileInfo): boolean {
  try {
    Deno.linkSync(from, to);
  } catch (error) {
    if (error instanceof Deno.errors.AlreadyExists) return false;
    const isMissing = error instanceof Deno.errors.NotFound;
    if (isMissing || (error as { code?: unknown }).code === "EXDEV") throw error;
    return claimWithoutLink(from, to);
  }
  if (dropName(from, info)) return true;
  dropName(to, info);
  throw new Deno.errors.NotFound(`Somebody else has moved it: ${from}`);
}

/**
 * Take a name away from a file, and from no other that may have got it meanwhile.
 *
 * @param path The file
 * @param info What the file is
 * @returns Whether the file had the name
 */
export function dropName(path: string, info: Deno.FileInfo): boolean {
  const directory = path.slice(0, path.lastIndexOf("/"));
  const aside = `${directory}/${partialName(makeId())}`;
  try {
    Deno.renameSync(path, aside);
  } catch (error) {
    if (error instanceof Deno.errors.NotFound) return false;
    throw error;
  }
  const isSame = isSameFile(lookAt(aside)!, info);
  if (isSame) Deno.removeSync(aside);
  else placeFile(aside, directory, path.slice(directory.length + 1), "rename");
  return isSame;
}
