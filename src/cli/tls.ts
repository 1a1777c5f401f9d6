/**
 * From the command's options to a certificate. Loaded only if there is to be one.
 *
 * @module
 */

import type { TLSOptions } from "../server/https_server.ts";
import { certificateNames } from "./tls/certificate_names.ts";
import { dataDirectory, dataDirectoryAdvice } from "./data_directory.ts";
import { printError } from "./output.ts";
import { messageOf, requireRead, requireWrite } from "./requirements.ts";
import { selfSigned } from "./tls/self_signed.ts";
import type { Settings } from "./settings.ts";

/**
 * What the servers need for TLS.
 *
 * @param settings The settings, with a certificate or the wish for one
 * @returns Options of the servers
 * @throws {CertificateError} when a certificate that was made cannot be kept
 * @throws {Deno.errors.NotCapable} when Deno does not permit to read or write a file
 */
export async function tlsOptions(settings: Settings): Promise<TLSOptions> {
  const { tlsCert, tlsKey, tlsPassword, tlsSelfSigned, bind } = settings;
  if (tlsSelfSigned !== undefined) return await makeOptions(tlsSelfSigned, bind);
  for (const path of [tlsCert, tlsKey]) {
    if (path !== undefined) requireRead(path);
  }
  return { certfile: tlsCert, keyfile: tlsKey, password: tlsPassword };
}

async function makeOptions(wanted: string, bind: readonly string[]): Promise<TLSOptions> {
  if (wanted !== "") {
    requireRead(wanted);
    requireWrite(wanted);
  }
  const directory = wanted === "" ? dataDirectory() : wanted;
  const { cert, key, fingerprint } = await selfSigned(certificateNames(bind), directory);
  if (directory === undefined) {
    const notice = messageOf(
      "The certificate is not kept, and is another one at the next start: name a directory with " +
        `--tls-self-signed=DIR, or ${dataDirectoryAdvice()}`,
    );
    printError(`${notice}\n`);
  }
  printError(`The certificate's SHA-256 fingerprint is ${fingerprint}\n`);
  return { cert, key };
}
