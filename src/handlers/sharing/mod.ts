/**
 * Uploads, archives and checksums. Loaded when a request first needs one of them.
 *
 * This is the door to the folder: a handler hands over a request, and it is answered here.
 *
 * @module
 */

import { hostnameOf } from "../../http/host.ts";
import { HTTPStatus } from "../../http/status.ts";
import { statOrNull } from "../disk/files.ts";
import { answerRefusal } from "./answer.ts";
import { mayMove, writingMethods } from "./abilities.ts";
import { CutOffError, refusalOf, RefusedError } from "./refusal.ts";
import { crossSiteMessage, doubtfulHost, isCrossSite } from "./same_site.ts";
import type { SharingRequest } from "./sharing.ts";
import { sweepNowAndThen } from "./sweep.ts";
import { answerTus, isTus, tusMethod } from "./tus.ts";

export type { Sharing, SharingRequest } from "./sharing.ts";

/** What may be done with a method. */
type Action = (request: SharingRequest) => Promise<void>;

/** The media type of forms without files. */
const FORM_TYPE = "application/x-www-form-urlencoded";

/** The longest form without files, in bytes. */
const MAX_FORM = 1024 * 1024;

/**
 * Answer a request that has another method than `GET`, `HEAD` and `OPTIONS`.
 *
 * @param request The request
 * @param isWithheld Whether what the target leads to is kept from those who read
 */
export async function answerWrite(
  request: SharingRequest,
  isWithheld: () => boolean,
): Promise<void> {
  await attempt(request, async () => {
    if (isCrossSite(request.handler.headers)) {
      throw new RefusedError(HTTPStatus.FORBIDDEN, crossSiteMessage(request.handler.headers));
    }
    if (!isForm(request)) requireOwnName(request);
    sweepNowAndThen(request.handler.directory);
    await actionOf(request, isWithheld)(request);
  });
}

/** Whether a request brings a form, which may as well be one that only reads. */
function isForm(request: SharingRequest): boolean {
  return request.handler.command === "POST" && !isTus(request.handler) &&
    mediaTypeOf(request) === FORM_TYPE;
}

function mediaTypeOf({ handler }: SharingRequest): string {
  return handler.headers.get("Content-Type", "").split(";")[0]!.trim().toLowerCase();
}

/** Keep out pages whose name may have been made to lead here, unless they know a password. */
function requireOwnName({ handler, sharing }: SharingRequest): void {
  if (sharing.anyHost || handler.request.encrypted || handler.remoteUser !== undefined) return;
  const host = doubtfulHost(handler.headers);
  if (host === undefined) return;
  const name = hostnameOf(host) ?? "NAME";
  throw new RefusedError(
    HTTPStatus.MISDIRECTED_REQUEST,
    `Pages may write by this name only if the server is started with --allow-host ${name}`,
  );
}

function actionOf(request: SharingRequest, isWithheld: () => boolean): Action {
  const { handler, sharing, query } = request;
  const isUpload = isTus(handler) && (handler.command !== "DELETE" || query.has("upload"));
  if (sharing.upload && isUpload) return answerTus;
  const method = isUpload ? tusMethod(handler) : handler.command;
  if (method === "PUT" && sharing.upload) {
    return async (request) => (await import("./put.ts")).put(request);
  }
  if (method === "POST") return (request) => answerPost(request, isWithheld);
  if (method === "DELETE" && sharing.delete) {
    return async (request) => (await import("./removal.ts")).remove(request);
  }
  if (method === "MKCOL" && sharing.mkdir) {
    return async (request) => (await import("./directories.ts")).makeCollection(request);
  }
  if (method === "MOVE" && mayMove(sharing)) {
    return async (request) => (await import("./move.ts")).move(request);
  }
  throw new RefusedError(HTTPStatus.METHOD_NOT_ALLOWED, `${method} is not allowed here`, [
    ["Allow", allowedMethods(request)],
  ]);
}

/** The value of the field `Allow`. */
function allowedMethods({ sharing }: SharingRequest): string {
  return ["GET", "HEAD", "OPTIONS", ...writingMethods(sharing)].join(", ");
}

