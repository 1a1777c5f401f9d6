import { assert, assertEquals } from "@std/assert";
import { connect, type Socket } from "node:net";
import {
  BaseHTTPRequestHandler,
  SimpleHTTPRequestHandler,
  ThreadingHTTPServer,
} from "../../mod.ts";
import { isDisconnection } from "../../src/server/disconnection.ts";
import { latin1 } from "../helpers/bytes.ts";
import { CapturedStderr } from "../helpers/capture_stderr.ts";
import { eventually } from "../helpers/eventually.ts";
import { handlerOver, MemoryStream } from "../helpers/memory_stream.ts";
import { COUNTS_FILES, openFiles } from "../helpers/resources.ts";
import { RawClient } from "../helpers/raw_client.ts";
import { serveWith, type TestServer } from "../helpers/servers.ts";
import { TempDir } from "../helpers/temp_dir.ts";

/** More than the buffers of both sides hold, in bytes. */
const SIZE = 16 * 1024 * 1024;

/** Serves files, and echoes bodies in three ways. */
class Handler extends SimpleHTTPRequestHandler {
  override logMessage(): void {}

  async do_POST(): Promise<void> {
    this.#answer(await this.rfile.read());
  }

  async do_PUT(): Promise<void> {
    this.sendResponse(200);
    this.sendHeader("Connection", "close");
    this.endHeaders();
    for await (const bytes of this.rfile.readable) await this.wfile.write(bytes);
  }

  #answer(body: Uint8Array): void {
    this.sendResponse(200);
    this.sendHeader("Content-Length", body.length);
    this.endHeaders();
    this.wfile.write(body);
  }
}

const REQUESTS: readonly string[] = [
  "GET /small HTTP/1.1\r\nHost: a\r\n\r\n",
  "GET /small HTTP/1.1\r\nHost: a\r\n\r\n".repeat(3),
  "POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 10\r\n\r\n0123456789",
  "PUT / HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nabcde\r\n0\r\n\r\n",
  "POST / HTTP/1.1\r\nExpect: 100-continue\r\nContent-Length: 3\r\n\r\nabc",
];

async function connected(port: number): Promise<Socket> {
  const socket = connect(port, "127.0.0.1");
  // What becomes of it is what the test is about.
  socket.on("error", () => {});
  await new Promise((resolve) => socket.once("connect", resolve));
  return socket;
}

/** Send something, wait until so much has come back, and reset the connection. */
async function sendAndReset(port: number, message: string, received = 0): Promise<void> {
  const socket = await connected(port);
  await new Promise((resolve) => socket.write(latin1(message), resolve));
  for (let count = 0; count < received;) {
    const bytes: Uint8Array | null = socket.read();
    if (bytes !== null) count += bytes.length;
    else await new Promise((resolve) => socket.once("readable", resolve));
  }
  const closed = new Promise((resolve) => socket.once("close", resolve));
  socket.resetAndDestroy();
  await closed;
}

/** Others are served, nothing is left open, and no handler was at fault. */
async function assertUnharmed(
  server: TestServer<{ directory: string }>,
  files: number,
): Promise<void> {
  using client = await RawClient.connect(server.serverPort);
  assertEquals((await client.request(REQUESTS[0]!)).text, "small");
  // The test's own connection has two sides.
  if (COUNTS_FILES) await eventually(() => assertEquals(openFiles(), files + 2));
  for (const error of server.errors) assert(isDisconnection(error), String(error));
}

Deno.test("ThreadingHTTPServer is not harmed by resets at every byte of a request", async () => {
  using directory = new TempDir();
  directory.write("small", "small");
  await using server = serveWith(Handler, { directory: directory.path });
  const files = COUNTS_FILES ? openFiles() : 0;
  for (const request of REQUESTS) {
    const lengths = Array.from({ length: request.length + 1 }, (_, length) => length);
    await Promise.all(
      lengths.map((length) => sendAndReset(server.serverPort, request.slice(0, length))),
    );
  }
  await assertUnharmed(server, files);
});

Deno.test("ThreadingHTTPServer is not harmed by resets in the middle of answers", async () => {
  using directory = new TempDir();
  directory.write("small", "small");
  Deno.createSync(directory.join("large")).close();
  Deno.truncateSync(directory.join("large"), SIZE);
  await using server = serveWith(Handler, { directory: directory.path });
  const files = COUNTS_FILES ? openFiles() : 0;
  const request = "GET /large HTTP/1.1\r\nHost: a\r\n\r\n";
  for (const received of [0, 1, 100, 1000, 65536, 1_000_000, SIZE]) {
    await sendAndReset(server.serverPort, request, received);
    await sendAndReset(server.serverPort, request.repeat(2), received);
  }
  const body = "x".repeat(1_000_000);
  const echo = `PUT / HTTP/1.1\r\nContent-Length: ${2 * body.length}\r\n\r\n${body}`;
  for (const received of [0, 100, 500_000]) {
    await sendAndReset(server.serverPort, echo, received);
  }
  await assertUnharmed(server, files);
});

Deno.test("ThreadingHTTPServer says nothing about clients that reset their connections", async () => {
  using directory = new TempDir();
  Deno.createSync(directory.join("large")).close();
  Deno.truncateSync(directory.join("large"), SIZE);
  using stderr = new CapturedStderr();
  await using server = new ThreadingHTTPServer(["127.0.0.1", 0], Handler, {
    handlerOptions: { directory: directory.path },
  });
  server.serveForever();
  for (const received of [0, 1000]) {
    await sendAndReset(server.serverPort, "GET /large HTTP/1.1\r\n\r\n", received);
    await sendAndReset(server.serverPort, "GET /large", 0);
    await sendAndReset(server.serverPort, "POST / HTTP/1.1\r\nContent-Length: 9\r\n\r\nx", 0);
  }
  await server[Symbol.asyncDispose]();
  assertEquals(stderr.text, "");
});

Deno.test("ThreadingHTTPServer passes over connections that were reset before it accepted them", async () => {
  using stderr = new CapturedStderr();
  await using server = new ThreadingHTTPServer(["127.0.0.1", 0], Handler);
  for (let count = 0; count < 200; count++) {
    const socket = await connected(server.serverPort);
    socket.resetAndDestroy();
    await new Promise((resolve) => socket.once("close", resolve));
  }
  server.serveForever();
  using client = await RawClient.connect(server.serverPort);
  const answer = await client.request("POST / HTTP/1.1\r\nContent-Length: 2\r\n\r\nhi");
  assertEquals(answer.text, "hi");
  assertEquals(stderr.text, "");
});

Deno.test("BaseHTTPRequestHandler ends quietly when the system has given up the peer", async () => {
  const logged: unknown[] = [];
  class Handler extends BaseHTTPRequestHandler {
    override logMessage(format: string): void {
      logged.push(format);
    }
  }
  class LostStream extends MemoryStream {
    override read(): Promise<number | null> {
      return Promise.reject(new Deno.errors.TimedOut("Connection timed out (os error 110)"));
    }
  }
  const handler = await handlerOver(Handler, new LostStream());
  await handler.handle();
  assertEquals(logged, ["Request timed out: %r"]);
});
