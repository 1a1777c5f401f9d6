/**
 * Deviation 3: what a handler leaves of a body is never taken for a request.
 *
 * @module
 */

import { assertEquals } from "@std/assert";
import { latin1Of, utf8 } from "../helpers/bytes.ts";
import { QuietHandler } from "../helpers/quiet_handlers.ts";
import { exchange, RawClient } from "../helpers/raw_client.ts";
import { serveWith } from "../helpers/servers.ts";

/** Answers without a look at the body, or after a look at its beginning. */
class Handler extends QuietHandler {
  override protocolVersion = "HTTP/1.1";

  do_GET(): void {
    this.answer(utf8(this.path));
  }

  do_POST(): void {
    this.answer(utf8(this.path));
  }

  async do_LINE(): Promise<void> {
    this.answer(await this.rfile.readline());
  }

  async do_READ(): Promise<void> {
    this.answer(await this.rfile.read());
  }

  do_REFUSE(): void {
    this.sendError(400);
  }
}

const SMUGGLED = "GET /smuggled HTTP/1.1\r\n\r\n";
const NEXT = "GET /next HTTP/1.1\r\n\r\n";

/** A body of a length that looks like requests from beginning to end. */
function bodyOf(length: number): string {
  return SMUGGLED.repeat(Math.ceil(length / SMUGGLED.length)).slice(0, length);
}

function chunked(length: number, size = 1000): string {
  let body = "";
  for (let left = length; left > 0; left -= size) {
    const chunk = bodyOf(Math.min(left, size));
    body += `${chunk.length.toString(16)}\r\n${chunk}\r\n`;
  }
  return `${body}0\r\nX: ${SMUGGLED.slice(0, 10)}\r\n\r\n`;
}

/** The bodies of all answers that came back. */
function bodiesOf(bytes: Uint8Array): string[] {
  const bodies: string[] = [];
  for (let rest = latin1Of(bytes); rest !== "";) {
    const end = rest.indexOf("\r\n\r\n") + 4;
    const length = Number(/\r\nContent-Length: (\d+)\r\n/.exec(rest.slice(0, end))![1]);
    bodies.push(rest.slice(end, end + length));
    rest = rest.slice(end + length);
  }
  return bodies;
}

/** How a body is announced, the body, and whether the connection goes on behind it. */
const BODIES: readonly (readonly [
  what: string,
  fields: string,
  body: string,
  goesOn: boolean,
])[] = [
  ["no body", "", "", true],
  ["a length of 0", "Content-Length: 0", "", true],
  ["a small body", "Content-Length: 100", bodyOf(100), true],
  ["a body of 64 KiB", "Content-Length: 65536", bodyOf(65536), true],
  ["a larger body", "Content-Length: 66000", bodyOf(66000), false],
  ["the same length twice", "Content-Length: 50\r\nContent-Length: 50", bodyOf(50), false],
  ["a list of equal lengths", "Content-Length: 50, 50", bodyOf(50), false],
  ["a small chunked body", "Transfer-Encoding: chunked", chunked(5000), true],
  ["a chunked body in capitals", "TRANSFER-ENCODING: CHUNKED", chunked(5000), true],
  ["a large chunked body", "Transfer-Encoding: chunked", chunked(100_000), false],
  ["two different lengths", "Content-Length: 5\r\nContent-Length: 50", bodyOf(50), false],
  ["a list of different lengths", "Content-Length: 5, 50", bodyOf(50), false],
  ["a negative length", "Content-Length: -1", bodyOf(50), false],
  ["a length with a plus", "Content-Length: +50", bodyOf(50), false],
  ["a length with an underscore", "Content-Length: 5_0", bodyOf(50), false],
  ["a hexadecimal length", "Content-Length: 0x32", bodyOf(50), false],
  ["an empty length", "Content-Length: ", bodyOf(50), false],
  ["a length beyond all numbers", `Content-Length: ${"9".repeat(40)}`, bodyOf(50), false],
  ["a length with other digits", "Content-Length: \xb2", bodyOf(50), false],
  [
    "a length beside chunks",
    "Content-Length: 5\r\nTransfer-Encoding: chunked",
    chunked(50),
    false,
  ],
  ["an unknown coding", "Transfer-Encoding: gzip", bodyOf(50), false],
  ["chunks within another coding", "Transfer-Encoding: gzip, chunked", chunked(50), false],
  ["chunks twice", "Transfer-Encoding: chunked\r\nTransfer-Encoding: chunked", chunked(50), false],
  ["a coding that looks like chunks", "Transfer-Encoding: xchunked", chunked(50), false],
  ["a coding behind a vertical tab", "Transfer-Encoding: \x0bchunked", chunked(50), false],
  ["a folded coding", "Transfer-Encoding:\r\n chunked", chunked(50), false],
  ["a malformed chunk", "Transfer-Encoding: chunked", `5\n${SMUGGLED}`, false],
  ["a chunk longer than its size", "Transfer-Encoding: chunked", `1\r\n${SMUGGLED}`, false],
];

