/**
 * Opening encrypted private keys.
 *
 * @module
 */

import type { Buffer } from "node:buffer";
import type { KeyObject } from "node:crypto";
import { nodeCrypto } from "../node/node_builtins.ts";
import { decryptPkcs8 } from "./pkcs8.ts";

/** A private key, or what it is encrypted to, as PEM (RFC 7468; RFC 1421 for the older kind). */
const PRIVATE_KEY_REGEXP = /-----BEGIN ([A-Z0-9 ]*PRIVATE KEY)-----[^]*?-----END \1-----/;

/** The two ways in which PEM says that a key is encrypted. */
const ENCRYPTED_REGEXP = /-----BEGIN ENCRYPTED PRIVATE KEY-----|^Proc-Type: *4, *ENCRYPTED/m;

/** The ciphers of `DEK-Info` that `node:crypto` knows. */
const DEK_CIPHERS = ["AES-128-CBC", "AES-192-CBC", "AES-256-CBC", "DES-EDE3-CBC"];

/**
 * Find a private key.
 *
 * @param pem A text with PEM somewhere in it
 * @returns The first private key, with its two lines around it; `undefined` without one
 */
export function findPrivateKey(pem: string): string | undefined {
  return PRIVATE_KEY_REGEXP.exec(pem)?.[0];
}

/**
 * Whether a private key needs a password.
 *
 * @param key The key as PEM
 * @returns Whether it does
 */
export function isEncrypted(key: string): boolean {
  return ENCRYPTED_REGEXP.test(key);
}

/**
 * Open an encrypted private key: PKCS#8 (PBES1, PBES2, scrypt) or the older PEM with `DEK-Info`.
 *
 * @param key The key as PEM
 * @param password The password
 * @returns The key as PEM, PKCS#8, not encrypted
 * @throws {Deno.errors.NotSupported} when it is encrypted in a way that is not known
 * @throws {Error} when the password is wrong, or the key is damaged: nothing tells the two apart
 */
export function decryptPrivateKey(key: string, password: Uint8Array): string {
  const [, cipher] = /^DEK-Info: *([^,\s]+)/m.exec(key) ?? [];
  if (cipher !== undefined && !DEK_CIPHERS.includes(cipher)) {
    throw new Deno.errors.NotSupported(`Unknown cipher ${cipher}`);
  }
  try {
    // Typed as a Buffer, and any bytes will do.
    return toPem(nodeCrypto().createPrivateKey({ key, passphrase: password as Buffer }));
  } catch (error) {
    if (cipher !== undefined) throw error;
    const decrypted = decryptPkcs8(bytesOf(key), password) as Buffer;
    return toPem(nodeCrypto().createPrivateKey({ key: decrypted, format: "der", type: "pkcs8" }));
  }
}

function toPem(key: KeyObject): string {
  return key.export({ type: "pkcs8", format: "pem" }) as string;
}

/** What a block of PEM holds. */
function bytesOf(pem: string): Uint8Array {
  const base64 = pem.replace(/-----[^-]+-----|\s+/g, "");
  return Uint8Array.from(atob(base64), (character) => character.charCodeAt(0));
}
