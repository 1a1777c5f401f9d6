/**
 * Certificates for tests: one that is made afresh, and keys in all forms that OpenSSL writes.
 *
 * @module
 */

import { makeCertificate } from "../../src/cli/tls/make_certificate.ts";
import type { KeyPair } from "../../src/server/tls/certificate.ts";
import recorded from "../server/recorded/keys.json" with { type: "json" };
import type { TempDir } from "./temp_dir.ts";

/** A private key in one of its forms. */
export interface RecordedKey {
  /** Which form. */
  readonly form: string;
  /** Which key. */
  readonly key: string;
  /** The key as PEM. */
  readonly pem: string;
}

/** What `tools/record_keys.ts` has recorded. */
export const RECORDED: {
  /** The password of those that are encrypted. */
  readonly password: string;
  /** The certificates by the names of their keys. */
  readonly certificates: Readonly<Record<string, string>>;
  readonly plain: readonly RecordedKey[];
  readonly encrypted: readonly RecordedKey[];
} = recorded;

/** The key of a name in PKCS#8, not encrypted. */
export function plainKey(name: string): string {
  return RECORDED.plain.find(({ form, key }) => form === "PKCS#8" && key === name)!.pem;
}

const pairs = new Map<string, Promise<KeyPair>>();

/**
 * A certificate for localhost and 127.0.0.1, made once.
 *
 * @param name Tells one from others
 */
export function certificate(name = "first"): Promise<KeyPair> {
  let pair = pairs.get(name);
  if (pair === undefined) {
    pair = makeCertificate(["localhost", "127.0.0.1", `${name}.test`]);
    pairs.set(name, pair);
  }
  return pair;
}

/** A certificate in files. */
export interface PairFiles {
  readonly certfile: string;
  readonly keyfile: string;
}

/** Write a certificate and its key to files. */
export function writePair(directory: TempDir, { cert, key }: KeyPair): PairFiles {
  return {
    certfile: directory.write("cert.pem", cert),
    keyfile: directory.write("key.pem", key),
  };
}
