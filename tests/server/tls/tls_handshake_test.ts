import { assert, assertEquals, assertRejects } from "@std/assert";
import {
  HTTPSServer,
  StreamRequestHandler,
  ThreadingHTTPSServer,
  TimeoutError,
} from "../../../mod.ts";
import { join, latin1, noise, textOf } from "../../helpers/bytes.ts";
import { CapturedStderr } from "../../helpers/capture_stderr.ts";
import { certificate } from "../../helpers/certificates.ts";
import { eventually } from "../../helpers/eventually.ts";
import { parseAnswer, RawClient } from "../../helpers/raw_client.ts";
import { COUNTS_FILES, openFiles } from "../../helpers/resources.ts";
import { connectTls, readToEnd, requestTls, send } from "../../helpers/tls_client.ts";
import { Hello, LOCALHOST, serveHello, TlsTestServer } from "../../helpers/tls_servers.ts";

/** What is told of a client that does not speak TLS. */
const NOT_TLS = "plain HTTP, or something else that is not TLS, was sent";

const ALPN: [
  offered: string[] | undefined,
  supported: string[] | undefined,
  agreed: string | null,
][] = [
  [undefined, undefined, null],
  [["http/1.1"], undefined, "http/1.1"],
  [["h2", "http/1.1"], undefined, "http/1.1"],
  [["a", "b"], ["b", "a"], "b"],
  [["h2"], [], null],
];

for (const [offered, alpnProtocols, agreed] of ALPN) {
  const name = JSON.stringify([offered, alpnProtocols]);
  Deno.test(`HTTPSServer() agrees on ${agreed} when the two sides have ${name}`, async () => {
    await using server = await serveHello({ alpnProtocols });
    const { cert } = await certificate();
    const options = { port: server.serverPort, cert };
    const { conn, alpnProtocol } = await connectTls(
      offered === undefined ? options : { ...options, alpnProtocols: offered },
    );
    conn.close();
    assertEquals(alpnProtocol, agreed);
  });
}

Deno.test("HTTPSServer() turns away who speaks other protocols only", async () => {
  await using server = await serveHello();
  const { cert } = await certificate();
  const options = { port: server.serverPort, cert, alpnProtocols: ["h2"] };
  await assertRejects(() => connectTls(options));
  await eventually(() => assertEquals(server.handshakeErrors.length, 1));
});

Deno.test("HTTPSServer() answers plain HTTP with what to do", async () => {
  await using server = await serveHello();
  using client = await RawClient.connect(server.serverPort);
  await client.send("GET / HTTP/1.1\r\nHost: a\r\n\r\n");
  const answer = parseAnswer(await client.readToEnd());
  assertEquals([answer.status, answer.field("connection")], [400, "close"]);
  assertEquals(answer.text, "This port speaks HTTPS: the address has to begin with https://\n");
  assertEquals(answer.field("content-length"), `${answer.body.length}`);
  assertEquals(server.handshakeErrors, [NOT_TLS]);
  assertEquals(server.errors, []);
  const { cert } = await certificate();
  assertEquals((await requestTls({ port: server.serverPort, cert }, "/")).status, 200);
});

Deno.test("HTTPSServer() closes the connection of what is neither TLS nor HTTP", async () => {
  await using server = await serveHello();
  using client = await RawClient.connect(server.serverPort);
  await client.send("\0\x01\x02");
  assertEquals((await client.readToEnd()).length, 0);
  assertEquals(server.handshakeErrors, [NOT_TLS]);
});

