import { assert, assertEquals, assertRejects, assertStringIncludes } from "@std/assert";
import { Hono } from "npm:hono@4.13.19";
import { getConnInfo } from "npm:hono@4.13.19/deno";
import { streamText } from "npm:hono@4.13.19/streaming";
import { BaseHTTPRequestHandler } from "../../mod.ts";
import { fromFetchHandler, toFetchHandler } from "../../src/fetch/mod.ts";
import { eventually } from "../helpers/eventually.ts";
import { RawClient } from "../helpers/raw_client.ts";
import { serveWith, type TestServer } from "../helpers/servers.ts";

type Fetch = Parameters<typeof fromFetchHandler>[0];

/** Serve with a function, and log nothing. */
function serveFetch(fetch: Fetch): TestServer {
  return serveWith(
    class extends fromFetchHandler(fetch) {
      override logMessage(): void {}
    },
  );
}

function urlOf(server: TestServer, path = "/"): string {
  return `http://127.0.0.1:${server.serverPort}${path}`;
}

Deno.test("fromFetchHandler() serves an application of Hono", async () => {
  const app = new Hono();
  app.get("/users/:name", (c) => c.json({ name: c.req.param("name"), q: c.req.query("q") }));
  app.post("/echo", async (c) => c.text(await c.req.text(), 201, { "X-A": "b" }));
  app.get("/from", (c) => c.text(String(getConnInfo(c).remote.address)));
  app.get("/cookies", (c) => {
    c.header("Set-Cookie", "a=1", { append: true });
    c.header("Set-Cookie", "b=2", { append: true });
    return c.body(null, 204);
  });
  app.get("/count", (c) =>
    streamText(c, async (stream) => {
      for (const word of ["one", "two", "three"]) await stream.write(word);
    }));
  await using server = serveFetch(app.fetch);
  const get = (path: string, init?: RequestInit): Promise<Response> =>
    fetch(urlOf(server, path), init);
  assertEquals(await (await get("/users/ada?q=%20x")).json(), { name: "ada", q: " x" });
  const echo = await get("/echo", { method: "POST", body: "hello" });
  assertEquals([echo.status, echo.headers.get("x-a"), await echo.text()], [201, "b", "hello"]);
  assertEquals(await (await get("/from")).text(), "127.0.0.1");
  const cookies = await get("/cookies");
  assertEquals([cookies.status, cookies.headers.getSetCookie()], [204, ["a=1", "b=2"]]);
  assertEquals(await (await get("/count")).text(), "onetwothree");
  const none = await get("/none");
  assertEquals([none.status, await none.text()], [404, "404 Not Found"]);
  // One connection is enough for all.
  using client = await RawClient.connect(server.serverPort);
  for (const name of ["a", "b"]) {
    const answer = await client.request(`GET /users/${name} HTTP/1.1\r\nHost: x\r\n\r\n`);
    assertEquals(answer.text, JSON.stringify({ name }));
    assertEquals(answer.field("content-length"), String(answer.text.length));
  }
});

/** Request lines and fields, and the URL that the function gets. */
const TARGETS = [
  ["GET /a?b HTTP/1.1\r\nHost: site.example:8080\r\n", "http://site.example:8080/a?b"],
  ["GET //evil.example/a HTTP/1.1\r\nHost: site.example\r\n", "http://site.example/evil.example/a"],
  ["GET http://other.example/a HTTP/1.1\r\nHost: site.example\r\n", "http://site.example/a"],
  ["GET /@evil.example HTTP/1.1\r\nHost: site.example\r\n", "http://site.example/@evil.example"],
  ["OPTIONS * HTTP/1.1\r\nHost: site.example\r\n", "http://site.example/*"],
  ["GET /a HTTP/1.1\r\nHost: [::1]:80\r\n", "http://[::1]/a"],
] as const;

for (const [head, expected] of TARGETS) {
  Deno.test(`fromFetchHandler() makes ${expected} of ${JSON.stringify(head)}`, async () => {
    await using server = serveFetch((request) => new Response(request.url));
    using client = await RawClient.connect(server.serverPort);
    assertEquals((await client.request(`${head}\r\n`)).text, expected);
  });
}

Deno.test("fromFetchHandler() falls back on its own address for a host that is none", async () => {
  await using server = serveFetch((request) => new Response(request.url));
  using client = await RawClient.connect(server.serverPort);
  const { text } = await client.request("GET /a HTTP/1.1\r\nHost: x/evil@y\r\n\r\n");
  assertEquals(text, urlOf(server, "/a"));
});

Deno.test("fromFetchHandler() streams both ways at once", async () => {
  await using server = serveFetch((request) => new Response(request.body));
  using client = await RawClient.connect(server.serverPort);
  await client.send("POST / HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n3\r\none\r\n");
  const head = await client.readHead();
  assertStringIncludes(head, "\r\nTransfer-Encoding: chunked\r\n");
  assertEquals(new TextDecoder().decode(await client.readExactly(8)), "3\r\none\r\n");
  await client.send("3\r\ntwo\r\n0\r\n\r\n");
  assertEquals(new TextDecoder().decode(await client.readExactly(13)), "3\r\ntwo\r\n0\r\n\r\n");
});

