/**
 * Compressing what the server has made itself, such as a listing.
 *
 * @module
 */

import { chooseCoding, parseAcceptEncoding } from "../../http/accept_encoding.ts";
import { isWorthCompressing } from "./compressible.ts";
import { type Coding, LIVE } from "./representation.ts";

/** A body as it is sent. */
export interface CodedBody {
  readonly body: Uint8Array;
  /** The content coding; `undefined` for none. */
  readonly coding?: Coding;
}

/**
 * Compress a body in the coding that the client likes best.
 *
 * RFC 9110, section 12.5.3
 *
 * @param body The body
 * @param contentType Its media type
 * @param acceptEncoding What the client says of codings
 * @returns The body, as it is where that is better, or where the client takes nothing that there is
 */
export async function codeBody(
  body: Uint8Array,
  contentType: string,
  acceptEncoding: string,
): Promise<CodedBody> {
  if (!isWorthCompressing(contentType, body.length)) return { body };
  const coding = chooseCoding(parseAcceptEncoding(acceptEncoding), LIVE) ?? "identity";
  if (coding === "identity") return { body };
  const { compressWhole } = await import("./compression.ts");
  return { body: await compressWhole(body, coding, undefined), coding };
}
