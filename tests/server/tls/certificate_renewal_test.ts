import { assert, assertEquals, assertRejects } from "@std/assert";
import { CertificateError, HTTPSServer } from "../../../mod.ts";
import { textOf } from "../../helpers/bytes.ts";
import { CapturedStderr } from "../../helpers/capture_stderr.ts";
import { certificate, RECORDED, writePair } from "../../helpers/certificates.ts";
import { eventually } from "../../helpers/eventually.ts";
import { TempDir } from "../../helpers/temp_dir.ts";
import { connectTls, readToEnd, send } from "../../helpers/tls_client.ts";
import { Hello, LOCALHOST, TlsTestServer } from "../../helpers/tls_servers.ts";

/** Connect to whoever has that certificate. */
async function reach(port: number, name: string): Promise<Deno.TlsConn> {
  const { cert } = await certificate(name);
  return (await connectTls({ port, cert })).conn;
}

Deno.test("reloadInterval lets renewed files be used, and leaves connections alone", async () => {
  using directory = new TempDir();
  const files = writePair(directory, await certificate("first"));
  await using server = new TlsTestServer(LOCALHOST, Hello, { ...files, reloadInterval: 0.01 });
  server.serveForever();
  const port = server.serverPort;
  const before = await reach(port, "first");
  writePair(directory, await certificate("second"));
  (await eventually(() => reach(port, "second"))).close();
  await assertRejects(() => reach(port, "first"));
  await send(before, "GET / HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n");
  assert(textOf(await readToEnd(before)).endsWith("hello"));
  before.close();
  assertEquals([server.errors, server.reloadErrors], [[], []]);
});

Deno.test("reloadInterval refuses no connection while certificates change", async () => {
  using directory = new TempDir();
  const files = writePair(directory, await certificate("first"));
  await using server = new TlsTestServer(LOCALHOST, Hello, { ...files, reloadInterval: 0.01 });
  server.serveForever();
  const certs = [(await certificate("first")).cert, (await certificate("second")).cert];
  for (const name of ["second", "first", "second"]) {
    writePair(directory, await certificate(name));
    const answers = Array.from({ length: 30 }, async () => {
      const client = Deno.createHttpClient({ caCerts: certs, poolMaxIdlePerHost: 0 });
      const answer = await fetch(`https://127.0.0.1:${server.serverPort}/`, { client });
      const text = await answer.text();
      client.close();
      return text;
    });
    assertEquals(await Promise.all(answers), Array(30).fill("hello"));
    (await eventually(() => reach(server.serverPort, name))).close();
  }
});

Deno.test("reloadInterval finds files that were renamed into place", async () => {
  using directory = new TempDir();
  const files = writePair(directory, await certificate("first"));
  await using server = new TlsTestServer(LOCALHOST, Hello, { ...files, reloadInterval: 0.01 });
  server.serveForever();
  const { cert, key } = await certificate("second");
  Deno.renameSync(directory.write("new.key", key), files.keyfile);
  Deno.renameSync(directory.write("new.cert", cert), files.certfile);
  (await eventually(() => reach(server.serverPort, "second"))).close();
});

Deno.test("reloadInterval keeps the certificate when the new files cannot be used", async (t) => {
  using directory = new TempDir();
  const { cert, key } = await certificate("first");
  const files = writePair(directory, { cert, key });
  await using server = new TlsTestServer(LOCALHOST, Hello, { ...files, reloadInterval: 0.01 });
  server.serveForever();
  const broken: [what: string, change: () => void, message: RegExp][] = [
    ["empty", () => Deno.writeTextFileSync(files.certfile, ""), /there is none in the file$/],
    [
      "of two kinds",
      () => writePair(directory, { cert: RECORDED.certificates["RSA"]!, key }),
      /does not belong to it$/,
    ],
    ["gone", () => Deno.removeSync(files.keyfile), /there is no such file$/],
  ];
  for (const [what, change, message] of broken) {
    await t.step(what, async () => {
      server.reloadErrors.length = 0;
      change();
      await eventually(() => assertEquals(server.reloadErrors.length, 1));
      assert(message.test(server.reloadErrors[0]!), server.reloadErrors[0]);
      (await reach(server.serverPort, "first")).close();
    });
  }
  writePair(directory, await certificate("second"));
  (await eventually(() => reach(server.serverPort, "second"))).close();
});

Deno.test("handleReloadError() writes one line", async () => {
  using stderr = new CapturedStderr();
  const { cert, key } = await certificate();
  const server = new HTTPSServer(LOCALHOST, Hello, { cert, key, bindAndActivate: false });
  server.handleReloadError(new CertificateError("Cannot use it"));
  assertEquals(stderr.text, "Cannot use it; the certificate from before stays in use\n");
});
