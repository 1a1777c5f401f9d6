/**
 * `MOVE`: files, links and directories get another name, or another place (RFC 4918, section 9.9).
 *
 * It has to be allowed twice: as a removal where it begins, and as an upload where it leads.
 *
 * @module
 */

import { bodyFraming } from "../../http/body_framing.ts";
import { HTTPStatus } from "../../http/status.ts";
import { isSameFile } from "../file/enclosure.ts";
import { answerBriefly } from "./answer.ts";
import type { BegunUploads } from "./begun_uploads.ts";
import { destinationOf, locationOf, namesOf } from "./destination.ts";
import { claimEntry, dropName } from "./entry_claim.ts";
import { requireLeadsTheSame } from "./moved_link.ts";
import { destinationTarget, mayOverwrite, requireFullDepth } from "./move_fields.ts";
import { lookAt, syncDirectory } from "./file_system.ts";
import { type PlacedFile, placeFile } from "./place.ts";
import { requirePreconditions } from "./preconditions.ts";
import { refusalOf, RefusedError } from "./refusal.ts";
import type { SharingRequest } from "./sharing.ts";
import { requireNothingHidden, requireStillFree } from "./whole_tree.ts";

/** Something that may be moved, as far as can be told without looking into it. */
interface Move {
  /** The real path of the directory that it is in. */
  readonly source: string;
  /** Its path. */
  readonly from: string;
  readonly info: Deno.FileInfo;
  /** The real path of the directory that it is to be in. */
  readonly directory: string;
  /** The name that it is to have. */
  readonly name: string;
  /** What has that name. */
  readonly taken: Deno.FileInfo | undefined;
}

/**
 * Move what a request names. A link is moved itself.
 *
 * @param request The request
 * @throws {RefusedError} when it stays where it is: with status 400 when the fields are malformed, 403
 * when it must not be moved there, 404 when there is nothing, 409 when the name is taken, the
 * directory is missing, or not all in it may be moved, 412 when it has changed, or the name is taken
 * and the client does not want that replaced, and 502 when it would have to be copied
 */
export async function move(request: SharingRequest): Promise<void> {
  const { handler } = request;
  if (bodyFraming(handler.headers, handler.requestVersion) !== 0) {
    throw new RefusedError(HTTPStatus.UNSUPPORTED_MEDIA_TYPE, "A move has no content");
  }
  const target = destinationTarget(request);
  const isAgreed = mayOverwrite(handler.headers);
  const destination = { ...request, path: handler.translatePath(target) };
  const first = findMove(request, destination);
  if (first.info.isDirectory) requireFullDepth(handler.headers);
  using begun = first.info.isDirectory ? await requireTree(request, first) : undefined;
  // Others were served meanwhile. From here on, it is done before anybody else is.
  const found = begun === undefined ? first : findMove(request, destination);
  if (begun !== undefined) requireStillFree(begun);
  const { name, replaced } = carryOut(request, found, isAgreed);
  await syncDirectory(found.directory);
  if (found.source !== found.directory) await syncDirectory(found.source);
  if (replaced) return answerBriefly(handler, HTTPStatus.NO_CONTENT);
  const location = locationOf(destination, name) + (found.info.isDirectory ? "/" : "");
  answerBriefly(handler, HTTPStatus.CREATED, `Moved to ${location}\n`, [["Location", location]]);
}

/** Look at both ends. */
function findMove(request: SharingRequest, destination: SharingRequest): Move {
  const { source, from, info } = findSource(request);
  if (namesOf(destination).length === 0) throw forbidden("The directory itself stays as it is");
  const { directory, name } = destinationOf(destination);
  const to = `${directory}/${name}`;
  if (to === from) throw forbidden("It is there already");
  if (`${to}/`.startsWith(`${from}/`)) throw forbidden("A directory is not moved into itself");
  if (!info.isDirectory && destination.path.endsWith("/")) {
    throw new RefusedError(HTTPStatus.CONFLICT, "Only the name of a directory ends in a slash");
  }
  if (request.handler.keepsBack(to) || request.handler.keepsBackBelow(to)) {
    throw forbidden("The directory of scripts is not written to");
  }
  if (info.isSymlink) requireLeadsTheSame(request, from, source === directory, from);
  if (Deno.statSync(directory).dev !== info.dev) throw onAnotherDisk();
  return { source, from, info, directory, name, taken: lookAt(to) };
}

