/**
 * Certificates signed by nobody else: made when there is need, and kept, so that whoever has trusted
 * one is not asked again at the next start.
 *
 * @module
 */

import { CertificateError, CertificateFiles, type KeyPair } from "../../server/tls/certificate.ts";
import { nodeCrypto } from "../../server/node/node_builtins.ts";
import { makeCertificate } from "./make_certificate.ts";

/** The file in the directory. Only its owner may read it: it holds the key as well. */
const FILE_NAME = "self-signed.pem";

/** A certificate is not used if it ends within so many milliseconds: servers run for a while. */
const RESERVE = 90 * 24 * 60 * 60 * 1000;

/** A certificate, and what to know about it. */
export interface SelfSigned extends KeyPair {
  /** The SHA-256 hash of the certificate, as browsers show it. */
  readonly fingerprint: string;
}

/** What a certificate says. */
interface Content {
  readonly names: readonly string[];
  readonly end: Date;
  readonly fingerprint: string;
}

/**
 * Take the certificate that is kept in a directory, or make one and keep it there. One that has
 * less than 90 days left, or is not for all of the names, makes way for a new one.
 *
 * @param names The host names and IP addresses that it has to be for
 * @param directory The directory, which is made if need be; nothing is kept if undefined
 * @returns The certificate
 * @throws {CertificateError} when the file in the directory cannot be read or written
 * @throws {TypeError} when the library that makes certificates cannot be loaded
 */
export async function selfSigned(
  names: readonly string[],
  directory?: string,
): Promise<SelfSigned> {
  const file = directory === undefined ? undefined : `${directory}/${FILE_NAME}`;
  const kept = file === undefined ? undefined : load(file);
  if (kept !== undefined && isGood(kept, names)) return withFingerprint(kept);
  // Whoever has come by another of its names goes on doing so.
  const old = kept === undefined ? [] : contentOf(kept).names;
  const made = await makeCertificate([...new Set([...names, ...old])]);
  if (directory !== undefined) save(directory, made);
  return withFingerprint(made);
}

function load(file: string): KeyPair | undefined {
  try {
    const pair = new CertificateFiles(file).load();
    contentOf(pair);
    return pair;
  } catch (error) {
    // What is damaged is made anew.
    if (error instanceof CertificateError) return undefined;
    throw error;
  }
}

function save(directory: string, { cert, key }: KeyPair): void {
  const file = `${directory}/${FILE_NAME}`;
  const draft = `${file}.${crypto.randomUUID()}`;
  try {
    Deno.mkdirSync(directory, { recursive: true, mode: 0o700 });
    Deno.writeTextFileSync(draft, cert + key, { createNew: true, mode: 0o600 });
    Deno.renameSync(draft, file);
  } catch (cause) {
    if (cause instanceof Deno.errors.NotCapable) throw cause;
    const reason = cause instanceof Error ? cause.message : cause;
    throw new CertificateError(`Cannot keep the certificate: ${reason}`, { cause });
  }
}

function isGood(pair: KeyPair, names: readonly string[]): boolean {
  const content = contentOf(pair);
  return content.end.getTime() - Date.now() > RESERVE &&
    names.every((name) => content.names.includes(name));
}

function withFingerprint(pair: KeyPair): SelfSigned {
  return { ...pair, fingerprint: contentOf(pair).fingerprint };
}

function contentOf({ cert }: KeyPair): Content {
  const { subjectAltName = "", validTo, fingerprint256 } = new (nodeCrypto().X509Certificate)(cert);
  const names = subjectAltName.split(", ").map((name) => name.replace(/^(DNS|IP Address):/, ""));
  return { names: names.map(shorten), end: new Date(validTo), fingerprint: fingerprint256 };
}

/** An IPv6 address as it is written otherwise: `::1` for `0:0:0:0:0:0:0:1`. */
function shorten(name: string): string {
  return name.includes(":") ? new URL(`https://[${name}]`).hostname.slice(1, -1) : name;
}
