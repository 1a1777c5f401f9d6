/**
 * Answering with the listing of a directory. Loaded when a directory is first listed.
 *
 * @module
 */

import { evaluateConditions } from "../../http/conditions.ts";
import { type EntityTag, formatEntityTag } from "../../http/entity_tag.ts";
import { HTTPStatus } from "../../http/status.ts";
import { mayUserWrite } from "../auth/rights.ts";
import { isEnclosed } from "./enclosure.ts";
import { isHidden } from "./hidden.ts";
import { type WatchedFile, watchFile } from "../memory/watched_file.ts";
import { readDirectoryOrNull } from "../listing/directory.ts";
import { statOrNull } from "../disk/files.ts";
import type { ListedEntry } from "../listing/entry_table.ts";
import { bodyOfPage, listWithinBudget } from "../listing/listing_budget.ts";
import {
  type Abilities,
  answerListing,
  type EntryDetails,
  type ListedDirectory,
  type ListingAnswer,
} from "../page/mod.ts";
import { openWithoutWaiting, type ReadableFile } from "../disk/regular_file.ts";
import { writingMethods } from "../sharing/abilities.ts";
import { isPartialName } from "../sharing/partial_name.ts";
import type { FileLike } from "../disk/served_file.ts";
import type { FileHTTPRequestHandler } from "../file.ts";
import type { SimpleHTTPRequestHandler } from "../simple.ts";
import { decodeTargetPath } from "../paths/translate_path.ts";
import type { CodedBody } from "./coded_body.ts";
import { tagOfPage } from "./page_tag.ts";
import { originFormOf, rootOf } from "./request_target.ts";
import { spaFileOf } from "./spa.ts";

const NO_BODY = new Uint8Array(0);

/** Keeps an answer, with what it depends on. */
type Remember = (status: number, body: Uint8Array, files: readonly WatchedFile[]) => void;

/** What to list. */
interface ListingTask {
  /** The path of the directory. */
  readonly path: string;
  /** The path in the request's target of the topmost directory, with a slash at both ends. */
  readonly root: string;
  /** Whether a name is shown. */
  readonly isShown: (name: string) => boolean;
  /** Whether a symbolic link is followed, by its path. */
  readonly mayBeFollowed: (path: string) => boolean;
  /** Whether it is compressed for those who take it so. */
  readonly compress: boolean;
  /** What the page has controls for. */
  readonly abilities: Abilities;
  /** `undefined` where the listing depends on more than the request and files. */
  readonly remember: Remember | undefined;
}

/**
 * Send the head of a listing.
 *
 * @param handler The handler of the request
 * @param path The directory
 * @param remember See `SimpleHTTPRequestHandler.rememberAnswer`
 * @returns The listing; `null` when the directory cannot be read, which was then answered
 */
export function sendListing(
  handler: FileHTTPRequestHandler,
  path: string,
  remember: Remember,
): Promise<FileLike | null> {
  const task = taskOf(handler, path, remember);
  return listWithinBudget(handler, path, () => makeAndSend(handler, task));
}

function taskOf(handler: FileHTTPRequestHandler, path: string, remember: Remember): ListingTask {
  const { options, directory, indexPages } = handler;
  const { dotfiles = false, symlinks = false, compress = true, cleanUrls = false } = options;
  // Other files than those in the directory may come to be, and go before the listing.
  const mayGiveWay = cleanUrls || spaFileOf(options.spa) !== undefined ||
    indexPages.some((page) => page.includes("/"));
  const userMayWrite = mayUserWrite(handler);
  const dependsOnUser = userMayWrite !== undefined && writingMethods(options).length > 0;
  return {
    path,
    root: rootOf(options.prefix),
    isShown: (name) => dotfiles || !isHidden(name),
    mayBeFollowed: (link) => symlinks || isEnclosed(directory, link),
    compress,
    abilities: { ...options, readOnly: userMayWrite === false },
    remember: mayGiveWay || dependsOnUser ? undefined : remember,
  };
}

async function makeAndSend(
  handler: SimpleHTTPRequestHandler,
  task: ListingTask,
): Promise<FileLike | null> {
  const content = await readDirectoryOrNull(task.path, listingRule(task));
  if (content === null) {
    handler.sendError(HTTPStatus.NOT_FOUND, "No permission to list directory");
    return null;
  }
  const [target = "", query] = originFormOf(handler.path).split(/\?(.*)/s);
  const accept = handler.headers.getAll("Accept").join() || null;
  const request = { path: target, query: new URLSearchParams(query), accept };
  const displayPath = displayPathOf(target, task.root);
  const watched = [...content.watched];
  const directory = listedDirectory(handler, task.path, { ...content, displayPath, watched });
  const page = await answerListing(request, directory, task);
  const remember = (status: number, body: Uint8Array): void => {
    // Where links lead to may change without a trace in the links, or in what they lead to.
    if (!content.hasLinks) task.remember?.(status, body, watched);
  };
  return await sendPage(handler, { ...task, remember }, page);
}

