/**
 * Making certificates.
 *
 * @module
 */

import type { KeyPair } from "../../server/tls/certificate.ts";
import { loadPackage } from "../../server/node/load_package.ts";

/** How long a certificate is good for, in days: what all browsers accept. */
const LIFETIME = 397;

const DAY = 24 * 60 * 60 * 1000;

/** The key, and how the certificate is signed with it: ECDSA with P-256 and SHA-256. */
const KEY_ALGORITHM = { name: "ECDSA", namedCurve: "P-256" };
const SIGNING_ALGORITHM = { name: "ECDSA", hash: "SHA-256" };

/** The library, and what it wants to be loaded before it. */
const X509 = "npm:@peculiar/x509@2.2.0";
const REFLECT = "npm:reflect-metadata@0.2.2";

/**
 * Make a certificate that is signed with its own key.
 *
 * @param names The host names and IP addresses that it is for
 * @returns The certificate and its key
 * @throws {TypeError} when the library for it cannot be loaded
 */
export async function makeCertificate(names: readonly string[]): Promise<KeyPair> {
  const x509 = await loadX509();
  const keys = await crypto.subtle.generateKey(KEY_ALGORITHM, true, ["sign", "verify"]);
  const now = Date.now();
  const certificate = await x509.X509CertificateGenerator.createSelfSigned({
    name: [{ CN: [names[0] ?? "localhost"] }],
    keys,
    signingAlgorithm: SIGNING_ALGORITHM,
    // Clocks differ.
    notBefore: new Date(now - DAY),
    notAfter: new Date(now + (LIFETIME - 1) * DAY),
    extensions: [
      new x509.BasicConstraintsExtension(false, undefined, true),
      new x509.KeyUsagesExtension(x509.KeyUsageFlags.digitalSignature, true),
      new x509.ExtendedKeyUsageExtension([x509.ExtendedKeyUsage.serverAuth]),
      new x509.SubjectAlternativeNameExtension(
        names.map((value) => ({ type: isAddress(value) ? "ip" as const : "dns" as const, value })),
      ),
    ],
  });
  const key = await crypto.subtle.exportKey("pkcs8", keys.privateKey);
  return {
    cert: `${certificate.toString("pem")}\n`,
    key: `${x509.PemConverter.encode(key, "PRIVATE KEY")}\n`,
  };
}

async function loadX509(): Promise<typeof import("npm:@peculiar/x509@2.2.0")> {
  try {
    await loadPackage<typeof import("npm:reflect-metadata@0.2.2")>(REFLECT);
    return await loadPackage(X509);
  } catch (cause) {
    const { message } = cause as Error;
    throw new TypeError(
      `Cannot make a certificate: ${message}; or make one yourself and pass it with --tls-cert`,
      { cause },
    );
  }
}

function isAddress(name: string): boolean {
  return /^[\d.]+$|:/.test(name);
}
