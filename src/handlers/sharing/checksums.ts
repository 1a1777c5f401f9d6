/**
 * Checksums in the form of `sha256sum`: of a file, or of all files below a directory.
 *
 * @module
 */

import { HTTPStatus } from "../../http/status.ts";
import { statOrNull } from "../disk/files.ts";
import { FileChangedError } from "../disk/served_file.ts";
import { answerBriefly } from "./answer.ts";
import { BodyWriter } from "./body_writer.ts";
import { sha256Of } from "./checksum_memory.ts";
import { attachment } from "./disposition.ts";
import { RefusedError } from "./refusal.ts";
import type { SharingRequest } from "./sharing.ts";
import { shownTree } from "./shown_tree.ts";

/** The name of the file with the checksums of a directory. */
const SUMS_NAME = "SHA256SUMS";

/**
 * Answer with the checksum of a file.
 *
 * @param request The request, for a file
 * @throws {RefusedError} with status 404 when there is no such file
 */
export async function answerChecksum(request: SharingRequest): Promise<void> {
  const { handler, path, sharing } = request;
  const info = statOrNull(path);
  // Asked after the look, and what is opened has to be what was looked at: a link that is swapped in
  // leads nowhere.
  if (!info?.isFile || path.endsWith("/") || !sharing.mayBeRead(path, info)) {
    throw new RefusedError(HTTPStatus.NOT_FOUND, "There is no such file");
  }
  const sum = await requireSum(path, info);
  answerBriefly(handler, HTTPStatus.OK, lineOf(sum, path.slice(path.lastIndexOf("/") + 1)));
}

async function requireSum(path: string, info: Deno.FileInfo): Promise<string> {
  try {
    return await sha256Of({ path, info });
  } catch (error) {
    if ((error as { code?: unknown }).code === "EACCES") {
      throw new RefusedError(HTTPStatus.NOT_FOUND, "There is no such file");
    }
    if (!(error instanceof FileChangedError)) throw error;
    throw new RefusedError(HTTPStatus.CONFLICT, "The file is being changed: try again");
  }
}

/**
 * Answer with the checksums of all files below a directory, each when it is known. A file that changes
 * meanwhile ends the answer before its end.
 *
 * @param request The request
 * @param directory The directory
 */
export async function answerChecksums(request: SharingRequest, directory: string): Promise<void> {
  const { handler, sharing } = request;
  handler.sendResponse(HTTPStatus.OK);
  handler.sendHeader("Content-Type", "text/plain; charset=utf-8");
  handler.sendHeader("X-Content-Type-Options", "nosniff");
  handler.sendHeader("Content-Disposition", attachment(SUMS_NAME).replace("attachment", "inline"));
  handler.sendHeader("Cache-Control", "no-cache");
  const body = new BodyWriter(handler);
  handler.endHeaders();
  if (handler.command === "HEAD") return;
  try {
    for await (const { path, names, info } of shownTree(directory, [], sharing)) {
      if (info.isDirectory) continue;
      const sum = await sha256Of({ path, info });
      await body.write(new TextEncoder().encode(lineOf(sum, names.join("/"))));
    }
    body.end();
  } catch (error) {
    if (!(error instanceof FileChangedError)) throw error;
    handler.logError("%s", error.message);
    handler.closeConnection = true;
  }
}

/** A line of `sha256sum`, which marks names with line ends in them. */
function lineOf(sum: string, name: string): string {
  const escaped = name.replaceAll("\\", "\\\\").replaceAll("\n", "\\n").replaceAll("\r", "\\r");
  return `${escaped === name ? "" : "\\"}${sum}  ${escaped}\n`;
}
