/**
 * Sending a file, or what is wanted of it: conditions, parts and compression.
 *
 * @module
 */

import { parseAcceptEncoding, weightOf } from "../../http/accept_encoding.ts";
import { mayBeChunked } from "../../http/body_framing.ts";
import { evaluateConditions, evaluateIfRange, type Validators } from "../../http/conditions.ts";
import { formatEntityTag } from "../../http/entity_tag.ts";
import type { Fields } from "../../http/fields.ts";
import { HTTPStatus } from "../../http/status.ts";
import type { WatchedFile } from "../memory/watched_file.ts";
import type { FileHTTPRequestHandler } from "../file.ts";
import { isShortOfDescriptors, type OpenFile, openFile, statOrNull } from "../disk/files.ts";
import { prepareToOpen } from "../disk/regular_file.ts";
import { type FileLike, MemoryFile } from "../disk/served_file.ts";
import { cacheControlOf } from "./cache_control.ts";
import { isCompressible, isWorthCompressing } from "./compressible.ts";
import { type FileIdentity, isSameFile } from "./enclosure.ts";
import type { Representation } from "./representation.ts";
import { validatorsOf } from "./validators.ts";

/** The handler of a request, and what else it takes to answer it. */
export interface Responder {
  /** The handler of the request. */
  readonly handler: FileHTTPRequestHandler;
  /** Answers with an error, and further fields. */
  readonly refuse: (status: number | HTTPStatus, fields?: Fields) => null;
  /** Answers that there is no such file. */
  readonly missing: () => null;
  /** See `SimpleHTTPRequestHandler.rememberAnswer`. */
  readonly remember: (status: number, body: Uint8Array, files: readonly WatchedFile[]) => void;
  /** Says what a path leads to, `undefined` if it may not be followed; any may if left out. */
  readonly identify?: ((path: string) => FileIdentity | undefined) | undefined;
}

/** What to send. */
export interface RequestedFile {
  /** The path of the file. */
  readonly path: string;
  /** What the file system says of it. */
  readonly info: Deno.FileInfo;
  /** Files that would have been sent in its place. */
  readonly absent: readonly WatchedFile[];
  /** Its media type. */
  readonly contentType: string;
  /** 200, or that of a page that says what is wrong, which is sent without conditions. */
  readonly status: number;
  /** Whether the answer depends on nothing but the request and the files. */
  readonly isReusable: boolean;
}

/** A file in the form in which it is sent. */
interface Answer {
  readonly file: RequestedFile;
  readonly form: Representation;
  readonly validators: Validators;
}

/** The body of an answer whose head was sent; `null` when there is none, or it was sent as well. */
export type Sent = FileLike | null | Promise<FileLike | null>;

/** How often a file is opened anew that is replaced meanwhile. */
const MAX_ATTEMPTS = 3;

const NO_BODY = new Uint8Array(0);

/**
 * Send the head of an answer with a file.
 *
 * @param responder What to send it with
 * @param file The file
 * @returns The body, to be closed; `null` where there is none or it was sent
 */
export function sendAnswer(responder: Responder, file: RequestedFile): Sent {
  const { handler } = responder;
  const isCoded = handler.options.compress !== false && handler.headers.has("accept-encoding");
  return isCoded ? sendChosen(responder, file) : openAndSend(responder, file, file);
}

/** Send the file in the form that the client likes best. */
async function sendChosen(responder: Responder, file: RequestedFile): Promise<FileLike | null> {
  const { chooseRepresentation } = await import("./representation.ts");
  const { command, headers, options } = responder.handler;
  // Who uploads main.js.br, which nobody has, would replace main.js.
  const beside = options.upload !== true;
  const weights = parseAcceptEncoding(headers.getAll("accept-encoding").join());
  if (command === "GET" && file.status === 200 && headers.has("range")) {
    // There are no parts of what is compressed on the way.
    const whole = chooseRepresentation(file, { weights, live: false, beside });
    const isPart = whole !== undefined && !whole.isLive &&
      evaluateIfRange(headers, validatorsOf(whole.info, whole));
    if (isPart) return await openAndSend(responder, file, whole);
  }
  const live = isWorthCompressing(file.contentType, file.info.size);
  const form = chooseRepresentation(file, { weights, live, beside });
  if (form === undefined) return responder.refuse(HTTPStatus.NOT_ACCEPTABLE, [VARY]);
  return await openAndSend(responder, file, form);
}

