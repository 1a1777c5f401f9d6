/**
 * Requests whose clients do not send what they should: each gets an answer that arrives, or the end of
 * its connection, and costs nobody anything.
 *
 * @module
 */

import { assert, assertEquals, assertMatch, assertRejects } from "@std/assert";
import { RequestError, type ServerLimits } from "../../mod.ts";
import { latin1Of, utf8 } from "../helpers/bytes.ts";
import { QuietHandler } from "../helpers/quiet_handlers.ts";
import { exchange, parseAnswer, RawClient } from "../helpers/raw_client.ts";
import { serveWith } from "../helpers/servers.ts";

class Handler extends QuietHandler {
  override protocolVersion = "HTTP/1.1";

  do_GET(): void {
    this.answer(utf8(this.path));
  }

  /** Read first and answer then, as most do. */
  async do_READ(): Promise<void> {
    this.answer(await this.rfile.read());
  }

  async do_LINES(): Promise<void> {
    while ((await this.rfile.readline()).length > 0);
    this.answer(utf8("lines"));
  }

  async do_STREAM(): Promise<void> {
    this.answer(new Uint8Array(await new Response(this.rfile.readable).arrayBuffer()));
  }

  /** Has begun a head when it begins to read. */
  async do_HASTY(): Promise<void> {
    this.sendResponse(200);
    this.sendHeader("X-Made", "in haste");
    await this.rfile.read();
    this.endHeaders();
  }

  /** Has answered in part when it begins to read. */
  async do_ECHO(): Promise<void> {
    this.sendResponse(200);
    this.sendHeader("Content-Length", 1000);
    this.endHeaders();
    for await (const bytes of this.rfile.readable) await this.wfile.write(bytes);
  }
}

const GET = "GET /next HTTP/1.1\r\n\r\n";

/** Bodies that are wrong. */
const CHUNKED: readonly string[] = [
  "x\r\nabc\r\n0\r\n\r\n",
  "3\nabc\r\n0\r\n\r\n",
  "3\r\nabcd\r\n0\r\n\r\n",
  "3\r\nabc\r\n0\r\nTransfer-Encoding: x\r\n\r\n",
  "-1\r\n\r\n",
];

for (const method of ["READ", "LINES", "STREAM", "HASTY"]) {
  for (const version of ["HTTP/1.1", "HTTP/1.1\r\nExpect: 100-continue"]) {
    const what = version.length > 8 ? " that was expected" : "";
    Deno.test(`BaseHTTPRequestHandler answers 400 when ${method} reads a malformed body${what}`, async () => {
      await using server = serveWith(Handler);
      for (const body of CHUNKED) {
        const head = `${method} / ${version}\r\nTransfer-Encoding: chunked\r\n\r\n`;
        const received = latin1Of(await exchange(server.serverPort, head + body + GET));
        const statuses = [...received.matchAll(/^HTTP\/1.1 (\d+)/gm)].map(([, code]) => code);
        assertEquals(statuses, what === "" ? ["400"] : ["100", "400"], received);
        assert(!received.includes("in haste"));
      }
      assertEquals(server.errors, []);
    });
  }

  Deno.test(`BaseHTTPRequestHandler answers 400 when ${method} reads a chunked body that was cut off`, async () => {
    await using server = serveWith(Handler);
    const head = `${method} / HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\n`;
    for (const body of ["", "5\r\nab", "5\r\nabcde\r\n", "5\r\nabcde\r\n0\r\n"]) {
      const answer = parseAnswer(await exchange(server.serverPort, head + body));
      assertEquals([answer.status, answer.reason], [400, "Chunked body ends early"], body);
    }
    assertEquals(server.errors, []);
  });
}

Deno.test("BaseHTTPRequestHandler breaks an answer off that had begun before a body was found to be wrong", async () => {
  await using server = serveWith(Handler);
  const message = "ECHO / HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nabc\r\nx\r\n";
  const received = latin1Of(await exchange(server.serverPort, message + GET));
  assertMatch(received, /^HTTP\/1.1 200 OK\r\n[^]*\r\n\r\nabc$/);
  assertEquals(server.errors, []);
});

Deno.test("BaseHTTPRequestHandler answers 400 and drops bodies when a subclass reads requests itself", async () => {
  class Looping extends Handler {
    override async handleOneRequest(): Promise<void> {
      this.rawRequestline = await this.rfile.readline();
      if (this.rawRequestline.length === 0) this.closeConnection = true;
      else if (await this.parseRequest()) {
        await (this.command === "GET" ? this.do_GET() : this.do_READ());
      }
    }
  }
  await using server = serveWith(Looping);
  const unread = `${GET.slice(0, -2)}Content-Length: ${GET.length}\r\n\r\n${GET}`;
  const wrong = "READ / HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\nx\r\n";
  const received = latin1Of(await exchange(server.serverPort, unread + wrong + GET));
  assertEquals([...received.matchAll(/HTTP\/1.1 (\d+) /g)].map(([, code]) => code), [
    "200",
    "400",
  ]);
  assertEquals(server.errors, []);
});

Deno.test("RequestError can be caught by a handler, which then answers as it likes", async () => {
  class Lenient extends Handler {
    override async do_READ(): Promise<void> {
      const error = await assertRejects(() => this.rfile.read(), RequestError);
      this.sendError(error.status, "So sorry");
    }
  }
  await using server = serveWith(Lenient);
  const message = "READ / HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\nx\r\n";
  const answer = parseAnswer(await exchange(server.serverPort, message));
  assertEquals([answer.status, answer.reason], [400, "So sorry"]);
});