/** Send the head of the answer with a page, unless the client has the page or does not want it. */
async function sendPage(
  handler: SimpleHTTPRequestHandler,
  task: Omit<ListingTask, "remember"> & {
    readonly remember: (status: number, body: Uint8Array) => void;
  },
  page: ListingAnswer,
): Promise<FileLike | null> {
  const tag = await tagOfPage(page);
  const verdict = evaluateConditions(handler.command, handler.headers, { tag });
  if (verdict === 412) {
    handler.sendError(verdict);
    return null;
  }
  if (verdict === 304) {
    handler.sendResponse(verdict);
    sendCommonFields(handler, task, page, tag);
    task.remember(verdict, NO_BODY);
    return null;
  }
  const { body, coding } = await codedFor(handler, task, page);
  handler.sendResponse(HTTPStatus.OK);
  handler.sendHeader("Content-Type", page.contentType);
  handler.sendHeader("Content-Length", body.length);
  if (coding !== undefined) handler.sendHeader("Content-Encoding", coding);
  sendCommonFields(handler, task, page, tag);
  task.remember(HTTPStatus.OK.value, body);
  return bodyOfPage([body]);
}

/** End the head with the fields that go with a page also where the client has it already. */
function sendCommonFields(
  handler: SimpleHTTPRequestHandler,
  { compress }: Pick<ListingTask, "compress">,
  { headers }: ListingAnswer,
  tag: EntityTag,
): void {
  const { extraResponseHeaders } = handler;
  const isOwn = extraResponseHeaders.some(([name]) => name.toLowerCase() === "cache-control");
  handler.sendHeader("ETag", formatEntityTag(tag));
  if (!isOwn) handler.sendHeader("Cache-Control", "no-cache");
  for (const [name, value] of [...headers, ...extraResponseHeaders]) {
    const isCoded = compress && name === "Vary";
    handler.sendHeader(name, isCoded ? `${value}, Accept-Encoding` : value);
  }
  handler.endHeaders();
}

/** The page, compressed if the client takes it so. */
async function codedFor(
  { headers }: SimpleHTTPRequestHandler,
  { compress }: Pick<ListingTask, "compress">,
  { body, contentType }: ListingAnswer,
): Promise<CodedBody> {
  const accepted = headers.getAll("accept-encoding").join();
  if (!compress || accepted === "") return { body };
  const { codeBody } = await import("./coded_body.ts");
  return await codeBody(body, contentType, accepted);
}

/** The path below the directory that is served, decoded. */
function displayPathOf(target: string, root: string): string {
  const path = target.startsWith(root) ? target.slice(root.length - 1) : target;
  return decodeTargetPath(path);
}

/** Whether an entry is listed. */
function listingRule(
  { path, isShown, mayBeFollowed }: ListingTask,
): (entry: ListedEntry) => boolean {
  const base = baseOf(path);
  return ({ name, isSymlink }) =>
    isShown(name) && !isPartialName(name) && (!isSymlink || mayBeFollowed(base + name));
}

function listedDirectory(
  handler: SimpleHTTPRequestHandler,
  path: string,
  { displayPath, entries, watched }: Pick<ListedDirectory, "displayPath" | "entries"> & {
    /** Gets what is looked at. */
    readonly watched: WatchedFile[];
  },
): ListedDirectory {
  const base = baseOf(path);
  const look = (name: string): Deno.FileInfo | null => {
    const info = statOrNull(base + name);
    watchFile(watched, { path: base + name, info });
    return info;
  };
  return {
    displayPath,
    entries,
    look: ({ name }) => detailsOf(look(name)),
    read: ({ name }, limit) => {
      const isReadable = look(name)?.isFile && !handler.keepsBack(base + name);
      return isReadable ? readStart(base + name, limit) : null;
    },
  };
}

/** What goes before the names of the entries. */
function baseOf(path: string): string {
  return path.endsWith("/") ? path : `${path}/`;
}

function detailsOf(info: Deno.FileInfo | null): EntryDetails | null {
  if (info === null) return null;
  return { size: info.isDirectory ? null : info.size, mtime: info.mtime?.getTime() ?? null };
}

function readStart(path: string, limit: number): Uint8Array | null {
  let file: ReadableFile | undefined;
  try {
    file = openWithoutWaiting(path);
    const bytes = new Uint8Array(limit);
    let length = 0;
    for (let count = 1; count > 0 && length < limit; length += count) {
      count = file.readAtSync(bytes.subarray(length), length);
    }
    return bytes.subarray(0, length);
  } catch {
    return null;
  } finally {
    file?.close();
  }
}
