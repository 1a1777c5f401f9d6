/**
 * The bytes of resumable uploads.
 *
 * @module
 */

import { HTTPStatus } from "../../http/status.ts";
import { DigestCheck, digestsOf } from "./digests.ts";
import { requireWithin } from "./partial_file.ts";
import { lockFile, lookAt, removeIfThere, syncDirectory, writeAll } from "./file_system.ts";
import { removeMade } from "./made_directories.ts";
import { resumableNames } from "./partial_name.ts";
import type { OverwritePolicy } from "../file/values.ts";
import { placeFile } from "./place.ts";
import { RefusedError } from "./refusal.ts";
import { type Resumable, writeNote } from "./resumable_note.ts";
import type { SharingRequest } from "./sharing.ts";
import { parseChecksum } from "./tus_metadata.ts";
import { UploadBody } from "./upload_body.ts";

/** The status of tus for a piece that has another checksum. */
const CHECKSUM_MISMATCH = 460;

/** How much is read and hashed before others are served, in bytes: about a millisecond. */
const HASHED_SIZE = 1024 * 1024;

/**
 * Add the body of a request to an upload. What comes before a cut is kept, unless there is a checksum,
 * which only the whole body can have.
 *
 * @param request The request
 * @param upload The upload, which nobody else of this event loop has
 * @returns How many bytes it has now
 * @throws {RefusedError} with status 403 when a link took its place, 423 when another process has
 * it, and 400, 413 or 460 when the body is not what it should be; none of it is kept then
 * @throws {CutOffError} when the client left
 */
export async function receiveBytes(
  { handler }: SharingRequest,
  upload: Resumable,
): Promise<number> {
  const { offset, note } = upload;
  const stated = handler.headers.get("Upload-Checksum");
  const check = await DigestCheck.begin([
    ...digestsOf(handler.headers, ["Content-Digest"]),
    ...(stated === undefined ? [] : [parseChecksum(stated)]),
  ]);
  const body = UploadBody.open(handler, {
    limit: note.length - offset,
    excess: "There is more than Upload-Length announced",
  });
  using file = Deno.openSync(upload.data, { write: true });
  requireWithin(handler.directory, upload.data, file);
  if (!lockFile(file)) {
    throw new RefusedError(HTTPStatus.LOCKED, "Another request goes on with this upload");
  }
  file.seekSync(offset, Deno.SeekMode.Start);
  body.invite();
  try {
    await body.copyTo((bytes) => {
      check?.update(bytes);
      return writeAll(file, bytes);
    });
    if (check?.matches() === false) {
      const status = stated === undefined ? HTTPStatus.BAD_REQUEST : CHECKSUM_MISMATCH;
      throw new RefusedError(status, "The bytes do not have the checksum stated");
    }
  } catch (error) {
    if (check !== undefined || error instanceof RefusedError) file.truncateSync(offset);
    throw error;
  }
  return offset + body.received;
}

/**
 * Make a file of an upload all of whose bytes have come. Doing so twice is doing it once.
 *
 * @param upload The upload
 * @param policy What to do when the name is taken
 * @returns The name that the file got
 * @throws {RefusedError} with status 400 when it has another digest, and the upload is gone then; 409
 * when the name is taken
 */
export async function finishResumable(
  upload: Resumable,
  policy: OverwritePolicy,
): Promise<string> {
  const { data, note } = upload;
  if (note.placed !== undefined) return note.placed;
  const info = lookAt(data);
  // The server was killed after giving it its name, and before writing that down.
  if (info === undefined) return note.name;
  if ((info.nlink ?? 1) === 1) return await placeResumable(upload, policy);
  removeIfThere(data);
  return note.name;
}

/**
 * Remove what there is of an upload, and the directories that were made for it, if they are empty. The
 * file that it became, if it did, stays.
 *
 * @param upload The upload
 */
export function removeUpload(
  { id, directory, note: { made = 0 } }: Pick<Resumable, "id" | "directory" | "note">,
): void {
  const { data, note } = resumableNames(id);
  // What is known goes first: bytes without it are nothing.
  removeIfThere(`${directory}/${note}`);
  removeIfThere(`${directory}/${data}`);
  removeMade(directory, made);
}

async function placeResumable(
  upload: Resumable,
  policy: OverwritePolicy,
): Promise<string> {
  const { id, directory, data, note } = upload;
  using file = Deno.openSync(data, { read: true, write: true });
  await file.syncData();
  await requireDigests(upload, file);
  const { name } = placeFile(data, directory, note.name, policy);
  writeNote(directory, id, { ...note, placed: name, made: 0 });
  await syncDirectory(directory);
  return name;
}

async function requireDigests(upload: Resumable, file: Deno.FsFile): Promise<void> {
  const check = await DigestCheck.begin(upload.note.digests);
  if (check === undefined) return;
  const block = new Uint8Array(HASHED_SIZE);
  for (let count; (count = await file.read(block)) !== null;) {
    check.update(block.subarray(0, count));
  }
  if (check.matches()) return;
  removeUpload(upload);
  throw new RefusedError(HTTPStatus.BAD_REQUEST, "The file does not have the digest stated");
}
