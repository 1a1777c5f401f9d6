/**
 * CPython's `test_httpservers`: BaseHTTPServerTestCase and HTTP09ServerTestCase.
 *
 * @module
 */

import { assert, assertEquals, assertStringIncludes } from "@std/assert";
import { HTTPStatus } from "../../mod.ts";
import { textOf, utf8 } from "../helpers/bytes.ts";
import { QuietHandler } from "../helpers/quiet_handlers.ts";
import { type Answer, parseAnswer, RawClient, request } from "../helpers/raw_client.ts";
import { serveWith } from "../helpers/servers.ts";

class Handler extends QuietHandler {
  override protocolVersion = "HTTP/1.1";
  override defaultRequestVersion = "HTTP/1.1";

  do_TEST(): void {
    this.#sendHead(HTTPStatus.NO_CONTENT, "close");
  }

  do_KEEP(): void {
    this.#sendHead(HTTPStatus.NO_CONTENT, "keep-alive");
  }

  do_KEYERROR(): void {
    this.sendError(999);
  }

  do_NOTFOUND(): void {
    this.sendError(HTTPStatus.NOT_FOUND);
  }

  do_EXPLAINERROR(): void {
    this.sendError(999, "Short Message", "This is a long \n explanation");
  }

  do_CUSTOM(): void {
    this.#sendHead(999, "close");
  }

  do_LATINONEHEADER(): void {
    this.sendResponse(999);
    this.sendHeader("X-Special", "Dängerous Mind");
    this.sendHeader("Connection", "close");
    this.endHeaders();
    this.wfile.write(utf8(this.headers.get("x-special-incoming", "")));
  }

  do_SEND_ERROR(): void {
    this.sendError(Number(this.path.slice(1)));
  }

  do_HEAD(): void {
    this.sendError(Number(this.path.slice(1)));
  }

  #sendHead(status: number | HTTPStatus, connection: string): void {
    this.sendResponse(status);
    this.sendHeader("Content-Type", "text/html");
    this.sendHeader("Connection", connection);
    this.endHeaders();
  }
}

/** Send a request line, two fields and an empty line; read until the server closes. */
async function send(line: string): Promise<Answer> {
  await using server = serveWith(Handler);
  using client = await RawClient.connect(server.serverPort);
  await client.send(`${line}\r\nHost: 127.0.0.1\r\nAccept-Encoding: identity\r\n\r\n`);
  return parseAnswer(await client.readToEnd());
}

/** What the client of CPython's tests sends after it was given another version, and the answer. */
const REQUEST_LINES: readonly (readonly [test: string, line: string, status: number])[] = [
  ["test_command", "GET / HTTP/1.1", 501],
  ["test_request_line_trimming", "XYZBOGUS / HTTP/1.1\n", 501],
  ["test_version_bogus", "GET / FUBAR", 400],
  ["test_version_digits", "GET / HTTP/9.9.9", 400],
  ["test_version_signs_and_underscores", "GET / HTTP/-9_9_9.+9_9_9", 400],
  ["test_major_version_number_too_long", "GET / HTTP/909876543210.0", 400],
  ["test_minor_version_number_too_long", "GET / HTTP/1.909876543210", 400],
  ["test_version_none_get", "GET / ", 501],
  ["test_version_none", "CUSTOM / ", 400],
  ["test_version_invalid", "GET / HTTP/9.9", 505],
  ["test_send_blank", " / ", 400],
  ["test_header_close", "GET / HTTP/1.1\r\nConnection: close", 501],
  ["test_header_keep_alive", "GET / HTTP/1.1\r\nConnection: keep-alive", 501],
  ["test_handler", "TEST / HTTP/1.1", 204],
  ["test_internal_key_error", "KEYERROR / HTTP/1.1", 999],
  ["test_return_custom_status", "CUSTOM / HTTP/1.1", 999],
];

