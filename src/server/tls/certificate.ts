/**
 * Certificates and their keys: from files to what can be used, or to a sentence that says why it can't.
 *
 * @module
 */

import type { KeyObject } from "node:crypto";
import { repr } from "../../python/repr.ts";
import { decryptPrivateKey, findPrivateKey, isEncrypted } from "./encrypted_key.ts";
import { nodeCrypto } from "../node/node_builtins.ts";

/** A certificate as PEM (RFC 7468, section 5). */
const CERTIFICATE_REGEXP = /-----BEGIN CERTIFICATE-----[^]*?-----END CERTIFICATE-----/g;

/** What is wrong with a file that has something else in it. */
const MISSING = "there is none in the file";

/** The curves that rustls knows, by their names in OpenSSL. */
const CURVES = ["prime256v1", "secp384r1", "secp521r1"];

/**
 * The password of a private key, or a function that finds it out. Text is taken as UTF-8.
 *
 * @example Read it when it is needed
 * ```ts
 * import { BaseHTTPRequestHandler, HTTPSServer, type Password } from "@pyport/http-server";
 * import { assertEquals } from "@std/assert";
 *
 * const password: Password = () => Deno.readTextFileSync("password.txt").trim();
 * await using server = new HTTPSServer(["", 8443], BaseHTTPRequestHandler, {
 *   certfile: "cert.pem",
 *   password,
 *   bindAndActivate: false,
 * });
 * assertEquals(server.password, password);
 * ```
 */
export type Password = string | Uint8Array | (() => string | Uint8Array);

/** A certificate and its key, ready for use. */
export interface KeyPair {
  /** The chain of certificates, the server's own first, as PEM. */
  readonly cert: string;
  /** The private key of the first certificate, as PEM. */
  readonly key: string;
}

/**
 * A certificate or its private key cannot be used: the message says which, and why.
 *
 * CPython: `ssl.SSLError` and `OSError`, where `SSLContext.load_cert_chain` raises them.
 *
 * @example
 * ```ts
 * import { BaseHTTPRequestHandler, CertificateError, HTTPSServer } from "@pyport/http-server";
 * import { assertThrows } from "@std/assert";
 *
 * assertThrows(
 *   () => new HTTPSServer(["127.0.0.1", 0], BaseHTTPRequestHandler, { certfile: "no.pem" }),
 *   CertificateError,
 *   "Cannot use the certificate 'no.pem': there is no such file",
 * );
 * ```
 */
export class CertificateError extends Error {
  /** The name of the class. */
  override readonly name = "CertificateError";
}

/** A certificate in a file, with its key in the same file or in another one. */
export class CertificateFiles {
  readonly #certfile: string;
  readonly #keyfile: string;
  readonly #password: Password | undefined;

  /**
   * @param certfile The chain of certificates as PEM
   * @param keyfile The private key as PEM; `certfile` when omitted
   * @param password Opens the private key if it is encrypted
   */
  constructor(certfile: string, keyfile?: string, password?: Password) {
    this.#certfile = certfile;
    this.#keyfile = keyfile ?? certfile;
    this.#password = password;
  }