Deno.test("HTTPSServer() survives whatever is sent as a handshake", async () => {
  await using server = await serveHello();
  const { cert } = await certificate();
  const record = (bytes: Uint8Array): Uint8Array =>
    join([latin1("\x16\x03\x01"), Uint8Array.of(bytes.length >> 8, bytes.length & 255), bytes]);
  const messages = [
    latin1("\x16"),
    latin1("\x16\x03\x01\xff\xff"),
    ...Array.from({ length: 50 }, (_, seed) => record(noise(seed * 7 + 1, seed + 1))),
    ...Array.from(
      { length: 50 },
      (_, seed) => record(join([latin1("\x01\x00\x00\x40\x03\x03"), noise(62, seed + 1)])),
    ),
  ];
  await Promise.all(messages.map(async (message, index) => {
    using client = await RawClient.connect(server.serverPort);
    await client.send(message);
    if (index % 2 === 0) await client.closeWrite();
    if (index % 4 === 0) await client.readToEnd().catch(() => {});
  }));
  assertEquals((await requestTls({ port: server.serverPort, cert }, "/")).text, "hello");
  assertEquals(server.errors, []);
});

Deno.test("handleHandshakeError() is told of a client that does not trust the certificate", async () => {
  await using server = await serveHello();
  const { cert } = await certificate("second");
  await assertRejects(() => connectTls({ port: server.serverPort, cert }), Deno.errors.InvalidData);
  await eventually(() => assertEquals(server.handshakeErrors.length, 1));
  assert(/^the client broke it off \(\w+\)$/.test(server.handshakeErrors[0]!));
  assertEquals(server.errors, []);
});

Deno.test("handleHandshakeError() is not told of a client that goes without a word", async () => {
  await using server = await serveHello();
  for (const message of ["", "\x16\x03\x01"]) {
    using client = await RawClient.connect(server.serverPort);
    await client.send(message);
    await client.closeWrite();
    await client.readToEnd();
  }
  assertEquals([server.handshakeErrors, server.errors], [[], []]);
});

Deno.test("handleHandshakeError() writes one line", async () => {
  using stderr = new CapturedStderr();
  const { cert, key } = await certificate();
  await using server = new ThreadingHTTPSServer(LOCALHOST, Hello, { cert, key });
  server.serveForever();
  using client = await RawClient.connect(server.serverPort);
  await client.send("GET / HTTP/1.1\r\n\r\n");
  await client.readToEnd();
  assertEquals(
    stderr.text,
    `TLS handshake with 127.0.0.1 failed: ${NOT_TLS}\n`,
  );
});

Deno.test("handshakeTimeout is the longest that a stalled client holds up HTTPSServer", async () => {
  const { cert, key } = await certificate();
  using _stderr = new CapturedStderr();
  await using server = new HTTPSServer(LOCALHOST, Hello, { cert, key, handshakeTimeout: 0.5 });
  server.serveForever();
  using _stalled = await RawClient.connect(server.serverPort);
  assertEquals((await requestTls({ port: server.serverPort, cert }, "/")).text, "hello");
});

Deno.test("handshakeTimeout ends handshakes that do not", async () => {
  for (const message of ["", "\x16", "\x16\x03\x01\x02\x00\x01"]) {
    await using server = await serveHello({ handshakeTimeout: 0.05 });
    using client = await RawClient.connect(server.serverPort);
    await client.send(message);
    assertEquals((await client.readToEnd()).length, 0);
    assertEquals(server.handshakeErrors, ["it took more than 0.05 s"]);
  }
});

Deno.test("handshakeTimeout does not end connections that wait for a request", async () => {
  // Enough for a handshake when the machine has other things to do.
  await using server = await serveHello({ handshakeTimeout: 1 });
  const { cert } = await certificate();
  const { conn } = await connectTls({ port: server.serverPort, cert });
  // A stalled one that begins later has timed out: so would this one have.
  using stalled = await RawClient.connect(server.serverPort);
  await stalled.readToEnd();
  await send(conn, "GET / HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n");
  assert(textOf(await readToEnd(conn)).endsWith("hello"));
  conn.close();
});

