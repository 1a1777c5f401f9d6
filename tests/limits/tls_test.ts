import { assert, assertEquals } from "@std/assert";
import { latin1, textOf } from "../helpers/bytes.ts";
import { certificate } from "../helpers/certificates.ts";
import { QuietHandler } from "../helpers/quiet_handlers.ts";
import { RawClient } from "../helpers/raw_client.ts";
import { connectTls, readToEnd, requestTls, send } from "../helpers/tls_client.ts";
import { Hello, LOCALHOST, serveHello, TlsTestServer } from "../helpers/tls_servers.ts";

/** How much is sent after what is wrong, in bytes: more than the buffers of both sides hold. */
const MUCH = 32 * 1024 * 1024;

/** What is answered while its client is still sending. */
const ANSWERED_EARLY: readonly (readonly [status: number, head: string])[] = [
  [413, `POST / HTTP/1.1\r\nContent-Length: ${MUCH}\r\n\r\n`],
  [414, `GET /${"a".repeat(70_000)}`],
  [501, `BREW / HTTP/1.1\r\nContent-Length: ${MUCH}\r\n\r\n`],
];

for (const [status, head] of ANSWERED_EARLY) {
  Deno.test(`HTTPSServer lets ${status} reach a client that reads nothing before it has sent all`, async () => {
    const maxBodySize = status === 413 ? 1000 : Infinity;
    await using server = await serveHello({ limits: { maxBodySize } });
    const { cert } = await certificate();
    const { conn } = await connectTls({ port: server.serverPort, cert });
    await send(conn, head);
    const block = "a".repeat(1024 * 1024);
    for (let sent = 0; sent < MUCH; sent += block.length) await send(conn, block);
    assertEquals(textOf(await readToEnd(conn)).slice(9, 12), `${status}`);
    conn.close();
  });
}

Deno.test("HTTPSServer answers plain HTTP of a client that reads nothing before it has sent all", async () => {
  await using server = await serveHello();
  using client = await RawClient.connect(server.serverPort);
  await client.send(`POST / HTTP/1.1\r\nContent-Length: ${MUCH}\r\n\r\n`);
  const block = new Uint8Array(1024 * 1024);
  for (let sent = 0; sent < MUCH; sent += block.length) await client.send(block);
  assertEquals((await client.readAnswer()).status, 400);
  assertEquals(server.handshakeErrors.length, 1);
});

Deno.test("handshakeTimeout ends handshakes that come byte by byte", async () => {
  await using server = await serveHello({ limits: { handshakeTimeout: 0.3 } });
  using client = await RawClient.connect(server.serverPort);
  const hello = latin1("\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03".padEnd(500, "\0"));
  let next = 0;
  const timer = setInterval(() => {
    client.send(hello.subarray(next, ++next)).catch(() => {});
  }, 20);
  await client.readToEnd().catch(() => {});
  clearInterval(timer);
  assertEquals(server.handshakeErrors, ["it took more than 0.3 s"]);
});

Deno.test("maxConnections lets handshakes that do not go on make room for others", async () => {
  await using server = await serveHello({ limits: { maxConnections: 3 } });
  const { cert } = await certificate();
  const stalled: RawClient[] = [];
  for (let count = 0; count < 3; count++) {
    stalled.push(await RawClient.connect(server.serverPort));
    await stalled[count]!.send("\x16\x03\x01");
  }
  for (let turn = 0; turn < 5; turn++) {
    const { status } = await requestTls({ port: server.serverPort, cert }, "/");
    assertEquals(status, 200);
  }
  for (const client of stalled) client[Symbol.dispose]();
});

Deno.test("maxConnections answers one more with 503 over TLS", async () => {
  const gate = Promise.withResolvers<void>();
  const started = Promise.withResolvers<void>();
  class Handler extends Hello {
    async do_WAIT(): Promise<void> {
      started.resolve();
      await gate.promise;
      this.do_GET();
    }
  }
  const { cert, key } = await certificate();
  const limits = { maxConnections: 1 };
  await using server = new TlsTestServer(LOCALHOST, Handler, { cert, key, limits });
  server.serveForever();
  const { conn } = await connectTls({ port: server.serverPort, cert });
  await send(conn, "WAIT / HTTP/1.1\r\nConnection: close\r\n\r\n");
  await started.promise;
  assertEquals((await requestTls({ port: server.serverPort, cert }, "/")).status, 503);
  gate.resolve();
  assert(textOf(await readToEnd(conn)).endsWith("hello"));
  conn.close();
});

Deno.test("limits of time hold behind TLS", async () => {
  class Handler extends QuietHandler {
    override protocolVersion = "HTTP/1.1";

    async do_POST(): Promise<void> {
      this.answer(await this.rfile.read());
    }
  }
  const { cert, key } = await certificate();
  const limits = { headTimeout: 0.2, bodyTimeout: 0.2, idleTimeout: 0.2 };
  await using server = new TlsTestServer(LOCALHOST, Handler, { cert, key, limits });
  server.serveForever();
  for (
    const [message, status] of [
      ["", ""],
      ["POST / HT", "408"],
      ["POST / HTTP/1.1\r\nContent-Length: 9\r\n\r\nabc", "408"],
    ]
  ) {
    const { conn } = await connectTls({ port: server.serverPort, cert });
    if (message !== "") await send(conn, message!);
    assertEquals(textOf(await readToEnd(conn)).slice(9, 12), status);
    conn.close();
  }
  assertEquals(server.errors, []);
});
