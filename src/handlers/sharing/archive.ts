/**
 * Directories as archives: `?archive=zip`, `tar` or `tar.gz`.
 *
 * @module
 */

import { HTTPStatus } from "../../http/status.ts";
import { FileChangedError } from "../disk/served_file.ts";
import { type ArchiveEntry, type ArchiveRules, collectEntries } from "./archive_entries.ts";
import { BodyWriter } from "./body_writer.ts";
import { attachment } from "./disposition.ts";
import { ARCHIVE_ENTRIES, type EntryCount } from "./entry_budget.ts";
import { RefusedError } from "./refusal.ts";
import type { SharingRequest } from "./sharing.ts";

/** The formats, and their media types. */
const FORMATS = {
  zip: "application/zip",
  tar: "application/x-tar",
  "tar.gz": "application/gzip",
} as const;

type Format = keyof typeof FORMATS;

/** What the directory at the top is called. */
const TOP_NAME = "files";

/** Which archive is asked for. */
export interface ArchiveOrder {
  /** The format, as asked for. */
  readonly format: string;
  /** The names of the entries to take; all when empty. */
  readonly selection: readonly string[];
}

/**
 * Send a directory as an archive. With a zip archive, its length is told before.
 *
 * @param request The request, for a directory
 * @param order See {@linkcode ArchiveOrder}
 * @throws {RefusedError} with status 400 when there is no such format, 404 when there is nothing to
 * be sent, and 503 when too many large archives are being sent
 */
export async function answerArchive(request: SharingRequest, order: ArchiveOrder): Promise<void> {
  const { format, selection } = order;
  if (!isFormat(format)) {
    const text = `An archive is one of ${Object.keys(FORMATS).join(", ")}`;
    throw new RefusedError(HTTPStatus.BAD_REQUEST, text);
  }
  if (selection.some((name) => name === "" || name.includes("/"))) {
    throw new RefusedError(HTTPStatus.BAD_REQUEST, "A name in the selection is none");
  }
  using count = ARCHIVE_ENTRIES.begin();
  const entries = await collect(request, selection, count);
  if (selection.length > 0 && entries.length === 1) {
    throw new RefusedError(HTTPStatus.NOT_FOUND, "There is nothing of what is asked for");
  }
  const name = `${nameOf(request)}.${format}`;
  if (format === "zip") await sendZip(request, name, entries);
  else await sendTar(request, name, format, entries);
}

function isFormat(format: string): format is Format {
  return Object.hasOwn(FORMATS, format);
}

async function collect(
  request: SharingRequest,
  selection: readonly string[],
  count: EntryCount,
): Promise<ArchiveEntry[]> {
  const { path, sharing } = request;
  const root = path.length > 1 ? path.replace(/\/+$/, "") : path;
  const rules: ArchiveRules = { isShown: sharing.isShown, count: () => count.add() };
  return await collectEntries(root, nameOf(request), selection, rules);
}

/** The directory's own name; the one at the top has none that is anybody's business. */
function nameOf({ handler, path }: SharingRequest): string {
  const names = path.slice(handler.directory.length).split("/").filter((name) => name !== "");
  return names.at(-1) ?? TOP_NAME;
}

async function sendZip(
  request: SharingRequest,
  name: string,
  entries: readonly ArchiveEntry[],
): Promise<void> {
  const { handler } = request;
  const { writeZip } = await import("./zip.ts");
  const { zipLength } = await import("./zip_records.ts");
  const length = await zipLength(entries);
  beginAnswer(request, name, FORMATS.zip);
  handler.sendHeader("Content-Length", length);
  handler.endHeaders();
  if (handler.command === "HEAD") return;
  await send(request, () => writeZip(entries, (bytes) => handler.wfile.write(bytes)));
}

async function sendTar(
  request: SharingRequest,
  name: string,
  format: Format,
  entries: readonly ArchiveEntry[],
): Promise<void> {
  const { handler } = request;
  const { loadTar, writeTar } = await import("./tar.ts");
  const library = await loadTar();
  beginAnswer(request, name, FORMATS[format]);
  const body = new BodyWriter(handler);
  handler.endHeaders();
  if (handler.command === "HEAD") return;
  await send(request, async () => {
    await writeTar(library, entries, format === "tar.gz", body.write);
    body.end();
  });
}

function beginAnswer({ handler }: SharingRequest, name: string, type: string): void {
  handler.sendResponse(HTTPStatus.OK);
  handler.sendHeader("Content-Type", type);
  handler.sendHeader("Content-Disposition", attachment(name));
  handler.sendHeader("Cache-Control", "no-cache");
  handler.sendHeader("X-Content-Type-Options", "nosniff");
}

/** An archive that can't be what it should is broken off: nobody takes it for a whole one. */
async function send({ handler }: SharingRequest, write: () => Promise<void>): Promise<void> {
  try {
    await write();
  } catch (error) {
    if (!(error instanceof FileChangedError)) throw error;
    handler.logError("%s", error.message);
    handler.closeConnection = true;
  }
}
