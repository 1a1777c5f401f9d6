/**
 * The two forms in which requests of a connection follow each other do the same.
 *
 * @module
 */

import { assertEquals } from "@std/assert";
import { Connection } from "../../../mod.ts";
import { PYTHON_LIMITS } from "../../../src/server/limits.ts";
import { utf8 } from "../../helpers/bytes.ts";
import { MemoryStream } from "../../helpers/memory_stream.ts";
import { QuietHandler } from "../../helpers/quiet_handlers.ts";
import { exchange } from "../../helpers/raw_client.ts";
import { serveWith } from "../../helpers/servers.ts";

/** What is done in turn, with notes of it; one step of it may fail. */
class Noting extends QuietHandler {
  static notes: string[] = [];
  static failing = "";

  override protocolVersion = "HTTP/1.1";
  override sysVersion = "";

  #note(step: string): void {
    Noting.notes.push(step);
    if (Noting.failing === step) throw new Error(step);
  }

  override async setup(): Promise<void> {
    this.#note("setup");
    await super.setup();
  }

  do_GET(): void {
    this.#note("GET");
    this.answer(utf8(this.path));
  }

  async do_POST(): Promise<void> {
    const body = await this.rfile.read();
    this.#note("POST");
    this.answer(body);
  }

  override dateTimeString(): string {
    return "now";
  }

  override async finish(): Promise<void> {
    await super.finish();
    this.#note("finish");
  }
}

/** Not the methods of the base, so that each of them is called. */
class Overriding extends Noting {
  override handleOneRequest(): Promise<void> {
    return super.handleOneRequest();
  }
}

class OverridingAll extends Overriding {
  override run(): Promise<void> {
    return super.run();
  }

  override async handle(): Promise<void> {
    await super.handle();
  }
}

const GET = "GET /one HTTP/1.1\r\n\r\n";
const POST = "POST / HTTP/1.1\r\nContent-Length: 3\r\n\r\ntea";
const LAST = "GET /last HTTP/1.1\r\nConnection: close\r\n\r\n";

const CASES: readonly (readonly [failing: string, request: string, notes: string])[] = [
  ["", GET + POST + LAST, "setup GET POST GET finish"],
  ["", GET, "setup GET finish"],
  ["", "", "setup finish"],
  ["", `${GET}nonsense\r\n\r\n${GET}`, "setup GET finish"],
  ["", "POST / HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\nx\r\n", "setup finish"],
  ["", `POST / HTTP/1.1\r\nContent-Length: 3\r\n\r\nt`, "setup POST finish"],
  ["setup", GET, "setup"],
  ["GET", GET + LAST, "setup GET finish"],
  ["POST", GET + POST + LAST, "setup GET POST finish"],
  ["finish", GET + LAST, "setup GET GET finish"],
];

Deno.test("BaseHTTPRequestHandler does the same with and without methods that call its own", async () => {
  for (const [failing, request, notes] of CASES) {
    const seen = [];
    for (const Handler of [Noting, Overriding, OverridingAll]) {
      Noting.notes = [];
      Noting.failing = failing;
      let errors: unknown[];
      let answer: Uint8Array;
      {
        await using server = serveWith(Handler);
        errors = server.errors;
        answer = await exchange(server.serverPort, request);
      }
      assertEquals(Noting.notes.join(" "), notes, `${Handler.name}: ${request}`);
      assertEquals(errors.map(String), failing === "" ? [] : [`Error: ${failing}`]);
      seen.push(answer);
    }
    assertEquals(seen[1], seen[0]);
    assertEquals(seen[2], seen[0]);
  }
});

/** What a handler writes to a connection that is one of so many. */
async function answersOf(input: readonly string[], peers: number): Promise<Uint8Array> {
  const stream = new MemoryStream(...input);
  await using server = serveWith(Noting);
  const connection = new Connection(stream, PYTHON_LIMITS, { size: peers });
  const handler = new Noting(connection, ["127.0.0.1", 1], server);
  const { promise, resolve } = Promise.withResolvers<void>();
  handler.runThen((_request, _clientAddress, finished) => resolve(finished));
  await promise;
  return stream.written;
}

/** A request of so many bytes. */
function requestOf(size: number): string {
  const [start, end] = ["GET / HTTP/1.1\r\nX: ", "\r\n\r\n"];
  return start + "x".repeat(size - start.length - end.length) + end;
}

Deno.test("BaseHTTPRequestHandler answers in a crowd as alone, whatever the size of a head", async () => {
  Noting.failing = "";
  const old = `GET /${"9".repeat(128 - 7)}\r\n`;
  assertEquals(old.length, 128);
  const sizes = [60, 126, 127, 128, 129, 130, 131, 200, 256, 1023, 1024, 1025, 3000];
  const inputs = [
    [old],
    ...sizes.map((size) => [requestOf(size)]),
    ...sizes.map((size) => [requestOf(size) + requestOf(size), GET]),
    ...sizes.map((size) => [requestOf(size).slice(0, 40), requestOf(size).slice(40)]),
    ...sizes.map((size) => [requestOf(size).slice(0, -1)]),
    [...requestOf(300)],
    [POST + requestOf(300)],
  ];
  for (const input of inputs) {
    const answer = await answersOf(input, 10_000);
    assertEquals(answer.length > 0, true);
    assertEquals(answer, await answersOf(input, 1), input.join("|"));
  }
});