function openAndSend(responder: Responder, file: RequestedFile, form: Representation): Sent {
  const prepared = prepareToOpen(form.path);
  if (prepared !== undefined) return prepared.then(() => openAndSend(responder, file, form));
  const open = openEnclosed(responder, form);
  if (open === null) return refuseUnopened(responder, form);
  const opened = { ...form, info: open.info };
  const validators = validatorsOf(open.info, form);
  try {
    const sent = sendOpen(responder, { file, form: opened, validators }, open);
    if (!(sent instanceof Promise)) return sent;
    return sent.catch((error) => closeAndThrow(open.file, error));
  } catch (error) {
    return closeAndThrow(open.file, error);
  }
}

/** A file that is there and cannot be opened is missing, unless that passes. */
function refuseUnopened(responder: Responder, { path }: Representation): null {
  return isShortOfDescriptors(path)
    ? responder.refuse(HTTPStatus.SERVICE_UNAVAILABLE, [["Retry-After", "1"]])
    : responder.missing();
}

/** Open a file that may be sent. If another takes its place meanwhile, that is looked at anew. */
function openEnclosed(
  { handler, identify }: Responder,
  { path, info }: Representation,
): OpenFile | null {
  if (handler.keepsBack(path)) return null;
  if (identify === undefined) return openFile(path, info);
  for (let attempt = 0; attempt < MAX_ATTEMPTS; attempt++) {
    const expected = identify(path);
    if (expected === undefined) {
      // The client is told that it is not there; whoever made the link should know why.
      if (statOrNull(path) !== null) {
        handler.logError(
          "A link that leads out of the directory is not followed: %s",
          handler.path,
        );
      }
      return null;
    }
    let isOther = false;
    const open = openFile(path, attempt === 0 ? info : statOrNull(path), (opened) => {
      isOther = !isSameFile(opened, expected);
      return !isOther;
    });
    if (open !== null || !isOther) return open;
  }
  return null;
}

function closeAndThrow(file: FileLike, error: unknown): never {
  file.close();
  throw error;
}

function sendOpen(responder: Responder, answer: Answer, open: OpenFile): Sent {
  const { handler } = responder;
  const { file, form, validators } = answer;
  if (file.status === 200) {
    const verdict = evaluateConditions(handler.command, handler.headers, validators);
    if (verdict !== "proceed") {
      open.file.close();
      return verdict === 304 ? sendNotModified(responder, answer) : responder.refuse(verdict);
    }
    if (handler.command === "GET" && handler.headers.has("range") && !form.isLive) {
      return sendParts(responder, answer, open);
    }
  }
  return form.isLive ? sendLive(responder, answer, open) : sendWhole(responder, answer, open);
}

function sendNotModified(responder: Responder, answer: Answer): null {
  responder.handler.sendResponse(HTTPStatus.NOT_MODIFIED);
  sendCommonFields(responder, answer);
  responder.handler.endHeaders();
  remember(responder, answer, 304, NO_BODY);
  return null;
}

function sendWhole(responder: Responder, answer: Answer, { file, size }: OpenFile): FileLike {
  const { handler } = responder;
  const { status, contentType } = answer.file;
  handler.sendResponse(status);
  handler.sendHeader("Content-Type", contentType);
  handler.sendHeader("Content-Length", size);
  sendOtherFields(responder, answer);
  sendCommonFields(responder, answer);
  handler.endHeaders();
  if (file instanceof MemoryFile) remember(responder, answer, status, file.bytes);
  return file;
}

async function sendParts(
  responder: Responder,
  answer: Answer,
  open: OpenFile,
): Promise<FileLike | null> {
  const { choosePart } = await import("./parts.ts");
  const { handler } = responder;
  const values = handler.headers.getAll("range");
  const isWanted = values.length === 1 && evaluateIfRange(handler.headers, answer.validators);
  const part = isWanted ? choosePart(open, values[0]!, answer.file.contentType) : undefined;
  if (part === undefined) return sendWhole(responder, answer, open);
  if (part.file === undefined) {
    open.file.close();
    return responder.refuse(HTTPStatus.RANGE_NOT_SATISFIABLE, part.fields);
  }
  handler.sendResponse(HTTPStatus.PARTIAL_CONTENT);
  for (const [name, value] of part.fields) handler.sendHeader(name, value);
  sendOtherFields(responder, answer);
  sendCommonFields(responder, answer);
  handler.endHeaders();
  return part.file;
}

