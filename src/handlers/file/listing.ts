/**
 * Answering with the listing of a directory. Loaded when a directory is first listed.
 *
 * @module
 */

import { HTTPStatus } from "../../http/status.ts";
import { readLargeDirectoryOrNull } from "../directory.ts";
import { statOrNull } from "../files.ts";
import type { ListedEntry } from "../listing.ts";
import {
  type Abilities,
  answerListing,
  type EntryDetails,
  type ListedDirectory,
} from "../page/mod.ts";
import { openWithoutWaiting, type ReadableFile } from "../regular_file.ts";
import { isPartialName } from "../sharing/partial_name.ts";
import { MemoryFile } from "../served_file.ts";
import type { SimpleHTTPRequestHandler } from "../simple.ts";
import { decodeTargetPath } from "../translate_path.ts";
import { originFormOf } from "./request_target.ts";

/** What to list. */
export interface ListingTask {
  /** The path of the directory. */
  readonly path: string;
  /** The path in the request's target of the topmost directory, with a slash at both ends. */
  readonly root: string;
  /** Whether a name is shown. */
  readonly isShown: (name: string) => boolean;
  /** Whether a symbolic link is followed, by its path. */
  readonly mayBeFollowed: (path: string) => boolean;
  /** What the page has controls for. */
  readonly abilities: Abilities;
}

/**
 * Send the head of a listing.
 *
 * @param handler The handler of the request
 * @param task What to list
 * @returns The listing; `null` when the directory cannot be read, which was then answered
 */
export async function sendListing(
  handler: SimpleHTTPRequestHandler,
  task: ListingTask,
): Promise<MemoryFile | null> {
  const entries = await readLargeDirectoryOrNull(task.path);
  if (entries === null) {
    handler.sendError(HTTPStatus.NOT_FOUND, "No permission to list directory");
    return null;
  }
  const [target = "", query] = originFormOf(handler.path).split(/\?(.*)/s);
  const accept = handler.headers.getAll("Accept").join() || null;
  const request = { path: target, query: new URLSearchParams(query), accept };
  const directory = listedDirectory(handler, task, displayPathOf(target, task.root), entries);
  const { body, contentType, headers } = await answerListing(request, directory, task);
  handler.sendResponse(HTTPStatus.OK);
  handler.sendHeader("Content-Type", contentType);
  handler.sendHeader("Content-Length", body.length);
  handler.sendHeader("Cache-Control", "no-cache");
  for (const [name, value] of headers) handler.sendHeader(name, value);
  handler.endHeaders();
  return new MemoryFile(body);
}

/** The path below the directory that is served, decoded. */
function displayPathOf(target: string, root: string): string {
  const path = target.startsWith(root) ? target.slice(root.length - 1) : target;
  return decodeTargetPath(path);
}

function listedDirectory(
  handler: SimpleHTTPRequestHandler,
  { path, isShown, mayBeFollowed }: ListingTask,
  displayPath: string,
  entries: readonly ListedEntry[],
): ListedDirectory {
  const base = path.endsWith("/") ? path : `${path}/`;
  const isListed = ({ name, isSymlink }: ListedEntry): boolean =>
    isShown(name) && !isPartialName(name) && (!isSymlink || mayBeFollowed(base + name));
  return {
    displayPath,
    entries: entries.filter(isListed),
    look: ({ name }) => detailsOf(base + name),
    read: ({ name }, limit) =>
      handler.keepsBack(base + name) ? null : readStart(base + name, limit),
  };
}

function detailsOf(path: string): EntryDetails | null {
  const info = statOrNull(path);
  if (info === null) return null;
  return { size: info.isDirectory ? null : info.size, mtime: info.mtime?.getTime() ?? null };
}

function readStart(path: string, limit: number): Uint8Array | null {
  if (!statOrNull(path)?.isFile) return null;
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