Deno.test("ThreadingHTTPSServer() serves others while 50 handshakes are stalled", async () => {
  await using server = await serveHello({ handshakeTimeout: 3600 });
  const { cert } = await certificate();
  const stalled = await Promise.all(
    Array.from({ length: 50 }, () => RawClient.connect(server.serverPort)),
  );
  await Promise.all(stalled.map((client) => client.send("\x16\x03\x01\x02")));
  const answers = await Promise.all(
    Array.from({ length: 20 }, () => requestTls({ port: server.serverPort, cert }, "/")),
  );
  assertEquals(answers.map(({ text }) => text), Array(20).fill("hello"));
  // Shutting down does not wait for them either.
  await server[Symbol.asyncDispose]();
  for (const client of stalled) {
    await client.readToEnd().catch(() => {});
    client[Symbol.dispose]();
  }
  assertEquals([server.handshakeErrors, server.errors], [[], []]);
});

Deno.test({
  name: "handshakeTimeout gives the sockets of stalled clients back while these stay",
  ignore: !COUNTS_FILES,
  async fn(): Promise<void> {
    await using server = await serveHello({ handshakeTimeout: 0.05 });
    const before = openFiles();
    const stalled = await Promise.all(
      Array.from({ length: 100 }, () => RawClient.connect(server.serverPort)),
    );
    await Promise.all(stalled.map((client) => client.readToEnd()));
    // Fewer, if some of those from before have been closed meanwhile.
    assert(openFiles() - before <= stalled.length);
    for (const client of stalled) client[Symbol.dispose]();
  },
});

/** Between a client and a server, to cut the connection where TLS does not expect it. */
class Relay implements AsyncDisposable {
  readonly #listener = Deno.listen({ hostname: "127.0.0.1", port: 0 });
  readonly #piped: Promise<unknown>;
  #client: Deno.Conn | undefined;
  #server: Deno.Conn | undefined;
  readonly port = this.#listener.addr.port;

  constructor(port: number) {
    this.#piped = this.#relay(port);
  }

  async #relay(port: number): Promise<void> {
    this.#client = await this.#listener.accept();
    this.#server = await Deno.connect({ hostname: "127.0.0.1", port });
    await Promise.allSettled([
      copy(this.#client, this.#server),
      copy(this.#server, this.#client),
    ]);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#listener.close();
    this.#client?.close();
    this.#server?.close();
    await this.#piped;
  }
}

async function copy(from: Deno.Conn, to: Deno.Conn): Promise<void> {
  const buffer = new Uint8Array(65536);
  for (let count; (count = await from.read(buffer)) !== null;) {
    await send(to, buffer.slice(0, count));
  }
}

Deno.test("rfile ends when the connection is cut without TLS's goodbye", async () => {
  const arrived = Promise.withResolvers<void>();
  const received = Promise.withResolvers<string>();
  class Reader extends StreamRequestHandler {
    override async handle(): Promise<void> {
      const line = textOf(await this.rfile.readline());
      arrived.resolve();
      received.resolve(line + textOf(await this.rfile.read()));
    }
  }
  const { cert, key } = await certificate();
  await using server = new TlsTestServer(LOCALHOST, Reader, { cert, key });
  server.serveForever();
  let client: Deno.TlsConn;
  {
    await using relay = new Relay(server.serverPort);
    client = (await connectTls({ port: relay.port, cert })).conn;
    await send(client, "one\ntwo");
    await arrived.promise;
  }
  assertEquals(await received.promise, "one\ntwo");
  client.close();
  assertEquals(server.errors, []);
});

Deno.test("timeout ends a connection whose peer does not read, and gives its socket back", async () => {
  const thrown = Promise.withResolvers<unknown>();
  class Flood extends StreamRequestHandler {
    override timeout = 0.1;

    override async handle(): Promise<void> {
      const bytes = new Uint8Array(262144);
      try {
        for (;;) await this.wfile.write(bytes);
      } catch (error) {
        thrown.resolve(error);
      }
    }
  }
  const { cert, key } = await certificate();
  await using server = new TlsTestServer(LOCALHOST, Flood, { cert, key });
  server.serveForever();
  const { conn } = await connectTls({ port: server.serverPort, cert });
  assert(await thrown.promise instanceof TimeoutError);
  await server[Symbol.asyncDispose]();
  conn.close();
});
