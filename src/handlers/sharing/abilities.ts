/**
 * What a server says of its abilities: methods in `Allow`, and the fields of tus. Small, since it is
 * loaded always.
 *
 * @module
 */

import type { Fields } from "../../http/fields.ts";
import type { FileOptions } from "../file/options.ts";

/**
 * The methods besides `GET`, `HEAD` and `OPTIONS`.
 *
 * @param options The options of the handler
 * @returns The method tokens, for `Allow`; none if all of the abilities are off
 */
export function writingMethods(
  { upload = false, mkdir = false, delete: remove = false, archive = false }: Pick<
    FileOptions,
    "upload" | "mkdir" | "delete" | "archive"
  >,
): string[] {
  return [
    ...(upload ? ["PUT", "PATCH"] : []),
    ...(upload || mkdir || archive ? ["POST"] : []),
    ...(remove ? ["DELETE"] : []),
    ...(mkdir ? ["MKCOL"] : []),
    ...(mayMove({ upload, delete: remove }) ? ["MOVE"] : []),
  ];
}

/**
 * Whether entries may be moved: whoever may upload and delete could do the same in several steps.
 *
 * @param options The options of the handler
 * @returns Whether they may
 */
export function mayMove(
  { upload, delete: remove }: Pick<FileOptions, "upload" | "delete">,
): boolean {
  return upload === true && remove === true;
}

/** The version of tus. */
export const TUS_VERSION = "1.0.0";

/** The algorithms of `Upload-Checksum`, by the names of tus and of `node:crypto` alike. */
export const CHECKSUM_ALGORITHMS: readonly string[] = ["sha1", "sha256", "sha512", "md5"];

/**
 * The fields with which the server says what it can: part of the answer to `OPTIONS`.
 *
 * @param options The options of the handler
 * @returns The fields; none when there are no uploads
 */
export function tusAbilities(
  { upload, maxUpload = Infinity }: Pick<FileOptions, "upload" | "maxUpload">,
): Fields {
  if (upload !== true) return [];
  return [
    ["Tus-Resumable", TUS_VERSION],
    ["Tus-Version", TUS_VERSION],
    ["Tus-Extension", "creation,creation-with-upload,termination,checksum,expiration"],
    ["Tus-Checksum-Algorithm", CHECKSUM_ALGORITHMS.join()],
    ...(Number.isFinite(maxUpload) ? [["Tus-Max-Size", String(maxUpload)] as const] : []),
  ];
}
