/**
 * Hashes of passwords as text, in the forms that other tools write: PHC strings of scrypt and argon2,
 * and bcrypt in the form of `crypt(3)`, which is what `htpasswd -B` writes.
 *
 * Everything is checked before the server starts, so that a hash that takes gigabytes or hours to
 * verify is refused while its owner is looking.
 *
 * @module
 */

/** A hash that can be verified. */
export type PasswordHash =
  | ScryptHash
  /** The text is for the library. */
  | { readonly kind: "argon2" | "bcrypt"; readonly text: string }
  /** No hash at all, where that is permitted. */
  | { readonly kind: "plain"; readonly text: string };

/** A hash of scrypt (RFC 7914). */
export interface ScryptHash {
  /** Which it is. */
  readonly kind: "scrypt";
  /** The parameter N, as the exponent of 2. */
  readonly costExponent: number;
  /** The parameter r. */
  readonly blockSize: number;
  /** The parameter p. */
  readonly parallelism: number;
  /** The salt. */
  readonly salt: Uint8Array;
  /** The result. */
  readonly key: Uint8Array;
}

/** The most memory that verifying a password may take, in bytes, and the most passes over it. */
const MAX_MEMORY = 1024 * 1024 * 1024;
const MAX_PASSES = 32;

/** The highest cost of bcrypt, as the exponent of 2: some seconds. */
const MAX_BCRYPT_COST = 16;

/** `$scrypt$ln=17,r=8,p=1$salt$hash`, as passlib and others write it. */
const SCRYPT_REGEXP =
  /^\$scrypt\$ln=(\d{1,2}),r=(\d{1,4}),p=(\d{1,4})\$([A-Za-z0-9+/]+)\$([A-Za-z0-9+/]+)$/;

/** `$argon2id$v=19$m=65536,t=3,p=4$salt$hash` */
const ARGON2_REGEXP =
  /^\$argon2(?:id|i|d)\$v=19\$m=(\d{1,7}),t=(\d{1,4}),p=(\d{1,4})\$[A-Za-z0-9+/]+\$[A-Za-z0-9+/]+$/;

/** `$2b$12$`, 22 characters of salt and 31 of hash; `$2y$` is the same. */
const BCRYPT_REGEXP = /^\$2[aby]\$(\d\d)\$[./A-Za-z0-9]{53}$/;

/** What other hashes of password files begin with, `{SHA}` and `$apr1$` for example. */
const OTHER_HASH_REGEXP = /^(?:\{[A-Z0-9]+\}|\$[a-z0-9-]{1,32}\$)/;

/**
 * Parse the hash of a password.
 *
 * @param text The hash
 * @returns The hash; one of kind `"plain"` for what looks like none
 * @throws {RangeError} when it is a hash that is not supported, or malformed, or takes too much to
 * verify: what is wrong, as the end of a sentence
 */
export function parsePasswordHash(text: string): PasswordHash {
  if (text.startsWith("$scrypt$")) return parseScrypt(text);
  if (text.startsWith("$argon2")) {
    const [, memory, passes, lanes] = ARGON2_REGEXP.exec(text) ?? malformed("argon2");
    limit(Number(memory) * 1024, Number(passes) * Math.max(1, Number(lanes) / 16));
    return { kind: "argon2", text };
  }
  if (/^\$2[aby]\$/.test(text)) {
    const [, cost] = BCRYPT_REGEXP.exec(text) ?? malformed("bcrypt");
    if (Number(cost) < 4 || Number(cost) > MAX_BCRYPT_COST) {
      throw new RangeError(`the cost of bcrypt must be from 4 to ${MAX_BCRYPT_COST}`);
    }
    return { kind: "bcrypt", text };
  }
  if (OTHER_HASH_REGEXP.test(text)) {
    throw new RangeError("its hash is none of scrypt, argon2 and bcrypt (htpasswd -B)");
  }
  return { kind: "plain", text };
}

/**
 * Write a hash of scrypt.
 *
 * @param hash The hash
 * @returns The inverse of {@linkcode parsePasswordHash}
 */
export function formatScrypt(hash: ScryptHash): string {
  const { costExponent, blockSize, parallelism, salt, key } = hash;
  const parameters = `ln=${costExponent},r=${blockSize},p=${parallelism}`;
  return `$scrypt$${parameters}$${encodeBase64(salt)}$${encodeBase64(key)}`;
}

function parseScrypt(text: string): ScryptHash {
  const [, ln, r, p, salt = "", key = ""] = SCRYPT_REGEXP.exec(text) ?? malformed("scrypt");
  const costExponent = Number(ln);
  const blockSize = Number(r);
  const parallelism = Number(p);
  if (costExponent < 1 || blockSize < 1 || parallelism < 1) malformed("scrypt");
  limit(128 * blockSize * (2 ** costExponent + parallelism), parallelism);
  return {
    kind: "scrypt",
    costExponent,
    blockSize,
    parallelism,
    salt: decodeBase64(salt),
    key: decodeBase64(key),
  };
}

function limit(memory: number, passes: number): void {
  if (memory <= MAX_MEMORY && passes <= MAX_PASSES) return;
  throw new RangeError("verifying its hash would take more than 1 GiB of memory, or minutes");
}

function malformed(kind: string): never {
  throw new RangeError(`its ${kind} hash is malformed`);
}

/** Base64 without padding, as PHC strings have it. */
function encodeBase64(bytes: Uint8Array): string {
  return btoa(String.fromCharCode(...bytes)).replaceAll("=", "");
}

function decodeBase64(text: string): Uint8Array {
  try {
    return Uint8Array.from(atob(text), (character) => character.charCodeAt(0));
  } catch {
    return malformed("scrypt");
  }
}
