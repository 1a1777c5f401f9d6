import {
  assert,
  assertEquals,
  assertRejects,
  assertStringIncludes,
  assertThrows,
} from "@std/assert";
import { BaseHTTPRequestHandler, FileHTTPRequestHandler, StreamRequestHandler } from "../../mod.ts";
import { toFetchHandler } from "../../src/fetch/mod.ts";
import { basic, HASHES } from "../handlers/auth/users.ts";
import { utf8 } from "../helpers/bytes.ts";
import { CapturedStderr } from "../helpers/capture_stderr.ts";
import { eventually } from "../helpers/eventually.ts";
import { TempDir } from "../helpers/temp_dir.ts";
import { nextTurn } from "../helpers/turns.ts";

const ORIGIN = "http://site.example";
const MIB = 1024 * 1024;

/** Handlers that log nothing. */
class Quiet extends BaseHTTPRequestHandler {
  override protocolVersion = "HTTP/1.1";
  override logMessage(): void {}
}

Deno.test("toFetchHandler() serves a directory", async () => {
  using directory = new TempDir();
  directory.writeOld("a b.txt", "hello");
  using stderr = new CapturedStderr();
  const fetch = toFetchHandler(FileHTTPRequestHandler, {
    handlerOptions: { directory: directory.path },
  });
  const info = { remoteAddr: { transport: "tcp", hostname: "192.0.2.1", port: 7 } } as const;
  const answer = await fetch(new Request(`${ORIGIN}/a%20b.txt?x`), info);
  assertEquals([answer.status, answer.statusText, await answer.text()], [200, "OK", "hello"]);
  assertEquals(answer.headers.get("content-length"), "5");
  assertStringIncludes(stderr.text, "192.0.2.1 - - [");
  assertStringIncludes(stderr.text, '"GET /a%20b.txt?x HTTP/1.1" 200 -\n');
  const since = answer.headers.get("last-modified")!;
  const same = await fetch(
    new Request(`${ORIGIN}/a%20b.txt`, { headers: { "If-Modified-Since": since } }),
  );
  assertEquals([same.status, same.body], [304, null]);
  const head = await fetch(new Request(`${ORIGIN}/a%20b.txt`, { method: "HEAD" }));
  assertEquals([head.body, head.headers.get("content-length")], [null, "5"]);
  const none = await fetch(new Request(`${ORIGIN}/none`));
  assertEquals([none.status, none.headers.has("connection")], [404, false]);
  await none.body?.cancel();
});

/** Sends back what it gets, before it has all of it. */
class Echo extends Quiet {
  async do_POST(): Promise<void> {
    this.sendResponse(200);
    this.sendHeader("Connection", "close");
    this.sendHeader("X-Framing", this.headers.get("content-length", "chunked"));
    this.endHeaders();
    for await (const piece of this.rfile.readable) await this.wfile.write(piece);
  }
}

Deno.test("toFetchHandler() streams both ways at once", async () => {
  const fetch = toFetchHandler(Echo);
  const body = new TransformStream<Uint8Array<ArrayBuffer>>();
  const writer = body.writable.getWriter();
  const answer = await fetch(new Request(ORIGIN, { method: "POST", body: body.readable }));
  assertEquals(answer.headers.get("x-framing"), "chunked");
  const reader = answer.body!.getReader();
  for (const text of ["one", "two", "three"]) {
    const written = writer.write(new TextEncoder().encode(text));
    const { value } = await reader.read();
    await written;
    assertEquals(new TextDecoder().decode(value), text);
  }
  await writer.close();
  assertEquals((await reader.read()).done, true);
  const short = await fetch(
    new Request(ORIGIN, { method: "POST", body: "ab", headers: { "Content-Length": "2" } }),
  );
  assertEquals([short.headers.get("x-framing"), await short.text()], ["2", "ab"]);
});

Deno.test("toFetchHandler() has a handler wait for the host, and end when that has enough", async () => {
  let written = 0;
  const ended = Promise.withResolvers<unknown>();
  class Endless extends Quiet {
    async do_GET(): Promise<void> {
      this.sendResponse(200);
      this.sendHeader("Connection", "close");
      this.endHeaders();
      try {
        for (;;) {
          await this.wfile.write(new Uint8Array(MIB));
          written++;
        }
      } catch (error) {
        ended.resolve(error);
        throw error;
      }
    }
  }
  const errors: unknown[] = [];
  const fetch = toFetchHandler(Endless, { onError: (error) => errors.push(error) });
  const reader = (await fetch(new Request(ORIGIN))).body!.getReader();
  let read = 0;
  while (read < 4 * MIB) read += (await reader.read()).value!.length;
  assert(written <= 6, `${written} MiB were written when 4 had been read`);
  await reader.cancel();
  assert(await ended.promise instanceof Deno.errors.BrokenPipe);
  const aborting = new AbortController();
  const answer = await fetch(new Request(ORIGIN, { signal: aborting.signal }));
  aborting.abort();
  await assertRejects(() => answer.bytes());
  assertEquals(errors, []);
});

type Answers = Readonly<Record<string, (handler: Broken) => void | Promise<void>>>;

