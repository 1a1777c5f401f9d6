/**
 * From a request's target to the directory that is written to: never out of the one that is served.
 *
 * @module
 */

import { HTTPStatus } from "../../http/status.ts";
import { beginIn, noteMade } from "./made_directories.ts";
import { lookAt } from "./file_system.ts";
import { RefusedError } from "./refusal.ts";
import { requireSafeNames, requireVisibleNames } from "./safe_name.ts";
import type { SharingRequest } from "./sharing.ts";

/** Where something is to be written. */
export interface Destination {
  /** The real path of the directory: no part of it is a link. */
  readonly directory: string;
  /** The name in it. */
  readonly name: string;
}

/**
 * The names on the way from the served directory to what a request is about.
 *
 * @param request The request
 * @returns Names that are safe or there already, none of them hidden unless that is allowed; empty for
 * the directory itself
 * @throws {RefusedError} with status 400 or 403 when a name is not to be written to
 */
export function namesOf({ handler, path, sharing }: SharingRequest): string[] {
  const below = path.slice(handler.directory.length);
  // What was no UTF-8 has become U+FFFD: two such names would be one.
  if (below.includes("\ufffd")) {
    throw new RefusedError(HTTPStatus.BAD_REQUEST, "The name is not UTF-8");
  }
  const given = below.split("/").filter((name) => name !== "");
  const names = requireSafeNames(given, (index) => {
    const way = given.slice(0, index + 1).join("/");
    return isThere(`${handler.directory}/${way}`);
  });
  requireVisibleNames(names, sharing.dotfiles);
  return names;
}

function isThere(path: string): boolean {
  try {
    return lookAt(path) !== undefined;
  } catch {
    // Too long, or below a file.
    return false;
  }
}

/**
 * Find what a request is to write.
 *
 * @param request The request
 * @returns The directory, which exists, and the name in it
 * @throws {RefusedError} with status 403 when it is not to be written to, or leads out; 405 for the
 * served directory itself; 409 when there is no such directory
 */
export function destinationOf(request: SharingRequest): Destination {
  const names = namesOf(request);
  const name = names.pop();
  if (name === undefined) {
    throw new RefusedError(HTTPStatus.METHOD_NOT_ALLOWED, "The directory itself stays as it is", [
      ["Allow", "GET, HEAD, POST"],
    ]);
  }
  const directory = walkDown(request.handler.directory, names);
  requireServed(request, directory);
  return { directory, name };
}

/**
 * Where something is that was stored, for the field `Location`. A name in a target may stand for
 * several (`a%2Fb`), so that this is not always what is beside the target.
 *
 * @param request What it was asked to be
 * @param name The name that it got
 * @returns Its path in targets
 */
export function locationOf(request: SharingRequest, name: string): string {
  const names = [...namesOf(request).slice(0, -1), name];
  return request.root + names.map(encodeURIComponent).join("/");
}

/**
 * The target of a request that is for a directory, with the slash that clients may leave out.
 *
 * @param request The request
 * @returns What names in the directory are added to
 */
export function directoryTargetOf({ targetPath }: SharingRequest): string {
  return targetPath.endsWith("/") ? targetPath : `${targetPath}/`;
}

/**
 * Where that directory is, for the field `Location`.
 *
 * @param request The request
 * @returns A reference that is relative to the target: where a proxy has put the server below a path of
 * its own, only the client knows the whole
 */
export function directoryReference({ targetPath }: SharingRequest): string {
  const last = targetPath.slice(targetPath.lastIndexOf("/") + 1);
  return last === "" ? "./" : `./${last}/`;
}

/**
 * Check that a directory is part of what is served: whoever could write to one of scripts could run
 * programs.
 *
 * @param request The request
 * @param directory The directory, which exists
 * @throws {RefusedError} with status 403 when it is not
 */
export function requireServed({ handler }: SharingRequest, directory: string): void {
  if (!handler.keepsBack(directory)) return;
  throw new RefusedError(HTTPStatus.FORBIDDEN, "The directory of scripts is not written to");
}

/**
 * Walk from a directory to one below it. Links are followed as long as they stay inside.
 *
 * @param root The directory that may not be left
 * @param names The names on the way
 * @param create Whether directories that are missing are made
 * @returns The real path of the last one
 * @throws {RefusedError} with status 403 when a link leads out, and 409 when something on the way is
 * missing or no directory
 */
export function walkDown(root: string, names: readonly string[], create = false): string {
  const realRoot = Deno.realPathSync(root);
  let path = realRoot;
  for (const name of names) path = beginIn(path, () => step(path, name, realRoot, create));
  return path;
}

function step(directory: string, name: string, realRoot: string, create: boolean): string {
  const path = directory === "/" ? `/${name}` : `${directory}/${name}`;
  const info = lookAt(path);
  if (info === undefined) {
    if (!create) throw new RefusedError(HTTPStatus.CONFLICT, "There is no such directory");
    makeIfMissing(path);
    return path;
  }
  if (info.isDirectory) return path;
  if (info.isSymlink) return follow(path, realRoot);
  throw new RefusedError(HTTPStatus.CONFLICT, "There is a file on the way");
}

/** Somebody else may make it at the same time. */
function makeIfMissing(path: string): void {
  try {
    Deno.mkdirSync(path);
    noteMade(path);
  } catch (error) {
    if (!(error instanceof Deno.errors.AlreadyExists)) throw error;
  }
}

function follow(path: string, realRoot: string): string {
  let real: string;
  try {
    real = Deno.realPathSync(path);
  } catch {
    throw new RefusedError(HTTPStatus.CONFLICT, "There is a link on the way that leads nowhere");
  }
  const prefix = realRoot.endsWith("/") ? realRoot : `${realRoot}/`;
  if (real !== realRoot && !real.startsWith(prefix)) {
    throw new RefusedError(HTTPStatus.FORBIDDEN, "A link leads out of what is served");
  }
  if (!Deno.statSync(real).isDirectory) {
    throw new RefusedError(HTTPStatus.CONFLICT, "There is a file on the way");
  }
  return real;
}
