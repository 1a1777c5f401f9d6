/**
 * Opening encrypted PKCS#8 keys of the kinds that Deno's `node:crypto` refuses: those that OpenSSL
 * wrote up to version 1.0, and what Java and Windows export. The ciphers and hashes themselves are
 * those of `node:crypto`. A library could only be loaded asynchronously, and the constructor of a
 * server, which is to throw when a key cannot be opened, is not asynchronous.
 *
 * @module
 */

import { concat } from "../../http/concat.ts";
import { DerReader, Tag } from "./der.ts";
import { nodeCrypto } from "../node/node_builtins.ts";

/** A cipher of `node:crypto`. */
interface Cipher {
  /** Its name there. */
  readonly name: string;
  /** The length of its key in bytes. */
  readonly keyLength: number;
  /** How often the key is repeated: DES is triple DES with one key thrice. */
  readonly repeat?: number;
}

const DES: Cipher = { name: "des-ede3-cbc", keyLength: 8, repeat: 3 };
const TRIPLE_DES: Cipher = { name: "des-ede3-cbc", keyLength: 24 };

/** The ciphers of PBES2 (RFC 8018, appendix B.2). */
const CIPHERS: Readonly<Record<string, Cipher>> = {
  "1.3.14.3.2.7": DES,
  "1.2.840.113549.3.7": TRIPLE_DES,
  "2.16.840.1.101.3.4.1.2": { name: "aes-128-cbc", keyLength: 16 },
  // Deno has no such cipher: what it can open of these, `node:crypto` has opened.
  "2.16.840.1.101.3.4.1.22": { name: "aes-192-cbc", keyLength: 24 },
  "2.16.840.1.101.3.4.1.42": { name: "aes-256-cbc", keyLength: 32 },
};

/** The hashes of PBKDF2 (RFC 8018, appendix B.1.2). */
const HASHES: Readonly<Record<string, string>> = {
  "1.2.840.113549.2.7": "sha1",
  "1.2.840.113549.2.8": "sha224",
  "1.2.840.113549.2.9": "sha256",
  "1.2.840.113549.2.10": "sha384",
  "1.2.840.113549.2.11": "sha512",
};

/** PBES1 (RFC 8018, appendix A.3), of which only DES is still met. */
const PBES1_HASHES: Readonly<Record<string, string>> = {
  "1.2.840.113549.1.5.3": "md5",
  "1.2.840.113549.1.5.10": "sha1",
};

/** `pbeWithSHAAnd3-KeyTripleDES-CBC` (RFC 7292, appendix C) */
const PKCS12_TRIPLE_DES = "1.2.840.113549.1.12.1.3";

const PBES2 = "1.2.840.113549.1.5.13";
const PBKDF2 = "1.2.840.113549.1.5.12";
const SCRYPT = "1.3.6.1.4.1.11591.4.11";

/** The length of an initialization vector of DES in bytes. */
const DES_BLOCK = 8;

/** What `node:crypto` needs to decrypt. */
interface Secret {
  readonly cipher: Cipher;
  readonly key: Uint8Array;
  readonly iv: Uint8Array;
}

/**
 * Open an encrypted PKCS#8 key.
 *
 * @param der `EncryptedPrivateKeyInfo` (RFC 5958, section 3)
 * @param password The password
 * @returns `PrivateKeyInfo`, or nonsense when the password is wrong and the padding happens to fit
 * @throws {Deno.errors.NotSupported} when it is encrypted in a way that is not known
 * @throws {SyntaxError} when it is not of that form
 * @throws {Error} when the password is wrong
 */
export function decryptPkcs8(der: Uint8Array, password: Uint8Array): Uint8Array {
  const info = new DerReader(der).readSequence();
  const { cipher, key, iv } = secretOf(info.readSequence(), password);
  const repeated = Array.from({ length: cipher.repeat ?? 1 }, () => key);
  const { createDecipheriv } = nodeCrypto();
  const decipher = createDecipheriv(cipher.name, concat(repeated), iv);
  return concat([decipher.update(info.read(Tag.OCTET_STRING)), decipher.final()]);
}

