/**
 * The deviations from CPython that have no file of tests of their own; `docs/deviations.md` says where
 * the others are tested.
 *
 * @module
 */

import { assertEquals } from "@std/assert";
import { BaseHTTPRequestHandler, SimpleHTTPRequestHandler } from "../../mod.ts";
import { QuietFileHandler, QuietHandler } from "../helpers/quiet_handlers.ts";
import { handlerOver, MemoryStream } from "../helpers/memory_stream.ts";
import { exchange, get, parseAnswer } from "../helpers/raw_client.ts";
import { serveDirectory, serveWith } from "../helpers/servers.ts";
import { TempDir } from "../helpers/temp_dir.ts";

Deno.test("SimpleHTTPRequestHandler keeps connections, BaseHTTPRequestHandler does not (deviation 1)", async () => {
  const simple = await handlerOver(SimpleHTTPRequestHandler, new MemoryStream());
  const base = await handlerOver(BaseHTTPRequestHandler, new MemoryStream());
  assertEquals([simple.protocolVersion, base.protocolVersion], ["HTTP/1.1", "HTTP/1.0"]);
});

Deno.test("BaseHTTPRequestHandler names Deno as the system below (deviation 2)", async () => {
  using directory = new TempDir();
  await using server = serveDirectory(directory.path);
  const { field } = await get(server.serverPort, "/");
  assertEquals(field("Server"), `SimpleHTTP/0.6 Deno/${Deno.version.deno}`);
});

/** Files of types that CPython's table does not have, and what they are with it alone. */
const MORE_TYPES = [
  ["font.woff2", "font/woff2"],
  ["a.unheard-of", "application/octet-stream"],
  ["no-extension", "application/octet-stream"],
  ["calendar.ifb", "text/calendar"],
] as const;

for (const [name, type] of MORE_TYPES) {
  Deno.test(`SimpleHTTPRequestHandler.guessType() knows more types than CPython's table: ${name} (deviation 6)`, async () => {
    using directory = new TempDir();
    directory.write(name, "");
    await using server = serveDirectory(directory.path);
    assertEquals((await get(server.serverPort, `/${name}`)).field("Content-type"), type);
  });
}

Deno.test("SimpleHTTPRequestHandler with strictMediaTypes has CPython's table alone (deviation 6)", async () => {
  class Strict extends QuietFileHandler {
    override strictMediaTypes = true;
  }
  using directory = new TempDir();
  directory.write("calendar.ifb", "");
  directory.write("page.html", "");
  await using server = serveWith(Strict, { directory: directory.path });
  const typeOf = async (name: string): Promise<string | undefined> =>
    (await get(server.serverPort, `/${name}`)).field("Content-type");
  assertEquals(await typeOf("calendar.ifb"), "application/octet-stream");
  assertEquals(await typeOf("page.html"), "text/html");
});

Deno.test("HTTPServer.serverName is the address that was bound (deviation 9)", async () => {
  await using server = serveWith(QuietHandler);
  assertEquals([server.serverName, server.serverAddress[0]], ["127.0.0.1", "127.0.0.1"]);
});

Deno.test("BaseHTTPRequestHandler reads a header block on which Python's parser fails (deviation 10)", async () => {
  using directory = new TempDir();
  await using server = serveDirectory(directory.path);
  const type = "multipart/mixed; boundary*=\0''x";
  const request = `GET / HTTP/1.0\r\nContent-Type: ${type}\r\n\r\n`;
  assertEquals(parseAnswer(await exchange(server.serverPort, request)).status, 200);
});

Deno.test("StreamRequestHandler sends small writes at once, unless told otherwise (deviation 13)", async () => {
  class Nagle extends QuietHandler {
    override disableNagleAlgorithm = false;
  }
  const calls: boolean[] = [];
  class Stream extends MemoryStream {
    setNoDelay(noDelay: boolean): void {
      calls.push(noDelay);
    }
  }
  await handlerOver(QuietHandler, new Stream());
  assertEquals(calls, [true]);
  await handlerOver(Nagle, new Stream());
  assertEquals(calls, [true]);
});