  /** What the two are called in messages. */
  get names(): KeyPair {
    const [cert, key] = [repr(this.#certfile), repr(this.#keyfile)];
    return { cert: `the certificate ${cert}`, key: `the private key in ${key}` };
  }

  /**
   * Read the files.
   *
   * CPython: `ssl.SSLContext.load_cert_chain`.
   *
   * @throws {CertificateError} when one cannot be read, or is not what it should be
   * @throws {Deno.errors.NotCapable} when Deno does not permit to read it
   */
  load(): KeyPair {
    const { names } = this;
    const certText = readFile(this.#certfile, names.cert);
    const cert = certText.match(CERTIFICATE_REGEXP)?.join("\n");
    if (cert === undefined) throw new CertificateError(`Cannot use ${names.cert}: ${MISSING}`);
    const keyText = this.#keyfile === this.#certfile
      ? certText
      : readFile(this.#keyfile, names.key);
    const key = findPrivateKey(keyText);
    if (key === undefined) throw new CertificateError(`Cannot use ${names.key}: ${MISSING}`);
    const pair = { cert, key: isEncrypted(key) ? this.#decrypt(key) : key };
    checkPair(pair, names);
    return pair;
  }

  /**
   * What changes when one of the files is replaced or written to.
   *
   * @returns `undefined` when one can be read only once, such as a pipe
   */
  version(): string | undefined {
    const versions = [this.#certfile, this.#keyfile].map(versionOf);
    return versions.includes(undefined) ? undefined : versions.join();
  }

  #decrypt(key: string): string {
    const prefix = `Cannot use ${this.names.key}`;
    if (this.#password === undefined) {
      throw new CertificateError(`${prefix}: it is encrypted, and there is no password`);
    }
    try {
      return decryptPrivateKey(key, bytesOf(this.#password));
    } catch (cause) {
      const reason = cause instanceof Deno.errors.NotSupported
        ? `it is encrypted in a way that is not known here (${cause.message})`
        : "the password is wrong, or the key is damaged";
      throw new CertificateError(`${prefix}: ${reason}`, { cause });
    }
  }
}

/**
 * Check that a certificate and a key belong together, and can be used. The handshakes would fail
 * otherwise, and nothing say so before.
 *
 * @param pair The two
 * @param names What they are called
 * @throws {CertificateError} when they don't, or can't
 */
export function checkPair({ cert, key }: KeyPair, names: KeyPair): void {
  const { createPrivateKey, X509Certificate } = nodeCrypto();
  const [certificate] = attempt(`${names.cert}: it is damaged`, () => {
    const certificates = cert.match(CERTIFICATE_REGEXP) ?? [];
    return certificates.map((pem) => new X509Certificate(pem));
  });
  if (certificate === undefined) {
    throw new CertificateError(`Cannot use ${names.cert}: it is damaged`);
  }
  const privateKey = attempt(`${names.key}: it is damaged`, () => createPrivateKey(key));
  if (!isUsable(privateKey)) {
    throw new CertificateError(
      `Cannot use ${names.key}: it is of a kind that Deno does not take, ` +
        "other than RSA, ECDSA with P-256, P-384 or P-521, and Ed25519",
    );
  }
  if (!certificate.checkPrivateKey(privateKey)) {
    throw new CertificateError(`Cannot use ${names.cert}: ${names.key} does not belong to it`);
  }
}

/** Whether rustls, which Deno has, can sign with a key. */
function isUsable({ asymmetricKeyType, asymmetricKeyDetails }: KeyObject): boolean {
  if (asymmetricKeyType !== "ec") return ["rsa", "ed25519"].includes(asymmetricKeyType ?? "");
  return CURVES.includes(asymmetricKeyDetails?.namedCurve ?? "");
}

function attempt<Value>(reason: string, action: () => Value): Value {
  try {
    return action();
  } catch (cause) {
    throw new CertificateError(`Cannot use ${reason}`, { cause });
  }
}

function readFile(path: string, what: string): string {
  try {
    return Deno.readTextFileSync(path);
  } catch (cause) {
    if (cause instanceof Deno.errors.NotCapable) throw cause;
    throw new CertificateError(`Cannot use ${what}: ${reasonOf(cause)}`, { cause });
  }
}

function reasonOf(error: unknown): string {
  if (error instanceof Deno.errors.NotFound) return "there is no such file";
  if (error instanceof Deno.errors.PermissionDenied) return "the system does not permit to read it";
  return `it cannot be read: ${error instanceof Error ? error.message : error}`;
}

function versionOf(path: string): string | undefined {
  try {
    const { isFile, mtime, size, ino, dev } = Deno.statSync(path);
    return isFile ? [mtime?.getTime(), size, ino, dev].join() : undefined;
  } catch {
    return "missing";
  }
}

function bytesOf(password: Password): Uint8Array {
  const value = typeof password === "function" ? password() : password;
  return typeof value === "string" ? new TextEncoder().encode(value) : value;
}