for (const method of ["GET", "POST", "LINE"]) {
  Deno.test(`BaseHTTPRequestHandler answers nothing of a body that ${method} leaves unread`, async () => {
    await using server = serveWith(Handler);
    for (const [what, fields, body, goesOn] of BODIES) {
      const head = `${method} /first HTTP/1.1\r\n${fields === "" ? "" : `${fields}\r\n`}\r\n`;
      const [first, ...others] = bodiesOf(await exchangeAll(server.serverPort, head + body + NEXT));
      // A malformed chunk shows when it is read: then there is no answer at all.
      if (method !== "LINE") assertEquals(first, "/first", what);
      assertEquals(others, goesOn ? ["/next"] : [], `${method}: ${what}`);
    }
  });
}

/** Send it all, also where the server has stopped reading, and take what comes back. */
async function exchangeAll(port: number, message: string): Promise<Uint8Array> {
  using client = await RawClient.connect(port);
  const sent = client.send(message).then(() => client.closeWrite()).catch((error) => {
    if (!isDisconnection(error)) throw error;
  });
  const received = await client.readToEnd();
  await sent;
  return received;
}

function isDisconnection(error: unknown): boolean {
  return error instanceof Deno.errors.BrokenPipe || error instanceof Deno.errors.ConnectionReset;
}

Deno.test("BaseHTTPRequestHandler gives a method the body and no more", async () => {
  const bodies: readonly (readonly [fields: string, sent: string, body: string])[] = [
    ["Host: x", "", ""],
    ["Content-Length: 100000", bodyOf(100_000), bodyOf(100_000)],
    ["Transfer-Encoding: chunked", chunked(100_000), bodyOf(1000).repeat(100)],
    ["Expect: something\r\nTransfer-Encoding: chunked", chunked(50), bodyOf(50)],
  ];
  await using server = serveWith(Handler);
  for (const [fields, sent, body] of bodies) {
    const message = `READ / HTTP/1.1\r\n${fields}\r\n\r\n${sent}${NEXT}`;
    const [first, ...others] = bodiesOf(await exchange(server.serverPort, message));
    assertEquals([first === body, others], [true, ["/next"]], fields);
  }
});

Deno.test("BaseHTTPRequestHandler closes a connection whose body cannot be told from a request at once", async () => {
  await using server = serveWith(Handler);
  for (const [, fields, , goesOn] of BODIES) {
    if (goesOn || fields === "Transfer-Encoding: chunked") continue;
    using client = await RawClient.connect(server.serverPort);
    // Nothing of the body is sent: the server does not wait for it.
    await client.send(`POST / HTTP/1.1\r\n${fields}\r\n\r\n`);
    assertEquals((await client.readAnswer()).status, 200, fields);
    assertEquals(await client.read(), null, fields);
  }
});

Deno.test("BaseHTTPRequestHandler answers nothing behind a request of HTTP/1.0 or 0.9", async () => {
  await using server = serveWith(Handler);
  for (const [line, answered] of [["GET / HTTP/1.0\r\n", "/"], ["GET /\r\n", "/"]] as const) {
    const received = latin1Of(await exchangeAll(server.serverPort, `${line}\r\n${SMUGGLED}`));
    assertEquals(received.split("\r\n\r\n").at(-1), answered);
  }
});

Deno.test("BaseHTTPRequestHandler keeps an error within reach of a client that is still sending", async () => {
  await using server = serveWith(Handler);
  using client = await RawClient.connect(server.serverPort);
  await client.send(`REFUSE / HTTP/1.1\r\nContent-Length: 500000\r\n\r\n`);
  assertEquals((await client.readAnswer()).status, 400);
  // Closed at once, the connection would be reset by this, and its answer lost.
  await client.send(bodyOf(500_000));
  assertEquals(await client.read(), null);
});

Deno.test("BaseHTTPRequestHandler answers pipelined requests in order, however they arrive", async () => {
  const requests = Array.from({ length: 5 }, (_, index) => {
    const body = `body ${index}\n`;
    return `LINE /${index} HTTP/1.1\r\nContent-Length: ${body.length}\r\n\r\n${body}`;
  }).join("");
  await using server = serveWith(Handler);
  for (const size of [1, 7, 64, requests.length]) {
    using client = await RawClient.connect(server.serverPort);
    const received = client.readToEnd();
    for (let start = 0; start < requests.length; start += size) {
      await client.send(requests.slice(start, start + size));
    }
    await client.closeWrite();
    assertEquals(bodiesOf(await received), [0, 1, 2, 3, 4].map((index) => `body ${index}\n`));
  }
});
