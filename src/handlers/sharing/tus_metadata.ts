/**
 * `Upload-Metadata` and `Upload-Checksum` of tus 1.0.0.
 *
 * @module
 */

import { HTTPStatus } from "../../http/status.ts";
import type { Digest } from "./digests.ts";
import { RefusedError } from "./refusal.ts";
import { CHECKSUM_ALGORITHMS } from "./abilities.ts";

/** One for all: making it takes longer than it does, and a field may have thousands of values. */
const DECODER = new TextDecoder("utf-8", { fatal: true });

/**
 * Read `Upload-Metadata`: keys with values in base64, separated by commas.
 *
 * @param value The field's value
 * @returns The values by key, decoded as UTF-8
 * @throws {RefusedError} with status 400 when it is malformed
 */
export function parseMetadata(value: string): Map<string, string> {
  const metadata = new Map<string, string>();
  for (const pair of value.split(",")) {
    const [key = "", base64 = "", ...rest] = pair.trim().split(/ +/);
    if (key === "" && base64 === "") continue;
    if (rest.length > 0) throw malformed("Upload-Metadata");
    metadata.set(key, decode(base64));
  }
  return metadata;
}

function decode(base64: string): string {
  try {
    return DECODER.decode(Uint8Array.fromBase64(base64));
  } catch {
    throw malformed("Upload-Metadata");
  }
}

/**
 * Read `Upload-Checksum`: an algorithm and a digest in base64.
 *
 * @param value The field's value
 * @returns The digest
 * @throws {RefusedError} with status 400 when it is malformed, or the algorithm is not known
 */
export function parseChecksum(value: string): Digest {
  const [algorithm = "", base64 = "", ...rest] = value.trim().split(/ +/);
  if (!CHECKSUM_ALGORITHMS.includes(algorithm) || base64 === "" || rest.length > 0) {
    throw malformed("Upload-Checksum");
  }
  return { algorithm, value: base64 };
}

/**
 * Read a number of bytes.
 *
 * @param name The name of the field
 * @param value Its value; `undefined` where it is missing
 * @returns The number
 * @throws {RefusedError} with status 400 when it is none
 */
export function parseCount(name: string, value: string | undefined): number {
  const count = /^\d{1,16}$/.test(value?.trim() ?? "") ? Number(value) : NaN;
  if (!Number.isSafeInteger(count)) throw malformed(name);
  return count;
}

function malformed(name: string): RefusedError {
  return new RefusedError(HTTPStatus.BAD_REQUEST, `The field ${name} is malformed or missing`);
}