function secretOf(algorithm: DerReader, password: Uint8Array): Secret {
  const id = algorithm.readObjectIdentifier();
  const parameters = algorithm.readSequence();
  if (id === PBES2) return pbes2(parameters, password);
  const salt = parameters.read(Tag.OCTET_STRING);
  const iterations = parameters.readInteger();
  if (id === PKCS12_TRIPLE_DES) {
    const derive = (purpose: number, length: number): Uint8Array =>
      pkcs12Key(password, salt, iterations, purpose, length);
    const { keyLength } = TRIPLE_DES;
    return { cipher: TRIPLE_DES, key: derive(1, keyLength), iv: derive(2, DES_BLOCK) };
  }
  // PBKDF1 (RFC 8018, section 5.1)
  const derived = digestTimes(lookUp(PBES1_HASHES, id), concat([password, salt]), iterations);
  const { keyLength } = DES;
  return {
    cipher: DES,
    key: derived.subarray(0, keyLength),
    iv: derived.subarray(keyLength, keyLength + DES_BLOCK),
  };
}

/** RFC 8018, section 6.2 */
function pbes2(parameters: DerReader, password: Uint8Array): Secret {
  const derivation = parameters.readSequence();
  const derivationId = derivation.readObjectIdentifier();
  if (derivationId === SCRYPT) throw new Error("Node.js has tried the password");
  if (derivationId !== PBKDF2) throw unknown(derivationId);
  const pbkdf2 = derivation.readSequence();
  const salt = pbkdf2.read(Tag.OCTET_STRING);
  const iterations = pbkdf2.readInteger();
  if (pbkdf2.tag === Tag.INTEGER) pbkdf2.readInteger();
  // HMAC with SHA-1 is the default, which DER leaves out.
  const hash = pbkdf2.tag === undefined
    ? "sha1"
    : lookUp(HASHES, pbkdf2.readSequence().readObjectIdentifier());
  const encryption = parameters.readSequence();
  const cipher = lookUp(CIPHERS, encryption.readObjectIdentifier());
  const { pbkdf2Sync } = nodeCrypto();
  const key = pbkdf2Sync(password, salt, iterations, cipher.keyLength, hash);
  return { cipher, key, iv: encryption.read(Tag.OCTET_STRING) };
}

/**
 * RFC 7292, appendix B.2, with SHA-1.
 *
 * @param purpose 1 for a key, 2 for an initialization vector
 */
function pkcs12Key(
  password: Uint8Array,
  salt: Uint8Array,
  iterations: number,
  purpose: number,
  length: number,
): Uint8Array {
  const block = 64;
  const diversifier = new Uint8Array(block).fill(purpose);
  const blocks = concat([fill(salt, block), fill(bmpString(password), block)]);
  const key = new Uint8Array(length);
  for (let offset = 0;;) {
    const digest = digestTimes("sha1", concat([diversifier, blocks]), iterations);
    key.set(digest.subarray(0, length - offset), offset);
    offset += digest.length;
    if (offset >= length) return key;
    for (let start = 0; start < blocks.length; start += block) {
      addPlusOne(blocks.subarray(start, start + block), fill(digest, block));
    }
  }
}

/** Add a number and 1, big end first, and drop what does not fit. */
function addPlusOne(number: Uint8Array, addend: Uint8Array): void {
  let carry = 1;
  for (let index = number.length - 1; index >= 0; index--) {
    carry += number[index]! + addend[index]!;
    number[index] = carry;
    carry >>= 8;
  }
}

/** Repeat bytes until they fill whole blocks. */
function fill(bytes: Uint8Array, block: number): Uint8Array {
  const filled = new Uint8Array(Math.ceil(bytes.length / block) * block);
  return filled.map((_, index) => bytes[index % bytes.length]!);
}

/** A password as PKCS#12 wants it: UTF-16, big end first, with a zero behind it. */
function bmpString(password: Uint8Array): Uint8Array {
  const text = `${new TextDecoder().decode(password)}\0`;
  const units = Array.from({ length: text.length }, (_, index) => text.charCodeAt(index));
  return Uint8Array.from(units.flatMap((unit) => [unit >> 8, unit & 255]));
}

function digestTimes(hash: string, bytes: Uint8Array, times: number): Uint8Array {
  const { createHash } = nodeCrypto();
  let digest = bytes;
  for (let time = 0; time < times; time++) digest = createHash(hash).update(digest).digest();
  return digest;
}

function lookUp<Value>(table: Readonly<Record<string, Value>>, id: string): Value {
  const value = table[id];
  if (value === undefined) throw unknown(id);
  return value;
}

function unknown(id: string): Error {
  return new Deno.errors.NotSupported(`Unknown algorithm ${id}`);
}
