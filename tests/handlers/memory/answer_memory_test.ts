/**
 * An answer that is remembered is the answer that would have been made.
 *
 * @module
 */

import { assertEquals, assertLess } from "@std/assert";
import {
  type Address,
  BaseHTTPRequestHandler,
  type Connection,
  SimpleHTTPRequestHandler,
  ThreadingHTTPServer,
} from "../../../mod.ts";
import { latin1Of } from "../../helpers/bytes.ts";
import { CapturedStderr } from "../../helpers/capture_stderr.ts";
import { LaterClock } from "../../helpers/later_clock.ts";
import { OpenedFiles } from "../../helpers/opened_files.ts";
import { exchange, RawClient } from "../../helpers/raw_client.ts";
import { usedMemory } from "../../helpers/resources.ts";
import { serveWith } from "../../helpers/servers.ts";
import { TempDir } from "../../helpers/temp_dir.ts";

const TIME = new Date("2021-01-01T00:00:00Z");
const DATE = TIME.toUTCString();
const EARLIER = new Date(TIME.getTime() - 1000).toUTCString();

/** With a method of its own, a handler makes each of its answers. */
class Forgetful extends SimpleHTTPRequestHandler {
  override do_GET(): void | Promise<void> {
    return super.do_GET();
  }
}

/** Header fields of a request for a file. */
const FIELDS = [
  ...["", "Host: x\r\n", "host:x\r\nAccept: */*\r\nX-Empty:\r\n", "X: \xe9\x80\r\n", "X: a\tb\r\n"],
  ...["Connection: close\r\n", "connection:CLOSE\r\n", "Connection: keep-alive\r\n"],
  ...["Connection: close\r\nConnection: keep-alive\r\n", "Connection: a, close\r\n"],
  ...["Connection: close \r\n", "Connection : close\r\n", "Connection:\r\n close\r\n"],
  ...[`If-Modified-Since: ${DATE}\r\n`, `if-modified-since:${DATE}\r\n`],
  ...[`If-Modified-Since: ${EARLIER}\r\n`, "If-Modified-Since: never\r\n"],
  ...[`If-Modified-Since: ${DATE}\r\nIf-None-Match: *\r\n`, `If-None-Match: "x"\r\n`],
  ...[`If-Modified-Since: ${EARLIER}\r\nIf-Modified-Since: ${DATE}\r\n`],
  ...[`If-Modified-Since:\r\n ${DATE}\r\n`, ` If-Modified-Since: ${DATE}\r\n`],
  ...[`X: y\rIf-Modified-Since: ${DATE}\r\n`, `no colon\r\nIf-Modified-Since: ${DATE}\r\n`],
  ...[`From x\r\nIf-Modified-Since: ${DATE}\r\n`, `: y\r\nIf-Modified-Since: ${DATE}\r\n`],
  ...[`X\xe9: y\r\nIf-Modified-Since: ${DATE}\r\n`, `X: y\nIf-Modified-Since: ${DATE}\r\n`],
  ...["Expect: 100-continue\r\n", "Content-Length: 0\r\n", "Transfer-Encoding: gzip\r\n"],
  ...["X: y\r\n".repeat(64), "X: y\r\n".repeat(99), "X: y\r\n".repeat(100)],
  `X: ${"y".repeat(20_000)}\r\n`,
  `X: ${"y".repeat(70_000)}\r\n`,
];

const HEADS = [
  ...FIELDS.flatMap((fields) => [
    `GET /file HTTP/1.1\r\n${fields}\r\n`,
    `GET /file HTTP/1.0\r\n${fields}\r\n`,
  ]),
  ...[
    ...["/other", "/empty", "//file", "/./file", "/%66ile", "/file?", "/file?x=y", "/file#x"],
    ...["/file/", "/none", "/", "/dir", "/dir/", "/dir/index.html", "/FILE", "file", "/file\xa0"],
    ...["/file\x01", "/a/../file", "http://x/file", "/page.html", "/large"],
  ].map((target) => `GET ${target} HTTP/1.1\r\n\r\n`),
  ...["HEAD /file HTTP/1.1\r\n\r\n", "POST /file HTTP/1.1\r\n\r\n", "get /file HTTP/1.1\r\n\r\n"],
  ...["GET /file HTTP/1.1\n\n", "GET /file\r\n", "GET  /file HTTP/1.1\r\n\r\n"],
  ...["GET /file HTTP/1.2\r\n\r\n", "GET /file HTTP/2.0\r\n\r\n", "GET /file HTTP/1.10\r\n\r\n"],
  ...["\r\nGET /file HTTP/1.1\r\n\r\n", "GET /file HTTP/1.1\r\nHo", "GET /file HT", "GET"],
  "GET /file HTTP/1.1\r\nContent-Length: 25\r\n\r\nGET /other HTTP/1.1\r\n\r\n--",
];