for (const [test, line, status] of REQUEST_LINES) {
  Deno.test(`CPython BaseHTTPServerTestCase.${test}`, async () => {
    assertEquals((await send(line)).status, status);
  });
}

Deno.test("CPython BaseHTTPServerTestCase.test_return_header_keep_alive", async () => {
  await using server = serveWith(Handler);
  using client = await RawClient.connect(server.serverPort);
  const answer = await client.request("KEEP / HTTP/1.1\r\n\r\n");
  assertEquals(answer.field("Connection"), "keep-alive");
  assertEquals((await client.request("TEST / HTTP/1.1\r\n\r\n")).status, 204);
  assertEquals(await client.read(), null);
});

Deno.test("CPython BaseHTTPServerTestCase.test_return_explain_error", async () => {
  const answer = await send("EXPLAINERROR / HTTP/1.1");
  assertEquals(answer.status, 999);
  assert(Number(answer.field("Content-Length")) > 0);
});

Deno.test("CPython BaseHTTPServerTestCase.test_latin1_header", async () => {
  const answer = await send("LATINONEHEADER / HTTP/1.1\r\nX-Special-Incoming: Ärger mit Unicode");
  assertEquals(answer.field("X-Special"), "Dängerous Mind");
  assertEquals(answer.text, "Ärger mit Unicode");
});

Deno.test("CPython BaseHTTPServerTestCase.test_error_content_length", async () => {
  const answer = await send("NOTFOUND / HTTP/1.1");
  assertEquals(answer.status, 404);
  assertEquals(Number(answer.field("Content-Length")), answer.body.length);
});

Deno.test("CPython BaseHTTPServerTestCase.test_send_error", async () => {
  await using server = serveWith(Handler);
  for (const code of [204, 304, 102, 205, 101]) {
    const answer = await request(server.serverPort, `/${code}`, { method: "SEND_ERROR" });
    assertEquals(answer.status, code);
    assertNoBody(answer);
  }
});

Deno.test("CPython BaseHTTPServerTestCase.test_head_via_send_error", async () => {
  await using server = serveWith(Handler);
  const answer = await request(server.serverPort, "/200", { method: "HEAD" });
  assertEquals(answer.status, 200);
  assert(Number(answer.field("Content-Length")) > 0);
  assertStringIncludes(answer.field("Content-Type") ?? "", "text/html");
  assertEquals(answer.text, "");
  for (const code of [204, 304, 205, 101]) {
    const answer = await request(server.serverPort, `/${code}`, { method: "HEAD" });
    assertEquals(answer.status, code);
    assertNoBody(answer);
  }
});

function assertNoBody(answer: Answer): void {
  for (const name of ["Content-Length", "Content-Type", "Transfer-Encoding"]) {
    assertEquals(answer.field(name), undefined);
  }
  assertEquals(answer.text, "");
}

class OldHandler extends QuietHandler {
  do_GET(): void {
    this.wfile.write(utf8(`OK: here is ${this.path}\r\n`));
  }
}

Deno.test("CPython HTTP09ServerTestCase.test_simple_get", async () => {
  await using server = serveWith(OldHandler);
  using client = await RawClient.connect(server.serverPort);
  await client.send("GET /index.html\r\n");
  assertEquals(textOf(await client.readToEnd()), "OK: here is /index.html\r\n");
});

Deno.test("CPython HTTP09ServerTestCase.test_invalid_request", async () => {
  await using server = serveWith(OldHandler);
  using client = await RawClient.connect(server.serverPort);
  await client.send("POST /index.html\r\n");
  const answer = textOf(await client.readToEnd());
  assertStringIncludes(answer, "Bad HTTP/0.9 request type ('POST')");
});

Deno.test("CPython HTTP09ServerTestCase.test_single_request", async () => {
  await using server = serveWith(OldHandler);
  using client = await RawClient.connect(server.serverPort);
  await client.send("GET /foo.html\r\nGET /bar.html\r\n");
  assertEquals(textOf(await client.readToEnd()), "OK: here is /foo.html\r\n");
});