Deno.test("fromFetchHandler() frames bodies for each client", async () => {
  /** Lets the body end, once its beginning has arrived. */
  let proceed = Promise.withResolvers<void>();
  const stream = (): BodyInit =>
    new ReadableStream({
      start: (controller): void => controller.enqueue(new TextEncoder().encode("a")),
      pull: async (controller): Promise<void> => {
        await proceed.promise;
        controller.close();
      },
    });
  await using server = serveFetch((request) => {
    const { pathname } = new URL(request.url);
    const headers = pathname === "/length" ? { "Content-Length": "1" } : {};
    return new Response(pathname === "/none" ? null : stream(), { headers });
  });
  const ask = async (line: string): Promise<[head: string, body: string]> => {
    using client = await RawClient.connect(server.serverPort);
    proceed = Promise.withResolvers<void>();
    await client.send(`${line}\r\nHost: x\r\nConnection: close\r\n\r\n`);
    const head = await client.readHead();
    proceed.resolve();
    return [head.toLowerCase(), new TextDecoder().decode(await client.readToEnd())];
  };
  const [old, body] = await ask("GET / HTTP/1.0");
  assert(!/transfer-encoding|content-length/.test(old));
  assertEquals(body, "a");
  assertEquals((await ask("GET / HTTP/1.1"))[1], "1\r\na\r\n0\r\n\r\n");
  const [known, text] = await ask("GET /length HTTP/1.1");
  assertStringIncludes(known, "\r\ncontent-length: 1\r\n");
  assertEquals(text, "a");
  assertStringIncludes((await ask("GET /none HTTP/1.1"))[0], "\r\ncontent-length: 0\r\n");
  assertEquals((await ask("HEAD / HTTP/1.1"))[1], "");
});

/** What functions may do wrong, and what clients see: a status, or nothing but the end. */
const FAULTS: readonly (readonly [what: string, fetch: Fetch, status: number])[] = [
  ["throws", () => {
    throw new Error("Broken");
  }, 500],
  ["returns nothing", () => undefined as unknown as Response, 500],
  ["returns Response.error()", () => Response.error(), 500],
  ["sends too little", () => new Response("abc", { headers: { "Content-Length": "5" } }), 200],
  ["sends too much", () => new Response("abc", { headers: { "Content-Length": "2" } }), 200],
  ["has a body that fails", () =>
    new Response(
      new ReadableStream({
        pull(controller): void {
          controller.enqueue(new Uint8Array(8));
          controller.error(new Error("Broken"));
        },
      }),
    ), 0],
];

for (const [what, fetchFault, status] of FAULTS) {
  Deno.test(`fromFetchHandler() reports a function that ${what}`, async () => {
    await using server = serveFetch(fetchFault);
    const answered = fetch(urlOf(server));
    if (status === 0) await assertRejects(async () => await (await answered).bytes());
    else {
      const answer = await answered;
      assertEquals(answer.status, status);
      if (status === 200) await assertRejects(() => answer.bytes());
      else await answer.body?.cancel();
    }
    await eventually(() => assertEquals(server.errors.length, 1));
  });
}

Deno.test("fromFetchHandler() refuses methods that no Request has", async () => {
  await using server = serveFetch(() => new Response("never"));
  using client = await RawClient.connect(server.serverPort);
  assertEquals((await client.request("TRACE / HTTP/1.1\r\nHost: x\r\n\r\n")).status, 501);
});

Deno.test("fromFetchHandler() tells a function that its client has gone", async () => {
  const aborted = Promise.withResolvers<void>();
  const cancelled = Promise.withResolvers<void>();
  await using server = serveFetch((request) => {
    request.signal.addEventListener("abort", () => aborted.resolve());
    return new Response(
      new ReadableStream({
        pull: (controller): void => controller.enqueue(new Uint8Array(65536)),
        cancel: (): void => cancelled.resolve(),
      }),
    );
  });
  {
    using client = await RawClient.connect(server.serverPort);
    await client.send("GET / HTTP/1.1\r\nHost: x\r\n\r\n");
    await client.readExactly(1024);
  }
  await Promise.all([aborted.promise, cancelled.promise]);
});

Deno.test("fromFetchHandler() and toFetchHandler() are each other's inverse", async () => {
  class Greeter extends BaseHTTPRequestHandler {
    override logMessage(): void {}
    do_GET(): void {
      this.sendResponse(200, "Fine");
      this.sendHeader("Content-Length", 5);
      this.endHeaders();
      this.wfile.write(new TextEncoder().encode("hello"));
    }
  }
  await using server = serveFetch(toFetchHandler(Greeter));
  using client = await RawClient.connect(server.serverPort);
  const answer = await client.request("GET / HTTP/1.1\r\nHost: x\r\n\r\n");
  assertEquals([answer.status, answer.reason, answer.text], [200, "Fine", "hello"]);
});
