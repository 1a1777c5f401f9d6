/**
 * Comparing passwords with hashes, off the event loop: scrypt in Deno's pool of threads, argon2 and
 * bcrypt in a worker, with a library that is loaded only there.
 *
 * @module
 */

import { nodeCrypto } from "../../server/node/node_builtins.ts";
import { LibraryWorker } from "./library_worker.ts";
import type { PasswordHash, ScryptHash } from "./password_hash.ts";

/** What {@linkcode hashPassword} uses: 32 MiB and three passes, one of OWASP's equal choices. */
const COST_EXPONENT = 15;
const BLOCK_SIZE = 8;
const PARALLELISM = 3;
const SALT_SIZE = 16;
const KEY_SIZE = 32;

const library = new LibraryWorker();
const encoder = new TextEncoder();

/**
 * Whether a password is the one of a hash. How long it takes depends on the hash alone.
 *
 * @param hash The hash
 * @param password The password
 * @returns Whether it is
 * @throws {TypeError} when the library for the hash cannot be loaded
 */
export async function verifyPassword(hash: PasswordHash, password: string): Promise<boolean> {
  switch (hash.kind) {
    case "scrypt":
      return nodeCrypto().timingSafeEqual(await scrypt(hash, password), hash.key);
    case "plain":
      return isSame(hash.text.normalize("NFC"), password);
    default:
      return await library.verify(hash.kind, hash.text, password);
  }
}

/**
 * Make sure that hashes can be verified: before the first user is refused for the lack of a library.
 *
 * @param hashes The hashes
 * @throws {TypeError} when the library cannot be loaded
 * @throws {Deno.errors.NotCapable} when Deno does not permit to read the worker's module
 */
export async function prepareToVerify(hashes: Iterable<PasswordHash>): Promise<void> {
  for (const { kind } of hashes) {
    if (kind === "argon2" || kind === "bcrypt") return await library.prepare();
  }
}

/**
 * Hash a password with scrypt and a salt of its own.
 *
 * @param password The password, taken as NFC
 * @returns The hash
 */
export async function hashPassword(password: string): Promise<ScryptHash> {
  const draft: ScryptHash = {
    kind: "scrypt",
    costExponent: COST_EXPONENT,
    blockSize: BLOCK_SIZE,
    parallelism: PARALLELISM,
    salt: crypto.getRandomValues(new Uint8Array(SALT_SIZE)),
    key: new Uint8Array(KEY_SIZE),
  };
  return { ...draft, key: await scrypt(draft, password.normalize("NFC")) };
}

function scrypt(hash: ScryptHash, password: string): Promise<Uint8Array> {
  const { costExponent, blockSize: r, parallelism: p, salt, key } = hash;
  const N = 2 ** costExponent;
  // Node's limit is meant for N * r * 128, and counts a little more than that.
  const options = { N, r, p, maxmem: 128 * r * (N + p) + 1024 * 1024 };
  const { promise, resolve, reject } = Promise.withResolvers<Uint8Array>();
  nodeCrypto().scrypt(encoder.encode(password), salt, key.length, options, (error, result) => {
    if (error === null) resolve(new Uint8Array(result));
    else reject(error);
  });
  return promise;
}

/** Texts of different lengths take no less time: what is compared are hashes of them. */
function isSame(a: string, b: string): boolean {
  const { createHash, timingSafeEqual } = nodeCrypto();
  const [left, right] = [a, b].map((text) => createHash("sha256").update(text).digest());
  return timingSafeEqual(left!, right!);
}
