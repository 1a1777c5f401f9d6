/**
 * `PUT`: a file in one request (RFC 9110, section 9.3.4).
 *
 * @module
 */

import { HTTPStatus } from "../../http/status.ts";
import { answerBriefly } from "./answer.ts";
import { type Destination, destinationOf, locationOf } from "./destination.ts";
import { DigestCheck, digestsOf } from "./digests.ts";
import { PartialFile } from "./partial_file.ts";
import { lookAt, syncDirectory } from "./file_system.ts";
import type { PlacedFile } from "./place.ts";
import { requirePreconditions } from "./preconditions.ts";
import { RefusedError } from "./refusal.ts";
import type { SharingRequest } from "./sharing.ts";
import { UploadBody } from "./upload_body.ts";

/** Codings that are none (RFC 9110, section 8.4.1). */
const NO_CODING_REGEXP = /^(?:identity)?$/i;

/**
 * Store the body of a request under the name that it asks for.
 *
 * @param request The request
 * @throws {RefusedError} when it cannot be: nothing was stored then, and no file was touched
 * @throws {CutOffError} when the client left; likewise
 */
export async function put(request: SharingRequest): Promise<void> {
  const { handler, sharing, path } = request;
  if (path.endsWith("/")) {
    throw new RefusedError(HTTPStatus.METHOD_NOT_ALLOWED, "A directory is not uploaded by PUT", [
      ["Allow", "GET, HEAD, POST"],
    ]);
  }
  const destination = destinationOf(request);
  requireWhole(request);
  requireFree(request, destination);
  const digests = digestsOf(handler.headers, ["Content-Digest", "Repr-Digest"]);
  const body = UploadBody.open(handler, { limit: sharing.maxUpload, needsFraming: true });
  const check = await DigestCheck.begin(digests);
  const { placed, tag } = await store(request, destination, body, check);
  const location = locationOf(request, placed.name);
  const fields = [["ETag", tag], ["Location", location]] as const;
  if (placed.replaced) return answerBriefly(handler, HTTPStatus.NO_CONTENT, "", [fields[0]]);
  answerBriefly(handler, HTTPStatus.CREATED, `Stored as ${location}\n`, fields);
}

/** What is uploaded has to be the file, and not something that it could be made from. */
function requireWhole({ handler: { headers } }: SharingRequest): void {
  if (headers.has("Content-Range")) {
    // RFC 9110, section 14.5
    throw new RefusedError(HTTPStatus.BAD_REQUEST, "Parts of files are not taken by PUT");
  }
  if (!headers.getAll("Content-Encoding").every((coding) => NO_CODING_REGEXP.test(coding.trim()))) {
    throw new RefusedError(
      HTTPStatus.UNSUPPORTED_MEDIA_TYPE,
      "Encoded content is not taken: leave Content-Encoding out",
      [["Accept-Encoding", "identity"]],
    );
  }
}

/** Check that the name may be taken, before the body is sent, and once more before it is. */
function requireFree(
  { handler, sharing }: SharingRequest,
  { directory, name }: Destination,
): void {
  const info = lookAt(`${directory}/${name}`);
  requirePreconditions(handler, info);
  if (info === undefined) return;
  if (info.isDirectory) throw new RefusedError(HTTPStatus.CONFLICT, "There is a directory here");
  if (sharing.overwrite === "error") {
    throw new RefusedError(HTTPStatus.CONFLICT, "There is a file with this name already");
  }
}

async function store(
  request: SharingRequest,
  destination: Destination,
  body: UploadBody,
  check: DigestCheck | undefined,
): Promise<{ placed: PlacedFile; tag: string }> {
  const { directory, name } = destination;
  using partial = PartialFile.create(directory, request.handler.directory);
  body.invite();
  await body.copyTo((bytes) => {
    check?.update(bytes);
    return partial.write(bytes);
  });
  check?.require();
  await partial.sync();
  requireFree(request, destination);
  const tag = partial.tag;
  const placed = partial.place(name, request.sharing.overwrite);
  await syncDirectory(directory);
  return { placed, tag };
}
