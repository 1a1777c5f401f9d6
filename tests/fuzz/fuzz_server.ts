/**
 * Fuzzing servers that are live.
 *
 * @module
 */

import { assert, assertEquals } from "@std/assert";
import {
  CGIHTTPRequestHandler,
  FileHTTPRequestHandler,
  type RequestHandlerClass,
  SimpleHTTPRequestHandler,
} from "../../mod.ts";
import { Random } from "../../tools/fuzz/random.ts";
import { latin1, latin1Of, noise } from "../helpers/bytes.ts";
import { QuietHandler } from "../helpers/quiet_handlers.ts";
import { RawClient, request } from "../helpers/raw_client.ts";
import { serveWith, type TestServer } from "../helpers/servers.ts";
import { TempDir } from "../helpers/temp_dir.ts";
import { payloadsWith } from "../hostile/payloads_data.ts";
import { mutate, shrinkBytes } from "./mutation.ts";

/** Reads its bodies, and sends them back. */
class Echo extends QuietHandler {
  override protocolVersion = "HTTP/1.1";

  do_GET(): void {
    // Alone, as HTTP/0.9 has it, a path may look like the beginning of a head.
    this.answer(latin1(`Asked for ${this.path}`));
  }

  async do_POST(): Promise<void> {
    this.answer(await this.rfile.read(64 * 1024));
  }
}

class Files extends FileHTTPRequestHandler {
  override logMessage(): void {}
}

class SimpleFiles extends SimpleHTTPRequestHandler {
  override logMessage(): void {}
}

class Scripts extends CGIHTTPRequestHandler {
  override cgiDirectories = ["/none"];
  override logMessage(): void {}
}

/** The handlers that are put to the test. */
export const HANDLERS: Readonly<Record<string, RequestHandlerClass<{ directory: string }>>> = {
  BaseHTTPRequestHandler: Echo as RequestHandlerClass as RequestHandlerClass<{ directory: string }>,
  SimpleHTTPRequestHandler: SimpleFiles,
  FileHTTPRequestHandler: Files,
  CGIHTTPRequestHandler: Scripts,
};

/** Requests that make sense, and then some. */
const CORPUS = [
  "GET /a.txt HTTP/1.1\r\nHost: x\r\n\r\n",
  'GET /a.txt HTTP/1.1\r\nHost: x\r\nRange: bytes=0-1, 5-9, -3\r\nIf-Range: "a"\r\n\r\n',
  'GET /a.txt HTTP/1.1\r\nHost: x\r\nIf-None-Match: W/"x", *\r\nAccept-Encoding: br;q=0.5, gzip\r\n\r\n',
  "GET /a.txt HTTP/1.1\r\nHost: x\r\nIf-Modified-Since: Sun, 02 Feb 2020 02:02:02 GMT\r\n\r\n",
  "GET /sub/?sort=size&order=desc&q=b&page=1&limit=2 HTTP/1.1\r\nHost: x\r\nAccept: application/json\r\n\r\n",
  "HEAD /sub HTTP/1.1\r\nHost: x\r\n\r\nGET /large HTTP/1.1\r\nHost: x\r\nRange: bytes=299990-\r\n\r\n",
  "POST /a.txt HTTP/1.1\r\nHost: x\r\nContent-Length: 11\r\nExpect: 100-continue\r\n\r\nhello=world",
  "POST / HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nhello\r\n0\r\nA: b\r\n\r\nGET / HTTP/1.1\r\n\r\n",
  "OPTIONS * HTTP/1.1\r\nHost: x\r\nOrigin: http://y\r\nAccess-Control-Request-Method: PUT\r\n\r\n",
  "GET /%2e%2e/%2fsub/..;/a%00.txt?x#y HTTP/1.0\r\nConnection: keep-alive\r\n\r\nGET /\r\n\r\n",
].map(latin1);

/** A directory, and servers of it. */
export class FuzzedServers implements AsyncDisposable {
  readonly #directory = new TempDir();
  readonly #corpus = [...CORPUS, ...payloadsWith("POST").map(({ text }) => latin1(text))];
  readonly #servers:
    readonly (readonly [name: string, server: TestServer<{ directory: string }>])[];