/** What is too much, by limits, and its status. */
const TOO_MUCH: readonly (readonly [
  what: string,
  limits: Partial<ServerLimits>,
  message: string,
  status: number,
])[] = [
  ["a URI", { maxRequestLine: 100 }, `GET /${"a".repeat(100)} HTTP/1.1\r\n\r\n`, 414],
  ["a URI without an end", { maxRequestLine: 100 }, `GET /${"a".repeat(1000)}`, 414],
  ["many lines", { maxHeaderLines: 5 }, `GET / HTTP/1.1\r\n${"A: b\r\n".repeat(5)}\r\n`, 431],
  ["bytes", { maxHeaderBytes: 100 }, `GET / HTTP/1.1\r\n${"A: bbbbbbbb\r\n".repeat(9)}\r\n`, 431],
  ["a field", { maxHeaderBytes: 100 }, `GET / HTTP/1.1\r\nA: ${"b".repeat(200)}`, 431],
  ["an announced body", { maxBodySize: 9 }, "READ / HTTP/1.1\r\nContent-Length: 10\r\n\r\n", 413],
  ["an announced body that no handler reads", { maxBodySize: 9 }, announced("GET"), 413],
  ["any body", { maxBodySize: 0 }, "READ / HTTP/1.1\r\nContent-Length: 1\r\n\r\n", 413],
  [
    "a chunked body",
    { maxBodySize: 9 },
    "READ / HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nabcde\r\n5\r\nabcde\r\n",
    413,
  ],
];

function announced(method: string): string {
  return `${method} / HTTP/1.1\r\nContent-Length: 10\r\n\r\n`;
}

for (const [what, limits, message, status] of TOO_MUCH) {
  Deno.test(`limits let ${what} be answered with ${status} when it is too much`, async () => {
    await using server = serveWith(Handler, undefined, limits);
    for (const size of [message.length, 7]) {
      using client = await RawClient.connect(server.serverPort);
      for (let start = 0; start < message.length; start += size) {
        await client.send(message.slice(start, start + size));
      }
      const answer = await client.readAnswer();
      assertEquals([answer.status, answer.field("connection")], [status, "close"]);
      assertEquals(await client.read(), null);
    }
    assertEquals(server.errors, []);
  });
}

Deno.test("limits of size let pass what is as large as they are", async () => {
  const head = "READ / HTTP/1.1\r\nA: b\r\nContent-Length: 10\r\n\r\n";
  const [line, block] = ["READ / HTTP/1.1\r\n".length, head.length - "READ / HTTP/1.1\r\n".length];
  const limits = {
    maxRequestLine: line,
    maxHeaderLines: 3,
    maxHeaderBytes: block,
    maxBodySize: 10,
  };
  await using server = serveWith(Handler, undefined, limits);
  using client = await RawClient.connect(server.serverPort);
  for (let turn = 0; turn < 2; turn++) {
    assertEquals((await client.request(`${head}0123456789`)).text, "0123456789");
  }
});

Deno.test("maxBodySize is said before a client that asks sends the body", async () => {
  await using server = serveWith(Handler, undefined, { maxBodySize: 9 });
  using client = await RawClient.connect(server.serverPort);
  await client.send("READ / HTTP/1.1\r\nExpect: 100-continue\r\nContent-Length: 10\r\n\r\n");
  assertEquals((await client.readAnswer()).status, 413);
});

/** How much is sent after what is wrong, in bytes: more than the buffers of both sides hold. */
const MUCH = 32 * 1024 * 1024;

/** What is answered while its client is still sending. */
const ANSWERED_EARLY: readonly (readonly [status: number, head: string])[] = [
  [400, "READ / HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\nno chunk\r\n"],
  [413, `READ / HTTP/1.1\r\nContent-Length: ${MUCH}\r\n\r\n`],
  [414, `GET /${"a".repeat(70_000)}`],
  [431, `GET / HTTP/1.1\r\nA: ${"b".repeat(70_000)}`],
  [501, `BREW / HTTP/1.1\r\nContent-Length: ${MUCH}\r\n\r\n`],
];

for (const [status, head] of ANSWERED_EARLY) {
  Deno.test(`BaseHTTPRequestHandler lets ${status} reach a client that reads nothing before it has sent all`, async () => {
    const maxBodySize = status === 413 ? 1000 : Infinity;
    await using server = serveWith(Handler, undefined, { maxBodySize });
    using client = await RawClient.connect(server.serverPort);
    await client.send(head);
    const block = new Uint8Array(1024 * 1024).fill(0x61);
    for (let sent = 0; sent < MUCH; sent += block.length) await client.send(block);
    assertEquals((await client.readAnswer()).status, status);
    assertEquals(await client.read(), null);
  });
}

Deno.test("maxRequestsPerConnection ends a connection, and says so in the last answer", async () => {
  await using server = serveWith(Handler, undefined, { maxRequestsPerConnection: 3 });
  using client = await RawClient.connect(server.serverPort);
  await client.send(GET.repeat(10));
  const answers = [await client.readAnswer(), await client.readAnswer(), await client.readAnswer()];
  assertEquals(answers.map((answer) => answer.field("connection")), [
    undefined,
    undefined,
    "close",
  ]);
  assertEquals(await client.read(), null);
});

Deno.test("BaseHTTPRequestHandler does not let what is written after the end of an answer into the next one", async () => {
  class Late extends Handler {
    override do_GET(): void {
      super.do_GET();
      setTimeout(() => this.wfile.write(utf8("HTTP/1.1 200 Injected\r\n\r\n")), 0);
    }
  }
  await using server = serveWith(Late);
  using client = await RawClient.connect(server.serverPort);
  assertEquals((await client.request(GET)).text, "/next");
  await new Promise((resolve) => setTimeout(resolve, 0));
  await client.send(GET);
  const rest = latin1Of(await client.readToEnd().catch(() => new Uint8Array(0)));
  assert(!rest.includes("Injected"), rest);
});
