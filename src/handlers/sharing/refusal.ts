/**
 * {@linkcode RefusedError}: why a request that would write, or hand out much, is not fulfilled.
 *
 * @module
 */

import type { Fields } from "../../http/fields.ts";
import { HTTPStatus } from "../../http/status.ts";

/** What the system says when there is no room left: on the disk, in the quota, or for large files. */
const NO_ROOM: readonly string[] = ["ENOSPC", "EDQUOT", "EFBIG"];

/** What it says when the process, or all of them, have too many files open: that passes. */
const NO_DESCRIPTOR: readonly string[] = ["EMFILE", "ENFILE"];

/** What it says of a path that is longer than it takes, or has a name in it that the disk cannot have. */
const BAD_PATH: readonly string[] = ["ENAMETOOLONG", "EINVAL", "EILSEQ"];

/** What it says when something is there that should not be, or is in use. */
const IN_THE_WAY: readonly string[] = [
  "ENOTEMPTY",
  "EEXIST",
  "EISDIR",
  "EBUSY",
  "ETXTBSY",
  "ELOOP",
];

/** A request is refused; whoever catches it answers with the status and the text. */
export class RefusedError extends Error {
  override readonly name = "RefusedError";

  /**
   * Make an error.
   *
   * @param status The status of the answer
   * @param message The text of the answer: a sentence for whoever asked, without a full stop
   * @param fields Further fields of the answer
   */
  constructor(
    readonly status: HTTPStatus | number,
    message: string,
    readonly fields: Fields = [],
  ) {
    super(message);
  }
}

/** The connection ended before the body did: there is nobody to answer. */
export class CutOffError extends Error {
  override readonly name = "CutOffError";
}

/**
 * What an error of the file system means for a request.
 *
 * @param error What was thrown
 * @param what What could not be done, e.g. `store the file`
 * @returns The refusal; the error itself where it says nothing about the request
 */
export function refusalOf(error: unknown, what: string): unknown {
  if (error instanceof Deno.errors.NotCapable) {
    return new RefusedError(HTTPStatus.FORBIDDEN, `Cannot ${what}: the server may not write there`);
  }
  const code = (error as { code?: unknown } | null)?.code;
  if (typeof code === "string" && NO_ROOM.includes(code)) {
    return new RefusedError(HTTPStatus.INSUFFICIENT_STORAGE, `Cannot ${what}: no space is left`);
  }
  if (typeof code === "string" && NO_DESCRIPTOR.includes(code)) {
    return new RefusedError(
      HTTPStatus.SERVICE_UNAVAILABLE,
      `Cannot ${what}: too many files are open`,
      [["Retry-After", "1"]],
    );
  }
  if (error instanceof Deno.errors.PermissionDenied || code === "EROFS") {
    return new RefusedError(HTTPStatus.FORBIDDEN, `Cannot ${what}: the system does not allow it`);
  }
  if (error instanceof Deno.errors.NotFound || error instanceof Deno.errors.NotADirectory) {
    return new RefusedError(HTTPStatus.CONFLICT, `Cannot ${what}: the directory is gone`);
  }
  if (typeof code === "string" && BAD_PATH.includes(code)) {
    return new RefusedError(
      HTTPStatus.BAD_REQUEST,
      `Cannot ${what}: the system takes no such path`,
    );
  }
  if (typeof code === "string" && IN_THE_WAY.includes(code)) {
    return new RefusedError(HTTPStatus.CONFLICT, `Cannot ${what}: something is in the way`);
  }
  if (code === "EIO") {
    return new RefusedError(
      HTTPStatus.INTERNAL_SERVER_ERROR,
      `Cannot ${what}: the disk has an error`,
    );
  }
  return error;
}