/** Find what is to be moved, as it would be found to be deleted. */
function findSource(request: SharingRequest): Pick<Move, "source" | "from" | "info"> {
  const { directory: source, name } = existing(() => destinationOf(request));
  const from = `${source}/${name}`;
  const info = lookAt(from);
  requirePreconditions(request.handler, info);
  if (info === undefined || !info.isDirectory && request.path.endsWith("/")) throw nothing();
  if (request.handler.keepsBack(from)) throw forbidden("Scripts are not moved");
  return { source, from, info };
}

/** With this method, a conflict is one at the other end. */
function existing<Value>(find: () => Value): Value {
  try {
    return find();
  } catch (error) {
    throw error instanceof RefusedError && error.status === HTTPStatus.CONFLICT ? nothing() : error;
  }
}

/** Check that all that is in a directory may go along. */
async function requireTree(
  request: SharingRequest,
  { source, from, directory }: Move,
): Promise<BegunUploads> {
  const isRenamed = source === directory;
  return await requireNothingHidden(from, request, (link) => {
    requireLeadsTheSame(request, link, isRenamed, from);
  });
}

/** Do it, in one step. */
function carryOut({ sharing }: SharingRequest, found: Move, isAgreed: boolean): PlacedFile {
  const { from, info, directory, name, taken } = found;
  const to = `${directory}/${name}`;
  if (taken !== undefined && isItself(from, to, info, taken)) {
    Deno.renameSync(from, to);
    return { name, replaced: false };
  }
  if (taken !== undefined && !isAgreed) throw unwanted();
  const policy = isAgreed ? sharing.overwrite : "error";
  if (policy === "replace" && taken !== undefined && info.isDirectory) {
    throw new RefusedError(HTTPStatus.CONFLICT, "A directory replaces nothing");
  }
  try {
    const placed = placeFile(
      from,
      directory,
      name,
      policy,
      (from, to) => claimEntry(from, to, info),
    );
    // Of two names of one file, the system leaves both.
    if (policy === "replace" && taken !== undefined && isSameFile(info, taken)) {
      dropName(from, info);
    }
    return placed;
  } catch (error) {
    const refusal = refusalOfMove(error, from);
    const isTaken = refusal instanceof RefusedError && refusal.status === HTTPStatus.CONFLICT;
    throw isTaken && !isAgreed ? unwanted() : refusal;
  }
}

/** Whether what has the new name is the same entry, to a file system that does not tell cases apart. */
function isItself(from: string, to: string, info: Deno.FileInfo, taken: Deno.FileInfo): boolean {
  const isSameName = from.normalize("NFC").toLowerCase() === to.normalize("NFC").toLowerCase();
  return isSameName && isSameFile(info, taken) && (info.isDirectory || info.nlink === 1);
}

/** What an error of the file system means for a move. */
function refusalOfMove(error: unknown, from: string): unknown {
  switch ((error as { code?: unknown } | null)?.code) {
    case "EXDEV":
      return onAnotherDisk();
    case "EINVAL":
      return forbidden("A directory is not moved into itself");
    case "ENOTEMPTY":
    case "EEXIST":
    case "EISDIR":
    case "ENOTDIR":
      return new RefusedError(HTTPStatus.CONFLICT, "There is something with this name");
    case "EBUSY":
      return new RefusedError(HTTPStatus.CONFLICT, "Something else is using it");
  }
  if (error instanceof Deno.errors.NotFound && lookAt(from) === undefined) return nothing();
  return refusalOf(error, "move it");
}

function nothing(): RefusedError {
  return new RefusedError(HTTPStatus.NOT_FOUND, "There is nothing to move");
}

function forbidden(message: string): RefusedError {
  return new RefusedError(HTTPStatus.FORBIDDEN, message);
}

function unwanted(): RefusedError {
  return new RefusedError(
    HTTPStatus.PRECONDITION_FAILED,
    "There is something with this name already",
  );
}

/** RFC 4918, section 9.9.4: also for another part of this server's name space. */
function onAnotherDisk(): RefusedError {
  return new RefusedError(HTTPStatus.BAD_GATEWAY, "Nothing is moved to another file system");
}
