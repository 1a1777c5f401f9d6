import { assert, assertEquals, assertGreater } from "@std/assert";
import { SimpleHTTPRequestHandler } from "../../mod.ts";
import { certificate } from "../helpers/certificates.ts";
import { eventually } from "../helpers/eventually.ts";
import { RawClient } from "../helpers/raw_client.ts";
import { serveWith } from "../helpers/servers.ts";
import { TempDir } from "../helpers/temp_dir.ts";
import { connectTls, readToEnd, send } from "../helpers/tls_client.ts";
import { TlsTestServer } from "../helpers/tls_servers.ts";

/** More than the buffers of both sides hold, in bytes. */
const SIZE = 64 * 1024 * 1024;

/** A file of nothing but zeros, which takes no space on the disk. */
function createLarge(directory: TempDir): void {
  Deno.createSync(directory.join("large")).close();
  Deno.truncateSync(directory.join("large"), SIZE);
}

/** Keeps what is logged. */
class Logging extends SimpleHTTPRequestHandler {
  static logged: string[] = [];

  override logMessage(format: string, ...args: unknown[]): void {
    Logging.logged.push([format, ...args].join(" "));
  }
}

Deno.test("writeTimeout ends an answer that its client does not take, with a line in the log", async () => {
  using directory = new TempDir();
  createLarge(directory);
  Logging.logged = [];
  await using server = serveWith(Logging, { directory: directory.path }, { writeTimeout: 0.2 });
  using client = await RawClient.connect(server.serverPort);
  await client.send("GET /large HTTP/1.1\r\n\r\n");
  using other = await RawClient.connect(server.serverPort);
  await other.send("GET /large HTTP/1.1\r\n\r\n");
  const timedOut = "Request timed out: %r TimeoutError: timed out";
  await eventually(() => {
    assertEquals(Logging.logged.filter((line) => line === timedOut).length, 2);
  });
  assertEquals(server.errors, []);
});

Deno.test("writeTimeout lets an answer pass that its client takes in sips", async () => {
  using directory = new TempDir();
  createLarge(directory);
  Logging.logged = [];
  await using server = serveWith(Logging, { directory: directory.path }, { writeTimeout: 0.5 });
  using client = await RawClient.connect(server.serverPort);
  await client.send("GET /large HTTP/1.1\r\nConnection: close\r\n\r\n");
  await client.readHead();
  let received = 0;
  for (let count = 0;; count++) {
    const bytes = await client.read();
    if (bytes === null) break;
    received += bytes.length;
    // All in all for longer than the timeout.
    if (count % 64 === 0) await new Promise((resolve) => setTimeout(resolve, 50));
  }
  assertEquals(received, SIZE);
});

Deno.test("writeTimeout counts what leaves over TLS", async () => {
  using directory = new TempDir();
  createLarge(directory);
  Logging.logged = [];
  const { cert, key } = await certificate();
  await using server = new TlsTestServer(["127.0.0.1", 0], Logging, {
    cert,
    key,
    handlerOptions: { directory: directory.path },
    limits: { writeTimeout: 0.5, minRate: 1_000_000 },
  });
  server.serveForever();
  const request = "GET /large HTTP/1.1\r\nConnection: close\r\n\r\n";
  const stalled = (await connectTls({ port: server.serverPort, cert })).conn;
  await send(stalled, request);
  const reading = (await connectTls({ port: server.serverPort, cert })).conn;
  await send(reading, request);
  assertGreater((await readToEnd(reading)).length, SIZE);
  await eventually(() => assertEquals(Logging.logged.length, 3));
  assert(Logging.logged[2]!.startsWith("Request timed out"));
  for (const conn of [stalled, reading]) conn.close();
});