function makeSite(): TempDir {
  const directory = new TempDir();
  directory.mkdir("dir");
  const files = {
    "file": "content",
    "other": "another content",
    "empty": "",
    "dir/index.html": "index",
    "page.html": "<p>",
    "large": "x".repeat(300_000),
  };
  for (const [name, content] of Object.entries(files)) directory.writeOld(name, content, TIME);
  return directory;
}

/** What differs from one run to the next. */
function mask(text: string): string {
  return text.replace(/(?<=\r\nDate: )[^\r]+|(?<=- - \[)[^\]]+/g, "now");
}

/** All that a server answers and logs. */
async function record(
  Handler: typeof SimpleHTTPRequestHandler,
  directory: string,
  messages: readonly string[],
): Promise<string[]> {
  using stderr = new CapturedStderr();
  await using server = serveWith(Handler, { directory });
  const answers: string[] = [];
  for (const message of messages) {
    const logged = stderr.text.length;
    const answer = latin1Of(await exchange(server.serverPort, message));
    answers.push(`${message}\n${mask(answer)}\n${mask(stderr.text.slice(logged))}`);
  }
  return answers;
}

Deno.test("SimpleHTTPRequestHandler remembers answers that are the same as those it makes", async () => {
  using directory = makeSite();
  using _clock = new LaterClock();
  // Twice to be remembered, twice to be recalled; and all on one connection.
  const messages = [1, 2, 3, 4].flatMap(() => HEADS);
  for (const head of HEADS) messages.push(head.repeat(5), `${HEADS[0]}${head}${HEADS[2]}`);
  const expected = await record(Forgetful, directory.path, messages);
  const actual = await record(SimpleHTTPRequestHandler, directory.path, messages);
  for (const [index, answer] of expected.entries()) {
    if (actual[index] !== answer) assertEquals(actual[index], answer);
  }
});

/** A server each of whose handlers after the first is given a method of its own. */
class PatchingServer extends ThreadingHTTPServer {
  directory = "";
  #connections = 0;

