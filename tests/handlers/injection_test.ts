/**
 * Deviation 4: nothing that a handler sends can end a field or the head.
 *
 * @module
 */

import { assertEquals, assertMatch, assertThrows } from "@std/assert";
import { latin1Of } from "../helpers/bytes.ts";
import { handlerOver, MemoryStream } from "../helpers/memory_stream.ts";
import { QuietHandler } from "../helpers/quiet_handlers.ts";
import { exchange } from "../helpers/raw_client.ts";
import { serveDirectory, serveWith } from "../helpers/servers.ts";
import { TempDir } from "../helpers/temp_dir.ts";

/** What must not be in a head, alone and within other text. */
const UNSAFE = ["\r", "\n", "\0", "a\r\nInjected: yes", "a\nb", "a\rb", "a\0b", "\r\n\r\nbody"];

/** What ISO 8859-1 cannot hold. */
const NOT_LATIN1 = ["\u0100", "€", "😀", "\ud800"];

type Send = (handler: QuietHandler, text: string) => void;

/** Every way for text to get into a head. */
const WAYS: Readonly<Record<string, Send>> = {
  "sendHeader() in a name": (handler, text) => handler.sendHeader(text, "value"),
  "sendHeader() in a value": (handler, text) => handler.sendHeader("Name", text),
  "sendResponseOnly()": (handler, text) => handler.sendResponseOnly(200, text),
  "sendResponse()": (handler, text) => handler.sendResponse(200, text),
  "sendError()": (handler, text) => handler.sendError(400, text),
  "sendError() with a phrase of responses": (handler, text) => {
    handler.responses = new Map([[400, [text, ""]]]);
    handler.sendError(400);
  },
  "sendResponseOnly() with a phrase of responses": (handler, text) => {
    handler.responses = new Map([[200, [text, ""]]]);
    handler.sendResponseOnly(200);
  },
  "sendResponseOnly() with a protocolVersion": (handler, text) => {
    handler.protocolVersion = text;
    handler.sendResponseOnly(200);
  },
};

for (const [name, send] of Object.entries(WAYS)) {
  Deno.test(`BaseHTTPRequestHandler.${name} refuses what would change the head`, async () => {
    const stream = new MemoryStream();
    const handler = await handlerOver(QuietHandler, stream);
    handler.requestVersion = "HTTP/1.1";
    for (const text of UNSAFE) assertThrows(() => send(handler, text), TypeError, "Cannot send ");
    for (const text of NOT_LATIN1) {
      assertThrows(() => send(handler, text), RangeError, "Cannot send ");
    }
    await handler.finish();
    assertEquals(latin1Of(stream.written), "");
  });
}

Deno.test("BaseHTTPRequestHandler.sendHeader() takes all of ISO 8859-1 but what ends a line", async () => {
  const stream = new MemoryStream();
  const handler = await handlerOver(QuietHandler, stream);
  handler.requestVersion = "HTTP/1.1";
  const value = Array.from({ length: 256 }, (_, code) => String.fromCharCode(code)).join("")
    .replace(/[\0\r\n]/g, "");
  handler.sendHeader("X", value);
  handler.endHeaders();
  await handler.finish();
  assertEquals(latin1Of(stream.written), `X: ${value}\r\n\r\n`);
});

Deno.test("BaseHTTPRequestHandler sends nothing of an answer that would have been split", async () => {
  class Careless extends QuietHandler {
    do_GET(): void {
      this.sendResponse(200);
      this.sendHeader("X-Path", decodeURIComponent(this.path));
      this.endHeaders();
    }
  }
  await using server = serveWith(Careless);
  const target = "/%0d%0aSet-Cookie:%20a=b%0d%0a%0d%0a<script>";
  assertEquals(latin1Of(await exchange(server.serverPort, `GET ${target} HTTP/1.1\r\n\r\n`)), "");
  assertEquals(server.errors.length, 1);
});

/** Targets of a directory with line breaks in them, raw or encoded. */
const TARGETS = [
  "/dir%0d%0aX:y",
  "/./dir?%0d%0aX:y",
  "/dir?\rX:y",
  "/dir?\x0bX:\x85y",
  "/dir?\x1cX",
];

Deno.test("SimpleHTTPRequestHandler puts no line break of the target into a redirect", async () => {
  using directory = new TempDir();
  directory.mkdir("dir");
  directory.mkdir("dir\r\nX:y");
  await using server = serveDirectory(directory.path);
  for (const target of TARGETS) {
    const answer = latin1Of(await exchange(server.serverPort, `GET ${target} HTTP/1.1\r\n\r\n`));
    const [head] = answer.split("\r\n\r\n") as [string];
    for (const line of head.split(/[\r\n]+/)) assertMatch(line, /^(HTTP\/1\.1 |[A-Za-z-]+: |)/);
    assertEquals(/^X:/m.test(head), false, target);
  }
});

Deno.test("SimpleHTTPRequestHandler escapes the target and the names in a listing", async () => {
  using directory = new TempDir();
  const name = "<script>alert(1)<\\script>&\"'";
  directory.mkdir(name);
  directory.write(`${name}/${name}`, "");
  await using server = serveDirectory(directory.path);
  const target = `/${encodeURIComponent(name)}/?<script>#<script>`;
  const page = latin1Of(await exchange(server.serverPort, `GET ${target} HTTP/1.1\r\n\r\n`));
  assertEquals(page.includes("<script>"), false);
  const error = latin1Of(await exchange(server.serverPort, "<script> / HTTP/1.1\r\n\r\n"));
  assertEquals(error.split("\r\n\r\n")[1]!.includes("<script>"), false);
});
