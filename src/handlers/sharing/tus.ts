/**
 * Uploads that go on after a cut: tus 1.0.0, with the extensions creation, creation-with-upload,
 * termination, checksum and expiration (https://tus.io/protocols/resumable-upload).
 *
 * An upload is created by `POST` to the directory, and its URL is that of the directory with a query.
 *
 * @module
 */

import type { Fields } from "../../http/fields.ts";
import { HTTPStatus } from "../../http/status.ts";
import type { BaseHTTPRequestHandler } from "../base.ts";
import { answerBriefly } from "./answer.ts";
import { BegunUploads } from "./begun_uploads.ts";
import {
  directoryReference,
  directoryTargetOf,
  namesOf,
  requireServed,
  walkDown,
} from "./destination.ts";
import { digestsOf } from "./digests.ts";
import { beginIn, madeLevels } from "./made_directories.ts";
import { makeId, resumableNames } from "./partial_name.ts";
import { checkPlace } from "./partial_file.ts";
import { lookAt } from "./file_system.ts";
import { RefusedError } from "./refusal.ts";
import { holdUpload } from "./resumable_lock.ts";
import { EXPIRY, readResumable, type Resumable, writeNote } from "./resumable_note.ts";
import { finishResumable, receiveBytes, removeUpload } from "./resumable_upload.ts";
import { requireVisibleNames, safeRelativePath } from "./safe_name.ts";
import type { SharingRequest } from "./sharing.ts";
import { TUS_VERSION, tusAbilities } from "./abilities.ts";
import { parseCount, parseMetadata } from "./tus_metadata.ts";
import { excessOf } from "./upload_body.ts";

/** The parameter of the query that names an upload. */
const PARAMETER = "upload";

/** The media type of a piece of an upload. */
const PIECE_TYPE = "application/offset+octet-stream";

/** Fields of every answer. */
const TUS_FIELDS: Fields = [["Tus-Resumable", TUS_VERSION]];

/**
 * Whether a request is one of tus.
 *
 * @param handler The handler of the request
 * @returns Whether it says so
 */
export function isTus({ headers }: BaseHTTPRequestHandler): boolean {
  return headers.has("Tus-Resumable");
}

/**
 * The method of a request of tus: clients behind something that knows few methods send `POST`. A method
 * that reads stands for no other: whoever may only read could write by it.
 *
 * @param handler The handler of the request
 * @returns The method
 */
export function tusMethod({ command, headers }: BaseHTTPRequestHandler): string {
  const other = command === "POST" ? headers.get("X-HTTP-Method-Override") : undefined;
  return other ?? command ?? "";
}

/**
 * Answer a request of tus.
 *
 * @param request The request, for a directory
 * @throws {RefusedError} when it is not fulfilled
 * @throws {CutOffError} when the client left; what came is kept
 */
export async function answerTus(request: SharingRequest): Promise<void> {
  const { handler, query, sharing } = request;
  if (handler.headers.get("Tus-Resumable")?.trim() !== TUS_VERSION) {
    throw new RefusedError(
      HTTPStatus.PRECONDITION_FAILED,
      `The version of tus has to be ${TUS_VERSION}`,
      tusAbilities(sharing),
    );
  }
  try {
    const id = query.get(PARAMETER);
    const method = tusMethod(handler);
    if (id === null && method === "POST") await create(request);
    else if (id !== null) await goOn(request, method, id);
    else throw new RefusedError(HTTPStatus.METHOD_NOT_ALLOWED, "tus begins with POST", ALLOW_POST);
  } catch (error) {
    if (!(error instanceof RefusedError)) throw error;
    throw new RefusedError(error.status, error.message, [...TUS_FIELDS, ...error.fields]);
  }
}

const ALLOW_POST: Fields = [["Allow", "GET, HEAD, POST"]];

/** Begin an upload. Directories on its path are made. */
async function create(request: SharingRequest): Promise<void> {
  const { handler, sharing } = request;
  const { headers } = handler;
  const length = parseCount("Upload-Length", headers.get("Upload-Length"));
  if (length > sharing.maxUpload) {
    throw new RefusedError(HTTPStatus.CONTENT_TOO_LARGE, excessOf(sharing.maxUpload));
  }
  const metadata = parseMetadata(headers.getAll("Upload-Metadata").join());
  const path = metadata.get("relativePath") || (metadata.get("filename") ?? metadata.get("name"));
  const names = safeRelativePath(path ?? "");
  requireVisibleNames(names, sharing.dotfiles);
  const digests = digestsOf(headers, ["Repr-Digest"]);
  const directories = names.slice(0, -1);
  const directory = walkDown(
    handler.directory,
    [...namesOf(request), ...directories],
    true,
  );
  const note = { name: names.at(-1)!, length, digests, made: madeLevels(directory) };
  const id = makeId();
  beginIn(directory, () => {
    requireServed(request, directory);
    requireFree(request, directory, note.name);
    const path = `${directory}/${resumableNames(id).data}`;
    using file = Deno.openSync(path, { write: true, createNew: true });
    checkPlace(handler.directory, path, file);
    writeNote(directory, id, note);
    BegunUploads.note(directory);
  });
  const below = directories.map((name) => `${encodeURIComponent(name)}/`).join("");
  const base = directoryTargetOf(request) + below;
  const location = `${directoryReference(request)}${below}?${PARAMETER}=${id}`;
  using _held = await holdUpload(id, () => handler.request.close());
  const upload = readResumable(directory, id);
  if (upload === undefined) {
    // Somebody removed it, or the clock of the file system is a day behind.
    removeUpload({ id, directory, note });
    throw new RefusedError(HTTPStatus.CONFLICT, "The upload was over before it began");
  }
  const fields = [["Location", location]] as const;
  // A client that does not get this answer does not know of the upload either.
  let isKept = false;
  try {
    const offset = isPiece(handler) ? await receiveBytes(request, upload) : 0;
    await answerProgress(request, upload, { status: HTTPStatus.CREATED, offset, base, fields });
    isKept = offset < length;
  } finally {
    if (!isKept) removeUpload(upload);
  }
}

