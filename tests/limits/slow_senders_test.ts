import { assertEquals, assertLess } from "@std/assert";
import { latin1, utf8 } from "../helpers/bytes.ts";
import { QuietHandler } from "../helpers/quiet_handlers.ts";
import { parseAnswer, RawClient } from "../helpers/raw_client.ts";
import { serveWith } from "../helpers/servers.ts";

/** How long clients have, in seconds. */
const TIMEOUT = 2;

/** The time between two bytes of a slow client, in milliseconds. */
const PAUSE = 400;

class Handler extends QuietHandler {
  override protocolVersion = "HTTP/1.1";

  do_GET(): void {
    this.answer(utf8(this.path));
  }

  async do_POST(): Promise<void> {
    this.answer(await this.rfile.read());
  }
}

const HEAD = "GET / HTTP/1.1\r\nHost: a\r\nUser-Agent: slow\r\nAccept: */*\r\n\r\n";
const POST = "POST / HTTP/1.1\r\nContent-Length: 1000\r\n\r\n";
const CHUNKED = "POST / HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\n";

/** What slow clients send at once, and then byte by byte. */
const KINDS: readonly (readonly [at: string, slowly: string])[] = [
  ["", HEAD.repeat(100)],
  ["GET / HTTP/1.1\r\n", "A: b\r\n".repeat(90)],
  [POST, "x".repeat(1000)],
  [CHUNKED, "1\r\nx\r\n".repeat(1000)],
];

/** A client that sends a byte now and then, until it is told off. Returns all that it got. */
async function dribble(port: number, [at, slowly]: readonly [string, string]): Promise<Uint8Array> {
  using client = await RawClient.connect(port);
  await client.send(at);
  let next = 0;
  const timer = setInterval(() => {
    client.send(latin1(slowly[next++ % slowly.length]!)).catch(() => {});
  }, PAUSE);
  try {
    return await client.readToEnd();
  } finally {
    clearInterval(timer);
  }
}

Deno.test("limits of time drop 1,000 clients that send byte by byte, while others are served", async () => {
  const limits = { headTimeout: TIMEOUT, bodyTimeout: TIMEOUT };
  await using server = serveWith(Handler, undefined, limits);
  const slow = Array.from(
    { length: 1000 },
    (_, index) => dribble(server.serverPort, KINDS[index % KINDS.length]!),
  );
  using client = await RawClient.connect(server.serverPort);
  for (let turn = 0; turn < 100; turn++) {
    assertEquals((await client.request("GET /fast HTTP/1.1\r\n\r\n")).text, "/fast");
  }
  for (const received of await Promise.all(slow)) {
    const answer = parseAnswer(received);
    assertEquals([answer.status, answer.field("connection")], [408, "close"]);
  }
  assertEquals(server.errors, []);
});

for (const [phase, end] of [["head", ""], ["body", "\r\n"]] as const) {
  Deno.test(`A server waits for the ${phase} of no more than 64 MiB of long heads`, async () => {
    const limits = { maxHeaderBytes: 262_144, headTimeout: 60, bodyTimeout: 60 };
    await using server = serveWith(Handler, undefined, limits);
    const line = `X: ${"x".repeat(65_000)}\r\n`;
    const head = utf8(`POST / HTTP/1.1\r\nContent-Length: 1\r\n${line.repeat(4)}${end}`);
    using clients = new DisposableStack();
    const connect = async (): Promise<RawClient> => {
      const client = clients.use(await RawClient.connect(server.serverPort));
      await client.send(head);
      return client;
    };
    const start = performance.now();
    const told = (await connect()).readHead();
    for (let count = 0; count < 280; count++) await connect();
    const last = await connect();
    // The oldest ones make room, before their time is over.
    assertEquals((await told).split("\r\n")[0], "HTTP/1.1 408 Request Timeout");
    assertLess(performance.now() - start, 50_000);
    await last.send(end === "" ? "\r\nx" : "x");
    assertEquals((await last.readAnswer()).status, 200);
    using client = await RawClient.connect(server.serverPort);
    assertEquals((await client.request("GET /fast HTTP/1.1\r\n\r\n")).text, "/fast");
  });
}

Deno.test("idleTimeout closes connections without a word when no request has begun", async () => {
  await using server = serveWith(Handler, undefined, { idleTimeout: 0.1 });
  using silent = await RawClient.connect(server.serverPort);
  using persistent = await RawClient.connect(server.serverPort);
  assertEquals((await persistent.request(HEAD)).status, 200);
  for (const client of [silent, persistent]) assertEquals(await client.read(), null);
});

Deno.test("limits of time do not count what the server takes", async () => {
  const gate = Promise.withResolvers<void>();
  class Slow extends Handler {
    override async do_POST(): Promise<void> {
      await gate.promise;
      await super.do_POST();
    }
  }
  const limits = { headTimeout: 0.05, bodyTimeout: 0.05, writeTimeout: 0.05, idleTimeout: 0.05 };
  await using server = serveWith(Slow, undefined, limits);
  using client = await RawClient.connect(server.serverPort);
  await client.send("POST / HTTP/1.1\r\nContent-Length: 4\r\n\r\nbody");
  // Others that did nothing for as long have been dropped meanwhile.
  for (let turn = 0; turn < 2; turn++) {
    using other = await RawClient.connect(server.serverPort);
    assertEquals(await other.read(), null);
  }
  gate.resolve();
  assertEquals((await client.readAnswer()).text, "body");
});

Deno.test("bodyTimeout lets a body pass that comes at minRate", async () => {
  // Half a second's worth of bytes every 20 ms or so.
  await using server = serveWith(Handler, undefined, { bodyTimeout: 0.5, minRate: 100 });
  using client = await RawClient.connect(server.serverPort);
  await client.send(POST);
  for (let sent = 0; sent < 1000; sent += 20) {
    await client.send("x".repeat(20));
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
  assertEquals((await client.readAnswer()).text.length, 1000);
});

Deno.test("limits of time leave no timer behind a server whose connections have ended", async () => {
  const server = serveWith(Handler, undefined, { idleTimeout: 0.02 });
  using client = await RawClient.connect(server.serverPort);
  assertEquals(await client.read(), null);
  await server[Symbol.asyncDispose]();
});