/** `POST` goes to a directory: what it is for, the media type says. */
async function answerPost(request: SharingRequest, isWithheld: () => boolean): Promise<void> {
  const { sharing, path } = request;
  const type = mediaTypeOf(request);
  if (statOrNull(path)?.isDirectory !== true) {
    throw new RefusedError(HTTPStatus.NOT_FOUND, "There is no such directory");
  }
  if (type === "multipart/form-data" && sharing.upload) {
    const { uploadForm } = await import("./form_upload.ts");
    return await uploadForm(request);
  }
  if (type === FORM_TYPE) return await answerForm(request, isWithheld);
  throw new RefusedError(
    HTTPStatus.UNSUPPORTED_MEDIA_TYPE,
    sharing.upload
      ? "Files are taken as multipart/form-data, by PUT, or by tus"
      : "Forms are taken as application/x-www-form-urlencoded",
  );
}

/** A form of the listing's page. */
async function answerForm(request: SharingRequest, isWithheld: () => boolean): Promise<void> {
  const { handler, sharing } = request;
  const { UploadBody } = await import("./upload_body.ts");
  const body = UploadBody.open(handler, { limit: MAX_FORM });
  body.invite();
  const decoder = new TextDecoder();
  let text = "";
  await body.copyTo((bytes) => {
    text += decoder.decode(bytes, { stream: true });
  });
  const form = new URLSearchParams(text + decoder.decode());
  const name = form.get("mkdir");
  if (name !== null && sharing.mkdir) {
    requireOwnName(request);
    const { makeDirectory } = await import("./directories.ts");
    return await makeDirectory(request, name);
  }
  if (form.has("archive") && sharing.archive) {
    if (isWithheld()) throw new RefusedError(HTTPStatus.NOT_FOUND, "There is no such directory");
    return await answerArchiveOf(request, form);
  }
  throw new RefusedError(HTTPStatus.BAD_REQUEST, "The form asks for nothing that is on");
}

async function answerArchiveOf(request: SharingRequest, order: URLSearchParams): Promise<void> {
  const { answerArchive } = await import("./archive.ts");
  const format = order.get("archive") || "zip";
  await answerArchive(request, { format, selection: order.getAll("name") });
}

/**
 * Whether a request with `GET` or `HEAD` is one for {@linkcode answerRead}, as far as its query tells.
 *
 * @param request The request
 * @returns Whether it is
 */
export async function answerRead(request: SharingRequest): Promise<boolean> {
  const action = readActionOf(request);
  if (action === undefined) return false;
  await attempt(request, () => action(request));
  return true;
}

function readActionOf({ handler, path, query, sharing }: SharingRequest): Action | undefined {
  if (sharing.upload && handler.command === "HEAD" && isTus(handler) && query.has("upload")) {
    return answerTus;
  }
  const isDirectory = statOrNull(path)?.isDirectory === true;
  if (sharing.archive && query.has("archive") && isDirectory) {
    return (request) => answerArchiveOf(request, query);
  }
  if (!sharing.checksums) return undefined;
  if (query.has("sha256")) return isDirectory ? answerSumsOf(path) : answerSum;
  const [, directory] = /^(.*)\/SHA256SUMS$/s.exec(path) ?? [];
  if (directory === undefined || statOrNull(path) !== null) return undefined;
  return statOrNull(directory || "/")?.isDirectory ? answerSumsOf(directory || "/") : undefined;
}

async function answerSum(request: SharingRequest): Promise<void> {
  const { answerChecksum } = await import("./checksums.ts");
  await answerChecksum(request);
}

function answerSumsOf(directory: string): Action {
  return async (request) => {
    const { answerChecksums } = await import("./checksums.ts");
    await answerChecksums(request, directory.replace(/(?<=.)\/+$/, ""));
  };
}

/** Answer; a refusal is an answer too, and who has left needs none. */
async function attempt(request: SharingRequest, action: () => Promise<void>): Promise<void> {
  const { handler } = request;
  try {
    await action();
  } catch (error) {
    const refusal = refusalOf(error, "do that");
    if (refusal instanceof CutOffError) {
      handler.logError("%s", refusal.message);
      handler.closeConnection = true;
      return;
    }
    if (!(refusal instanceof RefusedError)) throw refusal;
    // Whoever keeps the server should know more than whoever asked.
    if (refusal !== error && Number(refusal.status) >= 500) handler.logError("%s", String(error));
    answerRefusal(handler, refusal);
  }
}