function requireFree({ sharing }: SharingRequest, directory: string, name: string): void {
  const taken = lookAt(`${directory}/${name}`);
  if (taken === undefined || !taken.isDirectory && sharing.overwrite !== "error") return;
  throw new RefusedError(HTTPStatus.CONFLICT, "There is a file with this name already");
}

/** What to say of an upload. */
interface Progress {
  readonly status: HTTPStatus;
  /** How many bytes have come. */
  readonly offset: number;
  /**
   * The path of the directory that the file is in.
   *
   * @default that of the request
   */
  readonly base?: string;
  readonly fields?: Fields;
}

/** Answer how far an upload is; when it is complete, the file has its name. */
async function answerProgress(
  request: SharingRequest,
  upload: Resumable,
  { status, offset, base = directoryTargetOf(request), fields = [] }: Progress,
): Promise<void> {
  const { handler, sharing } = request;
  const placed = offset < upload.note.length
    ? undefined
    : await finishResumable(upload, sharing.overwrite);
  answerBriefly(handler, status, "", [
    ...TUS_FIELDS,
    ...fields,
    ["Upload-Offset", String(offset)],
    placed === undefined
      ? ["Upload-Expires", new Date(Date.now() + EXPIRY).toUTCString()]
      : ["Content-Location", base + encodeURIComponent(placed)],
  ]);
}

function isPiece({ headers }: BaseHTTPRequestHandler): boolean {
  return headers.get("Content-Type", "").trim().toLowerCase() === PIECE_TYPE;
}

/** Answer a request for an upload that was begun. */
async function goOn(request: SharingRequest, method: string, id: string): Promise<void> {
  const { handler } = request;
  const directory = walkDown(handler.directory, namesOf(request));
  using _held = await holdUpload(id, () => handler.request.close());
  const upload = readResumable(directory, id);
  if (upload === undefined) {
    throw new RefusedError(HTTPStatus.NOT_FOUND, "There is no such upload, or no longer");
  }
  if (method === "HEAD") return await tell(request, upload);
  if (method === "PATCH") return await append(request, upload);
  if (method === "DELETE") return terminate(request, upload);
  throw new RefusedError(HTTPStatus.METHOD_NOT_ALLOWED, "An upload takes HEAD, PATCH and DELETE", [
    ["Allow", "HEAD, PATCH, DELETE"],
  ]);
}

/** `HEAD`: how far it is. One that came whole before a crash becomes a file now. */
async function tell(request: SharingRequest, upload: Resumable): Promise<void> {
  await answerProgress(request, upload, {
    status: HTTPStatus.OK,
    offset: upload.offset,
    fields: [["Upload-Length", String(upload.note.length)]],
  });
}

/** `PATCH`: the next bytes. */
async function append(request: SharingRequest, upload: Resumable): Promise<void> {
  const { handler } = request;
  if (!isPiece(handler)) {
    throw new RefusedError(
      HTTPStatus.UNSUPPORTED_MEDIA_TYPE,
      `The media type has to be ${PIECE_TYPE}`,
    );
  }
  const offset = parseCount("Upload-Offset", handler.headers.get("Upload-Offset"));
  if (offset !== upload.offset) {
    throw new RefusedError(HTTPStatus.CONFLICT, `The upload goes on at byte ${upload.offset}`, [
      ["Upload-Offset", String(upload.offset)],
    ]);
  }
  const reached = upload.note.placed === undefined && lookAt(upload.data) !== undefined
    ? await receiveBytes(request, upload)
    : offset;
  await answerProgress(request, upload, { status: HTTPStatus.NO_CONTENT, offset: reached });
}

/** `DELETE`: give it up. The file that it became, if it did, stays. */
function terminate({ handler }: SharingRequest, upload: Resumable): void {
  removeUpload(upload);
  answerBriefly(handler, HTTPStatus.NO_CONTENT, "", TUS_FIELDS);
}
