/**
 * Deviation 3: no request is answered that somebody else may take for a part of the one before it.
 *
 * @module
 */

import { assert, assertEquals } from "@std/assert";
import { SimpleHTTPRequestHandler } from "../../mod.ts";
import { latin1, latin1Of, utf8 } from "../helpers/bytes.ts";
import { CapturedStderr } from "../helpers/capture_stderr.ts";
import { LaterClock } from "../helpers/later_clock.ts";
import { QuietHandler } from "../helpers/quiet_handlers.ts";
import { RawClient } from "../helpers/raw_client.ts";
import { serveWith } from "../helpers/servers.ts";
import { TempDir } from "../helpers/temp_dir.ts";
import { type Payload, payloadsWith, SMUGGLED } from "./payloads_data.ts";

/** The request of somebody else, on the same connection. */
const VICTIM = "GET /victim HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n";

/** The requests that were answered, by the client's port. */
const answered = new Map<number, string[]>();

class Handler extends QuietHandler {
  override protocolVersion = "HTTP/1.1";

  do_GET(): void {
    this.#note();
    this.answer(utf8(this.path));
  }

  do_POST(): void {
    this.do_GET();
  }

  async do_READ(): Promise<void> {
    this.#note();
    this.answer(await this.rfile.read());
  }

  async do_STREAM(): Promise<void> {
    this.#note();
    let size = 0;
    for await (const bytes of this.rfile.readable) size += bytes.length;
    this.answer(utf8(String(size)));
  }

  #note(): void {
    const port = this.clientAddress[1];
    answered.set(port, [
      ...answered.get(port) ?? [],
      this.path.replace(/^http:\/\/[^/]*|[?].*/gi, ""),
    ]);
  }
}

/** Which requests a server answers of all that is sent, in pieces of a size. */
async function requestsAnswered(port: number, sent: string, size = Infinity): Promise<string[]> {
  using client = await RawClient.connect(port);
  answered.delete(client.port);
  const bytes = latin1(sent);
  await Promise.all([
    sendAll(client, bytes, Math.min(size, bytes.length)).catch(ignoreDisconnection),
    client.readToEnd().catch(ignoreDisconnection),
  ]);
  return answered.get(client.port) ?? [];
}

async function sendAll(client: RawClient, bytes: Uint8Array, size: number): Promise<void> {
  for (let start = 0; start < bytes.length; start += size) {
    await client.send(bytes.subarray(start, start + size));
  }
  await client.closeWrite();
}

/** The server may have closed the connection already. */
function ignoreDisconnection(error: unknown): void {
  const { BrokenPipe, ConnectionReset } = Deno.errors;
  if (!(error instanceof BrokenPipe || error instanceof ConnectionReset)) throw error;
}

/** What must be answered, and no more. */
function check(payload: Payload, paths: readonly string[]): void {
  assert(!paths.includes("/smuggled"), payload.name);
  if (payload.goesOn) assertEquals(paths, ["/attack", "/victim"], payload.name);
  else assert(paths.length < 2 && !paths.includes("/victim"), `${payload.name}: ${paths}`);
}

for (const method of ["GET", "POST", "READ", "STREAM"]) {
  Deno.test(`BaseHTTPRequestHandler answers nothing behind an ambiguous ${method}`, async () => {
    await using server = serveWith(Handler);
    for (const payload of payloadsWith(method)) {
      check(payload, await requestsAnswered(server.serverPort, payload.text + VICTIM));
    }
  });
}

Deno.test("BaseHTTPRequestHandler answers nothing behind an ambiguous request that arrives byte by byte", async () => {
  await using server = serveWith(Handler);
  const payloads = payloadsWith("POST").filter(({ text }) => text.length < 1000);
  for (let index = 0; index < payloads.length; index += 7) {
    const payload = payloads[index]!;
    check(payload, await requestsAnswered(server.serverPort, payload.text + VICTIM, 1));
  }
});

Deno.test("BaseHTTPRequestHandler closes the connection of an ambiguous request by itself", async () => {
  await using server = serveWith(Handler);
  for (const { name, text, goesOn } of payloadsWith("GET")) {
    if (goesOn) continue;
    using client = await RawClient.connect(server.serverPort);
    // An answer to the victim would end the connection as well: the test never hangs.
    const sending = client.send(text + VICTIM).catch(ignoreDisconnection);
    const received = latin1Of(await client.readToEnd());
    await sending;
    assert(!received.includes("/victim") && !received.includes("/smuggled"), name);
  }
});

/** Fields that make a difference though the rest of the head is well formed. */
const FIELDS: readonly (readonly [fields: string, goesOn: boolean])[] = [
  ["", true],
  ["Connection: keep-alive\r\n", true],
  ["Host: y\r\n", false],
  ["Upgrade: websocket\r\n", false],
  ["Content_Length: 5\r\n", false],
  ["Transfer_Encoding: chunked\r\n", false],
  ["Connection: Content-Length\r\n", false],
  ["Connection: keep-alive, transfer-encoding\r\n", false],
  [`Content-Length: ${SMUGGLED.length}\r\nContent-Length: ${SMUGGLED.length}\r\n`, false],
];

Deno.test("SimpleHTTPRequestHandler answers nothing behind an ambiguous request whose answer it remembers", async () => {
  using directory = new TempDir();
  for (const file of ["attack", "victim", "smuggled"]) directory.writeOld(file, `the ${file}`);
  using _later = new LaterClock();
  using _log = new CapturedStderr();
  await using server = serveWith(SimpleHTTPRequestHandler, { directory: directory.path });
  for (const [fields, goesOn] of FIELDS) {
    const message = `GET /attack HTTP/1.1\r\nHost: x\r\n${fields}\r\n`;
    for (let turn = 0; turn < 4; turn++) {
      using client = await RawClient.connect(server.serverPort);
      await client.send(message + SMUGGLED);
      await client.closeWrite();
      const received = latin1Of(await client.readToEnd());
      assert(received.includes("the attack"));
      assertEquals(received.includes("the smuggled"), goesOn, fields);
    }
  }
});

Deno.test("BaseHTTPRequestHandler waits for no body of a client that may have been told not to send it", async () => {
  await using server = serveWith(Handler);
  const head = (fields: string): string =>
    `POST /attack HTTP/1.1\r\nExpect: 100-continue\r\n${fields}\r\n\r\n`;
  for (const fields of [`Content-Length: ${SMUGGLED.length}`, "Content-Length: 1"]) {
    using client = await RawClient.connect(server.serverPort);
    await client.send(head(fields));
    const received = latin1Of(await client.readToEnd());
    assertEquals(received.split("HTTP/1.1 ").map((part) => part.slice(0, 3)), ["", "100", "200"]);
  }
  const sent = head(`Transfer-Encoding: chunked`) + `5\r\nabcde\r\n0\r\n\r\n`;
  assertEquals(await requestsAnswered(server.serverPort, sent + VICTIM), ["/attack"]);
  const read = head("Content-Length: 5").replace("POST", "READ") + "abcde";
  assertEquals(await requestsAnswered(server.serverPort, read + VICTIM), ["/attack", "/victim"]);
});