  constructor() {
    this.#directory.mkdir("sub");
    this.#directory.writeOld("a.txt", "0123456789");
    this.#directory.writeOld("sub/b.html", "<p>b");
    this.#directory.writeOld("large", noise(300_000));
    this.#servers = Object.entries(HANDLERS).map(([name, Handler]) =>
      [name, serveWith(Handler, { directory: this.#directory.path })] as const
    );
  }

  /**
   * Send spoilt requests to all of the servers.
   *
   * @param seed That of the first one; each further one has the next
   * @param count How many
   * @throws {Error} when a server answers what is none, or not the same when the bytes arrive in
   * other pieces: the smallest request that is answered so
   */
  async fuzz(seed: number, count: number): Promise<void> {
    for (const [name, server] of this.#servers) {
      for (let next = seed; next < seed + count; next++) {
        const bytes = mutate(new Random(next), this.#corpus);
        if (await failureOf(server, bytes, next) === undefined) continue;
        const fails = async (shorter: Uint8Array<ArrayBuffer>): Promise<boolean> =>
          await failureOf(server, shorter, next) !== undefined;
        const smallest = await shrinkBytes(bytes, fails);
        const cause = await failureOf(server, smallest, next);
        throw new Error(`${name}, seed ${next}: ${JSON.stringify(latin1Of(smallest))}`, { cause });
      }
    }
  }

  /** The servers answer as ever, and nothing went wrong that they did not expect. */
  async check(): Promise<void> {
    for (const [name, server] of this.#servers) {
      const answer = await request(server.serverPort, "/a.txt", {
        headers: { Connection: "close" },
      });
      assertEquals(answer.status, 200, name);
      for (const error of server.errors) assert(isExpected(error), `${name}: ${error}`);
    }
  }

  async [Symbol.asyncDispose](): Promise<void> {
    for (const [, server] of this.#servers) await server[Symbol.asyncDispose]();
    this.#directory[Symbol.dispose]();
  }
}

/** What CPython raises an exception for, and chunks that are none. */
const EXPECTED_REGEXP =
  /^ChunkedError:|: (?:Cannot open a path with NUL|Invalid IPv6|pop from empty)/;

function isExpected(error: unknown): boolean {
  return EXPECTED_REGEXP.test(String(error));
}

async function failureOf(
  server: TestServer<{ directory: string }>,
  bytes: Uint8Array<ArrayBuffer>,
  seed: number,
): Promise<unknown> {
  try {
    const whole = await answersTo(server.serverPort, [bytes]);
    assert(
      whole === "" || !whole.startsWith("HTTP") ||
        /^HTTP\/1\.[01] [1-5]\d\d [^\r\n]*\r\n/.test(whole),
    );
    const pieces = randomPieces(new Random(seed), bytes);
    assertEquals(await answersTo(server.serverPort, pieces), whole, "In pieces");
    return undefined;
  } catch (error) {
    return error;
  }
}

/** What is between the parts of several ranges: another one each time. */
const BOUNDARY_REGEXP = /[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}/g;

/** All that comes back, without what differs from one time to the next. */
async function answersTo(port: number, pieces: readonly Uint8Array[]): Promise<string> {
  using client = await RawClient.connect(port);
  const sending = sendAll(client, pieces);
  const received = latin1Of(await client.readToEnd());
  await sending;
  return received.replace(/^Date: .*$/gm, "Date:").replace(BOUNDARY_REGEXP, "boundary");
}

async function sendAll(client: RawClient, pieces: readonly Uint8Array[]): Promise<void> {
  try {
    for (const piece of pieces) await client.send(piece);
    await client.closeWrite();
  } catch (error) {
    // The server may end a connection before all has arrived.
    const { BrokenPipe, ConnectionReset, NotConnected } = Deno.errors;
    assert(
      [BrokenPipe, ConnectionReset, NotConnected].some((expected) => error instanceof expected),
    );
  }
}

function randomPieces(random: Random, bytes: Uint8Array): Uint8Array[] {
  const pieces: Uint8Array[] = [];
  const size = random.pick([1, 2, 7, 64, 1000]);
  // So many pieces are enough, and quick.
  const step = Math.max(size, Math.ceil(bytes.length / 50));
  for (let start = 0; start < bytes.length; start += step) {
    pieces.push(bytes.subarray(start, start + step));
  }
  return pieces;
}
