/**
 * `Content-Digest` and `Repr-Digest` (RFC 9530): what a client says the bytes come down to.
 *
 * @module
 */

import type { Hash } from "node:crypto";
import { HTTPStatus } from "../../http/status.ts";
import type { HTTPMessage } from "../../http/message.ts";
import { RefusedError } from "./refusal.ts";

/** The algorithms by their names in RFC 9530, and by those of `node:crypto`. Others are passed over. */
const ALGORITHMS: ReadonlyMap<string, string> = new Map([
  ["sha-256", "sha256"],
  ["sha-512", "sha512"],
]);

/** A member of a dictionary (RFC 9651, section 3.2) that is a byte sequence. */
const MEMBER_REGEXP = /^([a-z*][a-z0-9_.*-]*)=:([A-Za-z0-9+/]*={0,2}):(?:;.*)?$/;

/** A digest that the bytes must have. */
export interface Digest {
  /** The name of the algorithm for `node:crypto`. */
  readonly algorithm: string;
  /** The digest in base64. */
  readonly value: string;
}

/**
 * Read a field with digests.
 *
 * @param value The field's value; several of them joined with commas
 * @returns Those of SHA-256 and SHA-512
 * @throws {RefusedError} with status 400 when it is malformed
 */
export function parseDigests(value: string): Digest[] {
  const digests = new Map<string, string>();
  for (const member of value.split(",")) {
    const [, name, base64] = MEMBER_REGEXP.exec(member.trim()) ?? [];
    if (name === undefined || base64 === undefined) {
      throw new RefusedError(HTTPStatus.BAD_REQUEST, "The digest is malformed (RFC 9530)");
    }
    const algorithm = ALGORITHMS.get(name);
    if (algorithm !== undefined) digests.set(algorithm, base64);
  }
  return [...digests].map(([algorithm, value]) => ({ algorithm, value }));
}

/**
 * The digests that a request states.
 *
 * @param headers Its fields
 * @param names The fields to look for
 * @returns All of them
 * @throws {RefusedError} with status 400 when one is malformed
 */
export function digestsOf(headers: HTTPMessage, names: readonly string[]): Digest[] {
  return names.flatMap((name) => {
    const values = headers.getAll(name);
    return values.length === 0 ? [] : parseDigests(values.join(","));
  });
}

/** Compares bytes as they come with digests. */
export class DigestCheck {
  readonly #hashes: readonly { readonly hash: Hash; readonly value: string }[];

  private constructor(hashes: readonly { readonly hash: Hash; readonly value: string }[]) {
    this.#hashes = hashes;
  }

  /**
   * Begin. What computes digests is loaded here.
   *
   * @param digests The digests
   * @returns The check; `undefined` if there is nothing to compare with
   */
  static async begin(digests: readonly Digest[]): Promise<DigestCheck | undefined> {
    if (digests.length === 0) return undefined;
    const { createHash } = await import("node:crypto");
    return new DigestCheck(
      digests.map(({ algorithm, value }) => ({ hash: createHash(algorithm), value })),
    );
  }

  /**
   * Take the next bytes.
   *
   * @param bytes The bytes
   */
  update(bytes: Uint8Array): void {
    for (const { hash } of this.#hashes) hash.update(bytes);
  }

  /**
   * Compare. Nothing can be added after that.
   *
   * @returns Whether all digests are right
   */
  matches(): boolean {
    // Base64 in its only canonical form, so that the texts can be compared.
    return this.#hashes.every(({ hash, value }) => hash.digest("base64") === canonical(value));
  }

  /**
   * Compare, and refuse what differs.
   *
   * @throws {RefusedError} with status 400 when one is wrong
   */
  require(): void {
    if (this.matches()) return;
    throw new RefusedError(HTTPStatus.BAD_REQUEST, "The content does not have the digest stated");
  }
}

function canonical(base64: string): string | undefined {
  try {
    return Uint8Array.fromBase64(base64).toBase64();
  } catch {
    return undefined;
  }
}
