/**
 * CPython's `test_httpservers`: BaseHTTPSServerTestCase. The certificates and keys stand for those of
 * its directory `certdata`, by the same names; its keys are RSA as well, and encrypted by PBES2.
 *
 * @module
 */

import { assert, assertEquals, assertThrows } from "@std/assert";
import { CertificateError, HTTPSServer } from "../../mod.ts";
import { certificate, plainKey, RECORDED, writePair } from "../helpers/certificates.ts";
import { QuietHandler } from "../helpers/quiet_handlers.ts";
import { TempDir } from "../helpers/temp_dir.ts";
import { requestTls } from "../helpers/tls_client.ts";

/** CPython: `DummyRequestHandler`. */
class DummyRequestHandler extends QuietHandler {
  do_GET(): void {
    this.answer(new Uint8Array(0));
  }
}

const CERT = RECORDED.certificates["RSA"]!;
const KEY = plainKey("RSA");
const PROTECTED = RECORDED.encrypted.find(({ key }) => key === "RSA")!.pem;

/** What is in `certdata`. */
const FILES: Readonly<Record<string, string>> = {
  "keycert.pem": KEY + CERT,
  "ssl_cert.pem": CERT,
  "ssl_key.pem": KEY,
  "keycert.passwd.pem": PROTECTED + CERT,
  "ssl_key.passwd.pem": PROTECTED,
  "nullcert.pem": "",
  "badcert.pem":
    `${KEY}-----BEGIN CERTIFICATE-----\nMIICWDCCAcGgAwIBA\n-----END CERTIFICATE-----\n`,
};

type Certdata = readonly [certfile: string, keyfile: string | null, password: string | null];

/** Make a server of files in a directory. */
function makeServer(directory: TempDir, [certfile, keyfile, password]: Certdata): HTTPSServer {
  return new HTTPSServer(["127.0.0.1", 0], DummyRequestHandler, {
    certfile: directory.join(certfile),
    keyfile: keyfile === null ? undefined : directory.join(keyfile),
    password: password ?? undefined,
  });
}

function certdata(): TempDir {
  const directory = new TempDir();
  for (const [name, content] of Object.entries(FILES)) directory.write(name, content);
  return directory;
}

Deno.test("CPython BaseHTTPSServerTestCase.test_get", async () => {
  using directory = new TempDir();
  const { cert, key } = await certificate();
  const files = writePair(directory, { cert, key });
  await using server = new HTTPSServer(["127.0.0.1", 0], DummyRequestHandler, files);
  server.serveForever();
  assertEquals((await requestTls({ port: server.serverPort, cert }, "/")).status, 200);
});

const { password } = RECORDED;

const VALID: readonly Certdata[] = [
  ["keycert.pem", null, null],
  ["keycert.pem", "keycert.pem", null],
  ["keycert.passwd.pem", null, password],
  ["ssl_cert.pem", "ssl_key.passwd.pem", password],
];

for (const data of VALID) {
  Deno.test(`CPython BaseHTTPSServerTestCase.test_valid_certdata: ${data}`, async () => {
    using directory = certdata();
    const server = makeServer(directory, data);
    assert(server instanceof HTTPSServer);
    await server.serverClose();
  });
}

const INVALID: readonly Certdata[] = [
  ["badcert.pem", null, null],
  ["nullcert.pem", null, null],
  ["ssl_cert.pem", null, null],
  ["ssl_key.pem", null, null],
  ["ssl_key.pem", "ssl_cert.pem", null],
  ["keycert.passwd.pem", null, "badpass"],
  // CPython's list has this one as still to be done.
  ["keycert.passwd.pem", null, null],
];

for (const data of INVALID) {
  Deno.test(`CPython BaseHTTPSServerTestCase.test_invalid_certdata: ${data}`, () => {
    using directory = certdata();
    assertThrows(() => makeServer(directory, data), CertificateError);
  });
}