  override async finishRequest(request: Connection, clientAddress: Address): Promise<void> {
    const { directory } = this;
    const handler = new SimpleHTTPRequestHandler(request, clientAddress, this, { directory });
    if (++this.#connections > 3) handler.guessType = (): string => "text/patched";
    await handler.run();
  }
}

Deno.test("SimpleHTTPRequestHandler makes its answers when it was given a method of its own", async () => {
  using directory = makeSite();
  using _clock = new LaterClock();
  using _stderr = new CapturedStderr();
  await using server = new PatchingServer(["127.0.0.1", 0], BaseHTTPRequestHandler);
  server.directory = directory.path;
  server.serveForever();
  for (let count = 1; count <= 5; count++) {
    const answer = latin1Of(await exchange(server.serverPort, "GET /file HTTP/1.1\r\n\r\n"));
    assertEquals(answer.includes("text/patched"), count > 3, answer);
  }
});

Deno.test("SimpleHTTPRequestHandler remembers an answer however the request arrives", async () => {
  using directory = makeSite();
  using _clock = new LaterClock();
  using _stderr = new CapturedStderr();
  await using server = serveWith(SimpleHTTPRequestHandler, { directory: directory.path });
  const request = "GET /file HTTP/1.1\r\nHost: x\r\n\r\n";
  using client = await RawClient.connect(server.serverPort);
  for (let cut = 0; cut < request.length; cut++) {
    await client.send(request.slice(0, cut));
    // An answer to somebody else in between, so that the server sees the piece alone.
    await exchange(server.serverPort, "GET /empty HTTP/1.1\r\n\r\n");
    await client.send(request.slice(cut));
    assertEquals((await client.readAnswer()).text, "content");
  }
});

Deno.test("SimpleHTTPRequestHandler opens a file that is asked for often no more", async () => {
  using directory = makeSite();
  using _clock = new LaterClock();
  using _stderr = new CapturedStderr();
  using opened = new OpenedFiles();
  await using server = serveWith(SimpleHTTPRequestHandler, { directory: directory.path });
  for (let count = 0; count < 10; count++) {
    await exchange(server.serverPort, `GET /file HTTP/1.1\r\nUser-Agent: ${count}\r\n\r\n`);
    await exchange(server.serverPort, `GET /file HTTP/1.1\r\nHost: ${count}\r\n\r\n`);
  }
  assertLess(opened.count, 3);
});

Deno.test("SimpleHTTPRequestHandler remembers nothing of a file that was just changed", async () => {
  using directory = makeSite();
  using _stderr = new CapturedStderr();
  using opened = new OpenedFiles();
  await using server = serveWith(SimpleHTTPRequestHandler, { directory: directory.path });
  directory.write("file", "content");
  for (let count = 0; count < 5; count++) {
    await exchange(server.serverPort, "GET /file HTTP/1.1\r\n\r\n");
  }
  assertEquals(opened.count, 5);
});

Deno.test("SimpleHTTPRequestHandler gives the current date with a remembered answer", async () => {
  using directory = makeSite();
  using clock = new LaterClock();
  using _stderr = new CapturedStderr();
  await using server = serveWith(SimpleHTTPRequestHandler, { directory: directory.path });
  const dates = new Set<string>();
  for (let count = 0; count < 5; count++) {
    clock.offset += 3600_000;
    using client = await RawClient.connect(server.serverPort);
    const before = Date.now();
    const answer = await client.request("GET /file HTTP/1.1\r\n\r\n");
    const date = answer.field("Date")!;
    const seconds = [before, Date.now()].map((time) => new Date(time).toUTCString());
    assertEquals(seconds.includes(date), true, `${date} is not ${seconds}`);
    assertEquals([answer.field("Last-Modified"), answer.text], [DATE, "content"]);
    dates.add(date);
  }
  assertEquals(dates.size, 5);
});

Deno.test("SimpleHTTPRequestHandler remembers for each server apart", async () => {
  using _clock = new LaterClock();
  using _stderr = new CapturedStderr();
  using first = makeSite();
  using second = makeSite();
  second.writeOld("file", "CONTENT", TIME);
  class Marked extends SimpleHTTPRequestHandler {
    override serverVersion = "Marked/1.0";
  }
  await using one = serveWith(SimpleHTTPRequestHandler, { directory: first.path });
  await using two = serveWith(SimpleHTTPRequestHandler, { directory: second.path });
  await using three = serveWith(Marked, { directory: first.path });
  for (let count = 0; count < 5; count++) {
    const bodies: string[] = [];
    for (const server of [one, two, three]) {
      using client = await RawClient.connect(server.serverPort);
      const answer = await client.request("GET /file HTTP/1.1\r\n\r\n");
      bodies.push(`${answer.field("Server")!.split(" ")[0]} ${answer.text}`);
    }
    assertEquals(bodies, [
      "SimpleHTTP/0.6 content",
      "SimpleHTTP/0.6 CONTENT",
      "Marked/1.0 content",
    ]);
  }
});

Deno.test("SimpleHTTPRequestHandler does not mix up what handlers of different settings answer", async () => {
  using directory = makeSite();
  using _clock = new LaterClock();
  using _stderr = new CapturedStderr();
  let turn = 0;
  class Changing extends SimpleHTTPRequestHandler {
    override serverVersion = `Turn/${turn++ % 3}`;
  }
  await using server = serveWith(Changing, { directory: directory.path });
  for (let count = 0; count < 15; count++) {
    using client = await RawClient.connect(server.serverPort);
    const answer = await client.request("GET /file HTTP/1.1\r\n\r\n");
    assertEquals(answer.field("Server")!.split(" ")[0], `Turn/${count % 3}`);
  }
});

/** Many requests of a length that differ, for a file of a size: 80 MB in all. */
const MANY: readonly (readonly [what: string, count: number, length: number, size: number])[] = [
  ["long requests", 2700, 15_000, 10],
  ["requests for a large file", 800, 10, 100_000],
];

for (const [what, times, length, size] of MANY) {
  Deno.test(`SimpleHTTPRequestHandler keeps no more than 64 MiB of very many ${what}`, async () => {
    using directory = makeSite();
    directory.writeOld("file", "x".repeat(size), TIME);
    using _clock = new LaterClock();
    using stderr = new CapturedStderr();
    await using server = serveWith(SimpleHTTPRequestHandler, { directory: directory.path });
    using client = await RawClient.connect(server.serverPort);
    let before = 0;
    for (let count = 0; count < times; count++) {
      const query = `${count}`.padEnd(length, "x");
      for (let turn = 0; turn < 2; turn++) {
        await client.send(`GET /file?${query} HTTP/1.1\r\n\r\n`);
        assertEquals((await client.readAnswer()).body.length, size);
      }
      stderr.clear();
      if (count === 10) before = usedMemory();
    }
    assertLess(usedMemory() - before, 70 * 1024 * 1024);
  });
}