/** What handlers may do wrong. */
const ANSWERS: Answers = {
  "/throws": () => {
    throw new Error("Broken");
  },
  "/nothing": () => {},
  "/garbage": ({ wfile }) => void wfile.write(new TextEncoder().encode("HELLO\r\n\r\n")),
  "/switching": ({ wfile }) =>
    void wfile.write(new TextEncoder().encode("HTTP/1.1 101 Switching Protocols\r\n\r\n")),
  "/status": ({ wfile }) => void wfile.write(new TextEncoder().encode("HTTP/1.1 999 X\r\n\r\n")),
  "/short": (handler) => handler.answer(5, "abc"),
  "/late": async (handler) => {
    handler.answer(5, "abc");
    await handler.wfile.flush();
    throw new Error("Broken");
  },
};

class Broken extends Quiet {
  do_GET(): void | Promise<void> {
    return ANSWERS[this.path]!(this);
  }

  answer(length: number, text: string): void {
    this.sendResponse(200);
    this.sendHeader("Content-Length", length);
    this.endHeaders();
    this.wfile.write(new TextEncoder().encode(text));
  }
}

for (const path of Object.keys(ANSWERS)) {
  Deno.test(`toFetchHandler() tells of a handler that fails: ${path}`, async () => {
    const errors: unknown[] = [];
    const fetch = toFetchHandler(Broken, { onError: (error) => errors.push(error) });
    const answer = await fetch(new Request(ORIGIN + path));
    const hasHead = path === "/short" || path === "/late";
    assertEquals(answer.status, hasHead ? 200 : 500);
    if (hasHead) await assertRejects(() => answer.text());
    else assertEquals(await answer.text(), "Internal Server Error\n");
    if (path === "/short") return;
    await eventually(() => assertEquals(errors.length, 1));
  });
}

Deno.test("toFetchHandler() passes preliminary answers over, and takes chunks apart", async () => {
  class Chunked extends Quiet {
    async do_GET(): Promise<void> {
      const encoder = new TextEncoder();
      const text = "HTTP/1.1 103 Early Hints\r\nLink: </a>\r\n\r\n" +
        "HTTP/1.1 200 Fine\r\nTransfer-Encoding: chunked\r\nSet-Cookie: a=1\r\nSet-Cookie: b=2\r\n\r\n" +
        "3\r\nabc\r\n2;x=y\r\nde\r\n0\r\nTrailer: x\r\n\r\n";
      for (const character of text) await this.wfile.write(encoder.encode(character));
    }
  }
  const answer = await toFetchHandler(Chunked)(new Request(ORIGIN));
  assertEquals([answer.status, answer.statusText, await answer.text()], [200, "Fine", "abcde"]);
  assertEquals(answer.headers.getSetCookie(), ["a=1", "b=2"]);
  assertEquals([...answer.headers.keys()], ["set-cookie", "set-cookie"]);
});

Deno.test("toFetchHandler() takes it for no error that a client does not want the body", async () => {
  const ended = Promise.withResolvers<void>();
  class Giving extends StreamRequestHandler {
    override handle(): void {
      this.wfile.write(utf8("HTTP/1.1 200 OK\r\nContent-Length: 3\r\n\r\ntea"));
    }
    override async finish(): Promise<void> {
      await super.finish();
      ended.resolve();
    }
  }
  const errors: unknown[] = [];
  const fetch = toFetchHandler(Giving, { onError: (error) => void errors.push(error) });
  const answer = await fetch(new Request(ORIGIN));
  await answer.body?.cancel();
  await ended.promise;
  await nextTurn();
  assertEquals(errors, []);
});

Deno.test("toFetchHandler() extends handlers as serve() does", async () => {
  using _stderr = new CapturedStderr();
  const fetch = toFetchHandler(Echo, {
    health: "/healthz",
    auth: { users: [`ada:${HASHES[0]}`] },
  });
  const post = (headers: HeadersInit): Promise<Response> =>
    fetch(new Request(ORIGIN, { method: "POST", body: "x", headers }));
  const [refused, answered] = [await post({}), await post({ Authorization: basic("ada") })];
  assertEquals([refused.status, answered.status], [401, 200]);
  await Promise.all([refused.body?.cancel(), answered.body?.cancel()]);
  assertEquals(await (await fetch(new Request(`${ORIGIN}/healthz`))).text(), "ok\n");
  assertThrows(() => toFetchHandler(Echo, { health: "x" }), RangeError);
  const broken = toFetchHandler(Echo, { auth: { users: ["ada:x"] }, onError: () => {} });
  assertEquals((await broken(new Request(ORIGIN))).status, 500);
});

Deno.test("toFetchHandler() works in Deno.serve()", async () => {
  using directory = new TempDir();
  const content = crypto.getRandomValues(new Uint8Array(65536));
  directory.write(
    "large",
    Uint8Array.from({ length: 3 * MIB }, (_, index) => content[index % 65536]!),
  );
  using _stderr = new CapturedStderr();
  const { path } = directory;
  await using server = Deno.serve(
    { hostname: "127.0.0.1", port: 0, onListen: (): void => {} },
    toFetchHandler(FileHTTPRequestHandler, { handlerOptions: { directory: path } }),
  );
  const url = `http://127.0.0.1:${server.addr.port}`;
  const answer = await fetch(`${url}/large`);
  assertEquals(answer.headers.get("content-length"), String(3 * MIB));
  assertEquals(await answer.bytes(), Deno.readFileSync(`${path}/large`));
  const head = await fetch(`${url}/large`, { method: "HEAD" });
  assertEquals(head.headers.get("content-length"), String(3 * MIB));
  const listing = await fetch(`${url}/`, { headers: { Accept: "application/json" } });
  assertStringIncludes(await listing.text(), "large");
});