async function sendLive(
  responder: Responder,
  answer: Answer,
  { file }: OpenFile,
): Promise<FileLike | null> {
  const { CompressedFile, compressWhole } = await import("./compression.ts");
  if (!(file instanceof MemoryFile) && !CompressedFile.hasRoom) {
    file.close();
    return await sendUncoded(responder, answer.file);
  }
  const { handler } = responder;
  const { status, contentType, path } = answer.file;
  const coding = answer.form.coding!;
  // Two states of a file that was changed just now may look the same.
  const isSettled = validatorsOf(answer.form.info).dateIsStrong;
  const key = isSettled ? `${answer.validators.tag.opaque} ${path}` : undefined;
  const whole = file instanceof MemoryFile
    ? await compressWhole(file.bytes, coding, key)
    : undefined;
  const isChunked = whole === undefined && mayBeChunked(handler);
  handler.sendResponse(status);
  handler.sendHeader("Content-Type", contentType);
  if (whole !== undefined) handler.sendHeader("Content-Length", whole.length);
  else if (isChunked) handler.sendHeader("Transfer-Encoding", "chunked");
  else handler.closeConnection = true;
  sendOtherFields(responder, answer);
  sendCommonFields(responder, answer);
  handler.endHeaders();
  if (whole === undefined) return new CompressedFile(file, coding, isChunked);
  remember(responder, answer, status, whole);
  return new MemoryFile(whole);
}

/** Too many others are being compressed: memory shall not grow with clients that take their time. */
function sendUncoded(responder: Responder, file: RequestedFile): Sent {
  const weights = parseAcceptEncoding(responder.handler.headers.getAll("accept-encoding").join());
  if (weightOf(weights, "identity") > 0) return openAndSend(responder, file, file);
  return responder.refuse(HTTPStatus.SERVICE_UNAVAILABLE, [VARY, ["Retry-After", "60"]]);
}

const VARY = ["Vary", "Accept-Encoding"] as const;

/** The fields that a client needs also if it has the file already (section 15.4.5). */
function sendCommonFields({ handler }: Responder, { file, form, validators }: Answer): void {
  const { options, extraResponseHeaders } = handler;
  const isPage = file.status !== 200;
  if (!isPage) handler.sendHeader("ETag", formatEntityTag(validators.tag));
  const isOwn = extraResponseHeaders.some(([name]) => name.toLowerCase() === "cache-control");
  if (isPage) handler.sendHeader("Cache-Control", "no-cache");
  else if (!isOwn) handler.sendHeader("Cache-Control", cacheControlOf(file.path, options));
  const mayBeCoded = form.coding !== undefined || isCompressible(file.contentType);
  if (mayBeCoded && options.compress !== false) handler.sendHeader(...VARY);
  if (isPage) return;
  for (const [name, value] of extraResponseHeaders) handler.sendHeader(name, value);
}

/** The fields that describe what is sent. */
function sendOtherFields({ handler }: Responder, { file, form, validators }: Answer): void {
  if (form.coding !== undefined) handler.sendHeader("Content-Encoding", form.coding);
  if (file.status !== 200) return;
  handler.sendHeader("Last-Modified", handler.dateTimeString(validators.modified));
  if (!form.isLive) handler.sendHeader("Accept-Ranges", "bytes");
}

function remember(
  responder: Responder,
  { file, form }: Answer,
  status: number,
  body: Uint8Array,
): void {
  if (!file.isReusable) return;
  const missed = form.missed?.map((other) => ({ ...other, isMinor: true })) ?? [];
  // What is compressed on the way is not what is in the file.
  const source = { path: form.path, info: form.info, isBody: status === 200 && !form.isLive };
  responder.remember(status, body, [...file.absent, source, ...form.watched ?? [], ...missed]);
}
