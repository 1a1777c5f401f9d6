/**
 * CPython's `test_httpservers`: BaseHTTPRequestHandlerTestCase.
 *
 * @module
 */

import { assert, assertEquals, assertStringIncludes } from "@std/assert";
import { BaseHTTPRequestHandler, HTTPStatus, SimpleHTTPRequestHandler } from "../../mod.ts";
import { latin1Of, utf8 } from "../helpers/bytes.ts";
import { CapturedStderr } from "../helpers/capture_stderr.ts";
import { handlerOver, MemoryStream } from "../helpers/memory_stream.ts";

const DATA = "<html><body>Data</body></html>\r\n";

class Handler extends SimpleHTTPRequestHandler {
  getCalled = false;

  override do_GET(): void {
    this.getCalled = true;
    this.sendResponse(HTTPStatus.OK);
    this.sendHeader("Content-Type", "text/html");
    this.endHeaders();
    this.wfile.write(utf8(DATA));
  }

  override logMessage(): void {}
}

class RejectingHandler extends Handler {
  override handleExpect100(): boolean {
    this.sendError(HTTPStatus.EXPECTATION_FAILED);
    return false;
  }
}

/** What CPython's `send_typical_request` gives: the handler afterwards, and the lines sent. */
interface Handled {
  readonly handler: Handler;
  readonly lines: readonly string[];
}

async function sendTypicalRequest(message: string, HandlerClass = Handler): Promise<Handled> {
  const stream = new MemoryStream(message);
  const handler = await handlerOver(HandlerClass, stream);
  await handler.handleOneRequest();
  return { handler, lines: latin1Of(stream.written).split(/(?<=\n)/) };
}

/** The head of an answer with status 200 that has each of the usual fields once, and the data. */
function assertUsualAnswer(lines: readonly string[]): void {
  assertEquals(lines[0], "HTTP/1.1 200 OK\r\n");
  assertUsualFields(lines);
  assertEquals(lines.at(-1), DATA);
}

function assertUsualFields(lines: readonly string[]): void {
  for (const name of ["Server: ", "Date: ", "Content-Type: "]) {
    assertEquals(lines.filter((line) => line.startsWith(name)).length, 1, name);
  }
}

const UNDERSTOOD: readonly (readonly [test: string, version: string, fields: string])[] = [
  ["test_http_1_1", "HTTP/1.1", ""],
  ["test_http_1_0", "HTTP/1.0", ""],
  ["test_with_continue_1_0", "HTTP/1.0", "Expect: 100-continue\r\n"],
  ["test_with_continue_1_1", "HTTP/1.1", "Expect: 100-continue\r\n"],
];

for (const [test, version, fields] of UNDERSTOOD) {
  Deno.test(`CPython BaseHTTPRequestHandlerTestCase.${test}`, async () => {
    const { handler, lines } = await sendTypicalRequest(`GET / ${version}\r\n${fields}\r\n`);
    const interim = test === "test_with_continue_1_1" ? ["HTTP/1.1 100 Continue\r\n", "\r\n"] : [];
    assertEquals(lines.slice(0, interim.length), interim);
    assertUsualAnswer(lines.slice(interim.length));
    assert(handler.getCalled);
    assertEquals(handler.requestline, `GET / ${version}`);
    assertEquals(handler.command, "GET");
    assertEquals(handler.path, "/");
    assertEquals(handler.requestVersion, version);
    assertEquals([...handler.headers], fields === "" ? [] : [["Expect", "100-continue"]]);
  });
}

Deno.test("CPython BaseHTTPRequestHandlerTestCase.test_http_0_9", async () => {
  const { handler, lines } = await sendTypicalRequest("GET / HTTP/0.9\r\n\r\n");
  assertEquals(lines, [DATA]);
  assert(handler.getCalled);
});

Deno.test("CPython BaseHTTPRequestHandlerTestCase.test_extra_space", async () => {
  const message = "GET /spaced out HTTP/1.1\r\nHost: dummy\r\n\r\n";
  const { handler, lines } = await sendTypicalRequest(message);
  assert(lines[0]!.startsWith("HTTP/1.1 400 "));
  assertUsualFields(lines.slice(1, lines.indexOf("\r\n")));
  assert(!handler.getCalled);
});

Deno.test("CPython BaseHTTPRequestHandlerTestCase.test_with_continue_rejected", async () => {
  const message = "GET / HTTP/1.1\r\nExpect: 100-continue\r\n\r\n";
  const { handler, lines } = await sendTypicalRequest(message, RejectingHandler);
  assertEquals(lines[0], "HTTP/1.1 417 Expectation Failed\r\n");
  assertUsualFields(lines);
  assert(!handler.getCalled);
  assertEquals(lines.filter((line) => line === "Connection: close\r\n").length, 1);
});

/** Too much of something, and the status line that says so. */
const TOO_MUCH: readonly (readonly [test: string, message: string, statusLine: string])[] = [
  ["test_request_length", `GET ${"x".repeat(65537)}`, "414 URI Too Long"],
  [
    "test_header_length",
    `GET / HTTP/1.1\r\nX-Foo: bar${"r".repeat(65537)}\r\n\r\n`,
    "431 Line too long",
  ],
  [
    "test_too_many_headers",
    `GET / HTTP/1.1\r\n${"X-Foo: bar\r\n".repeat(101)}\r\n`,
    "431 Too many headers",
  ],
];

for (const [test, message, statusLine] of TOO_MUCH) {
  Deno.test(`CPython BaseHTTPRequestHandlerTestCase.${test}`, async () => {
    const { handler, lines } = await sendTypicalRequest(message);
    assertEquals(lines[0], `HTTP/1.1 ${statusLine}\r\n`);
    assert(!handler.getCalled);
    assertEquals(handler.requestline, test === "test_request_length" ? "" : "GET / HTTP/1.1");
  });
}

Deno.test("CPython BaseHTTPRequestHandlerTestCase.test_html_escape_on_error", async () => {
  const { lines } = await sendTypicalRequest('<script>alert("hello")</script> / HTTP/1.1');
  assertStringIncludes(lines.join(""), '&lt;script&gt;alert("hello")&lt;/script&gt;');
});

/** CPython counts writes to `wfile`; ours has a buffer, so what counts is what the network sees. */
Deno.test("CPython BaseHTTPRequestHandlerTestCase.test_header_buffering_of_send_error", async () => {
  const stream = new MemoryStream();
  const handler = await handlerOver(Handler, stream);
  handler.requestVersion = "HTTP/1.1";
  handler.sendError(418);
  assertEquals(stream.writes.length, 0);
  await handler.wfile.flush();
  assertEquals(stream.writes.length, 1);
});

Deno.test(
  "CPython BaseHTTPRequestHandlerTestCase.test_header_buffering_of_send_response_only",
  async () => {
    const stream = new MemoryStream();
    const handler = await handlerOver(Handler, stream);
    handler.requestVersion = "HTTP/1.1";
    handler.sendResponseOnly(418);
    assertEquals(handler.wfile.written, 0);
    handler.endHeaders();
    await handler.wfile.flush();
    assertEquals(latin1Of(stream.written), "HTTP/1.1 418 I'm a Teapot\r\n\r\n");
    assertEquals(stream.writes.length, 1);
  },
);

Deno.test("CPython BaseHTTPRequestHandlerTestCase.test_header_buffering_of_send_header", async () => {
  const stream = new MemoryStream();
  const handler = await handlerOver(Handler, stream);
  handler.requestVersion = "HTTP/1.1";
  handler.sendHeader("Foo", "foo");
  handler.sendHeader("bar", "bar");
  assertEquals(handler.wfile.written, 0);
  handler.endHeaders();
  await handler.wfile.flush();
  assertEquals(latin1Of(stream.written), "Foo: foo\r\nbar: bar\r\n\r\n");
  assertEquals(stream.writes.length, 1);
});

Deno.test("CPython BaseHTTPRequestHandlerTestCase.test_header_unbuffered_when_continue", async () => {
  const { lines } = await sendTypicalRequest("GET / HTTP/1.1\r\nExpect: 100-continue\r\n\r\n");
  assertEquals(lines.slice(0, 3), ["HTTP/1.1 100 Continue\r\n", "\r\n", "HTTP/1.1 200 OK\r\n"]);
});

Deno.test("CPython BaseHTTPRequestHandlerTestCase.test_close_connection", async () => {
  for (const closeValues of [[true], [false, false, true]]) {
    class Counting extends Handler {
      override handleOneRequest(): Promise<void> {
        this.closeConnection = closeValues.shift()!;
        return Promise.resolve();
      }
    }
    const handler = await handlerOver(Counting, new MemoryStream());
    await handler.handle();
    assertEquals(closeValues, []);
  }
});

Deno.test("CPython BaseHTTPRequestHandlerTestCase.test_date_time_string", async () => {
  const handler = await handlerOver(Handler, new MemoryStream());
  const now = new Date();
  // ECMA-262, Date.prototype.toUTCString: the same form as RFC 9110, section 5.6.7
  assertEquals(handler.dateTimeString(now.getTime() / 1000), now.toUTCString());
});

Deno.test("CPython BaseHTTPRequestHandlerTestCase.test_unprintable_not_logged", async () => {
  const handler = await handlerOver(BaseHTTPRequestHandler, new MemoryStream());
  using stderr = new CapturedStderr();
  handler.logMessage("/foo");
  handler.logMessage("/\x1bbar\0\x1b");
  handler.logMessage("/spam %s.", "a");
  handler.logMessage("/spam %s.", "\x1b\x7f\x9f\xa0beans");
  handler.logMessage('"GET /foo\\b"ar\x07 HTTP/1.0"');
  const prefix = /^127\.0\.0\.1 - - \[\d\d\/[A-Z][a-z]{2}\/\d{4} \d\d:\d\d:\d\d\] /;
  assertEquals(stderr.text.split("\n").map((line) => line.replace(prefix, "")), [
    "/foo",
    "/\\x1bbar\\x00\\x1b",
    "/spam a.",
    "/spam \\x1b\\x7f\\x9f\xa0beans.",
    '"GET /foo\\\\b"ar\\x07 HTTP/1.0"',
    "",
  ]);
});
