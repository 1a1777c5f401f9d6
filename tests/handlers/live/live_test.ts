import { assert, assertEquals, assertMatch, assertStringIncludes } from "@std/assert";
import { type FileServer, serve, type ServeOptions } from "../../../mod.ts";
import { isIgnored } from "../../../src/handlers/live/changes.ts";
import { inject } from "../../../src/handlers/live/injection.ts";
import { openPolicy } from "../../../src/handlers/live/policy.ts";
import { CapturedStderr } from "../../helpers/capture_stderr.ts";
import { RawClient, request } from "../../helpers/raw_client.ts";
import { TempDir } from "../../helpers/temp_dir.ts";

const PAGE = "<!DOCTYPE html><title>A page</title><p>Hello\n";
const ELEMENT_REGEXP =
  /<script src="\/\.http-server\/live\.js" data-since="\d{13}"(?: nonce="[A-Za-z0-9+/=]+")?><\/script>\n$/;

/** Serve a directory with live reload. */
function serveLive(directory: TempDir, options: ServeOptions = {}): FileServer {
  const local = { hostname: "127.0.0.1", port: 0, directory: directory.path, live: true };
  return serve({ ...local, log: "off", ...options });
}

/** A page that waits for changes. */
class Listener implements Disposable {
  readonly #client: RawClient;
  #text = "";

  private constructor(client: RawClient) {
    this.#client = client;
  }

  static async connect(port: number, query = ""): Promise<Listener> {
    const listener = new Listener(await RawClient.connect(port));
    await listener.#client.send(`GET /.http-server/live${query} HTTP/1.1\r\nHost: x\r\n\r\n`);
    assertStringIncludes(
      await listener.#client.readHead(),
      "\r\nContent-Type: text/event-stream\r\n",
    );
    await listener.#readTo("\n\n");
    return listener;
  }

  /** The paths of the next change. */
  async change(): Promise<string[]> {
    const event = await this.#readTo("\n\n");
    assertMatch(event, /^data: /);
    return JSON.parse(event.slice("data: ".length)).paths.toSorted();
  }

  async #readTo(end: string): Promise<string> {
    for (;;) {
      const index = this.#text.indexOf(end);
      if (index >= 0) {
        const found = this.#text.slice(0, index);
        this.#text = this.#text.slice(index + end.length);
        return found;
      }
      const bytes = await this.#client.read();
      assert(bytes !== null, "The server has ended the events");
      this.#text += new TextDecoder().decode(bytes);
    }
  }

  [Symbol.dispose](): void {
    this.#client[Symbol.dispose]();
  }
}

Deno.test("serve() puts a script behind pages, and tells their length", async () => {
  using directory = new TempDir();
  directory.writeOld("a.html", PAGE);
  directory.writeOld("large.html", PAGE.repeat(20_000));
  directory.writeOld("a.txt", "<p>Hello");
  await using server = serveLive(directory);
  using client = await RawClient.connect(server.addr.port);
  for (const [target, page] of [["/a.html", PAGE], ["/large.html", PAGE.repeat(20_000)]] as const) {
    const answer = await client.request(
      `GET ${target} HTTP/1.1\r\nHost: x\r\nAccept-Encoding: gzip\r\n\r\n`,
    );
    assert(answer.text.startsWith(page));
    assertMatch(answer.text.slice(page.length), ELEMENT_REGEXP);
    assertEquals(answer.field("content-encoding"), undefined);
    // What a client keeps, and asks for again, is the file without the script.
    for (const name of ["etag", "last-modified", "accept-ranges"]) {
      assertEquals(answer.field(name), undefined, name);
    }
    assertEquals(answer.field("cache-control"), "no-store");
    const head = await client.request(`HEAD ${target} HTTP/1.1\r\nHost: x\r\n\r\n`);
    assertEquals(head.field("content-length"), answer.field("content-length"));
  }
  const text = await client.request("GET /a.txt HTTP/1.1\r\nHost: x\r\n\r\n");
  assertEquals([text.text, text.field("cache-control")], ["<p>Hello", "no-cache"]);
  const since = "If-Modified-Since: Mon, 02 Feb 2060 02:02:02 GMT\r\n";
  const again = await client.request(`GET /a.html HTTP/1.1\r\nHost: x\r\n${since}\r\n`);
  assertEquals(again.status, 200);
  const fragment = await client.request(
    "GET /a.html HTTP/1.1\r\nHost: x\r\nSec-Fetch-Dest: empty\r\n\r\n",
  );
  assertEquals(fragment.text, PAGE);
  const none = await client.request("GET /none HTTP/1.1\r\nHost: x\r\n\r\n");
  assertEquals(none.status, 404);
  assertMatch(none.text, ELEMENT_REGEXP);
});

Deno.test("serve() gives the bytes of the file to those who ask for a range of a page", async () => {
  using directory = new TempDir();
  directory.writeOld("a.html", PAGE);
  await using server = serveLive(directory);
  using client = await RawClient.connect(server.addr.port);
  const answer = await client.request(
    "GET /a.html HTTP/1.1\r\nHost: x\r\nRange: bytes=5-9\r\n\r\n",
  );
  assertEquals([answer.status, answer.text], [206, PAGE.slice(5, 10)]);
});

Deno.test("serve() sends what is part of a page only once, and has it asked for each time", async () => {
  using directory = new TempDir();
  directory.writeOld("a.css", "a { color: red }\n".repeat(200));
  directory.writeOld("a.html", PAGE);
  await using server = serveLive(directory, { cache: 3600 });
  using client = await RawClient.connect(server.addr.port);
  const ask = (target: string, ...fields: string[]): ReturnType<RawClient["request"]> =>
    client.request(`GET ${target} HTTP/1.1\r\n${["Host: x", ...fields].join("\r\n")}\r\n\r\n`);
  const style = "Sec-Fetch-Dest: style";
  const first = await ask("/a.css", style, "Accept-Encoding: gzip");
  assertEquals(first.field("content-encoding"), "gzip");
  const again = await ask("/a.css", style, `If-None-Match: ${(await ask("/a.css")).field("etag")}`);
  assertEquals([first.status, again.status], [200, 304]);
  for (const { field } of [first, again]) assertEquals(field("cache-control"), "no-cache");
  directory.writeOld("a.css", "a {}", new Date("2022-02-02T02:02:02Z"));
  const changed = await ask("/a.css", style, `If-None-Match: ${again.field("etag")}`);
  assertEquals([changed.status, changed.text], [200, "a {}"]);
  // A fragment is the file as it is; the page, which has the script behind it, is another.
  const fragment = await ask("/a.html", "Sec-Fetch-Dest: empty");
  const condition = `If-None-Match: ${fragment.field("etag")}`;
  for (
    const [destination, status] of [["empty", 304], ["document", 200], ["iframe", 200]] as const
  ) {
    const answer = await ask("/a.html", `Sec-Fetch-Dest: ${destination}`, condition);
    assertEquals(answer.status, status, destination);
  }
  assertEquals((await ask("/a.html", condition)).status, 200);
});

Deno.test("serve() has no script where nobody asked for it", async () => {
  using directory = new TempDir();
  directory.writeOld("a.html", PAGE);
  using _stderr = new CapturedStderr();
  await using server = serve({ hostname: "127.0.0.1", port: 0, directory: directory.path });
  const headers = { Connection: "close" };
  assertEquals((await request(server.addr.port, "/a.html", { headers })).text, PAGE);
  assertEquals((await request(server.addr.port, "/.http-server/live", { headers })).status, 404);
});

/** Ways in which editors and others write, and what pages are told. */
const WRITES:
  readonly (readonly [what: string, write: (directory: TempDir) => void, paths: string[]])[] = [
    ["writes a file", (directory) => directory.write("a.html", "new"), ["a.html"]],
    ["writes a file by rename", (directory) => {
      directory.write(".a.html.swp", "new");
      Deno.renameSync(directory.join(".a.html.swp"), directory.join("a.html"));
    }, ["a.html"]],
    ["keeps the old file as a backup", (directory) => {
      Deno.renameSync(directory.join("a.html"), directory.join("a.html~"));
      directory.write("a.html", "new");
    }, ["a.html"]],
    ["removes a file", (directory) => Deno.removeSync(directory.join("a.html")), ["a.html"]],
    ["changes two files", (directory) => {
      directory.write("a.html", "new");
      directory.write("sub/b.css", "new");
    }, ["a.html", "sub/b.css"]],
  ];

for (const [what, write, paths] of WRITES) {
  Deno.test(`serve() tells pages when somebody ${what}`, async () => {
    using directory = new TempDir();
    directory.mkdir("sub");
    directory.write("a.html", PAGE);
    await using server = serveLive(directory);
    using listener = await Listener.connect(server.addr.port);
    write(directory);
    assertEquals(await listener.change(), paths);
  });
}

Deno.test("serve() tells many pages, those that missed it, and directories that are new", async () => {
  using directory = new TempDir();
  directory.write("a.html", PAGE);
  await using server = serveLive(directory);
  const { port } = server.addr;
  const listeners = await Promise.all(Array.from({ length: 50 }, () => Listener.connect(port)));
  const before = Date.now();
  directory.write("a.html", "new");
  const told = await Promise.all(listeners.map((listener) => listener.change()));
  assertEquals(told, Array(50).fill(["a.html"]));
  for (const listener of listeners) listener[Symbol.dispose]();
  {
    using late = await Listener.connect(port, `?since=${before}`);
    assertEquals(await late.change(), ["a.html"]);
    // From before the server: anything may have changed.
    using old = await Listener.connect(port, "?since=1");
    assertEquals(await old.change(), []);
  }
  using listener = await Listener.connect(port, `?since=${Date.now()}`);
  directory.mkdir("new");
  assertEquals(await listener.change(), ["new"]);
  directory.write("new/b.css", "new");
  assertEquals(await listener.change(), ["new/b.css"]);
});

Deno.test("serve() goes on when the directory is replaced", async () => {
  using parent = new TempDir();
  const directory = parent.mkdir("dist");
  using stderr = new CapturedStderr();
  const local = { hostname: "127.0.0.1", port: 0, directory, live: true } as const;
  await using server = serve({ ...local, log: "off" });
  using listener = await Listener.connect(server.addr.port);
  Deno.removeSync(directory);
  parent.mkdir("dist");
  assertEquals(await listener.change(), []);
  parent.write("dist/a.html", PAGE);
  assertEquals(await listener.change(), ["a.html"]);
  assertStringIncludes(stderr.text, "any more, trying again\n");
});

Deno.test("serve() does not count a page that waits among the idle, and ends without it", async () => {
  using directory = new TempDir();
  await using server = serveLive(directory, { limits: { idleTimeout: 0.2 } });
  using listener = await Listener.connect(server.addr.port);
  using idle = await RawClient.connect(server.addr.port);
  assertEquals((await idle.readToEnd()).length, 0);
  directory.write("a.html", PAGE);
  assertEquals(await listener.change(), ["a.html"]);
  await server.shutdown();
});

Deno.test("serve() tells the names of files to pages of its own only", async () => {
  using directory = new TempDir();
  await using server = serveLive(directory);
  const answer = await request(server.addr.port, "/.http-server/live", {
    headers: { "Connection": "close", "Sec-Fetch-Site": "cross-site" },
  });
  assertEquals(answer.status, 403);
});

for (
  const [path, ignored] of [
    ["a.html", false],
    ["a/b.css", false],
    ["node_modules.html", false],
    [".git/index", true],
    ["a/.b.html.swp", true],
    ["a.html~", true],
    ["a/b.swx", true],
    ["a/4913", true],
    ["#a.html#", true],
    ["a/node_modules/b.js", true],
    ["a.html___jb_tmp___", true],
  ] as const
) {
  Deno.test(`isIgnored() is ${ignored} for ${path}`, () => assertEquals(isIgnored(path), ignored));
}

/** Policies, and what becomes of them. CSP level 3. */
const POLICIES = [
  ["img-src 'self'", "img-src 'self'", false],
  ["default-src 'self'", "default-src 'self'; script-src 'self' 'nonce-N'", true],
  ["default-src 'none'", "default-src 'none'; script-src 'nonce-N'; connect-src 'self'", true],
  ["script-src 'none'", "script-src 'nonce-N'", true],
  ["script-src 'unsafe-inline'", "script-src 'unsafe-inline' 'self'", false],
  [
    "script-src 'strict-dynamic' 'nonce-x' 'unsafe-inline'",
    "script-src 'strict-dynamic' 'nonce-x' 'unsafe-inline' 'nonce-N'",
    true,
  ],
  [
    "script-src-elem a.example; script-src 'none'",
    "script-src-elem a.example 'nonce-N'; script-src 'none'",
    true,
  ],
  ["connect-src b.example", "connect-src b.example 'self'", false],
  [
    "script-src 'self', script-src 'self'",
    "script-src 'self' 'nonce-N', script-src 'self' 'nonce-N'",
    true,
  ],
  ["SCRIPT-SRC 'NONE'; script-src *", "script-src 'nonce-N'", true],
  ["sandbox allow-scripts", "sandbox allow-scripts", false],
] as const;

for (const [policy, value, needsNonce] of POLICIES) {
  Deno.test(`openPolicy() makes ${value} of ${policy}`, () => {
    assertEquals(openPolicy(policy, "N"), { value, needsNonce });
  });
}

Deno.test("openPolicy() leaves a page without scripts alone", () => {
  assertEquals(openPolicy("sandbox", "N"), undefined);
});

/** Answers that are no page to add to. */
const LEFT_ALONE = [
  [200, [["Content-Type", "text/plain"]]],
  [200, [["Content-Type", "application/xhtml+xml"]]],
  [200, [["Content-Type", "text/html; charset=utf-16le"]]],
  [200, [["Content-Type", "text/html"], ["Content-Encoding", "gzip"]]],
  [200, [["Content-Type", "text/html"], ["Transfer-Encoding", "chunked"]]],
  [200, [["Content-Type", "text/html"], ["Content-Disposition", "attachment; filename=a"]]],
  [200, [["Content-Type", "text/html"], ["Content-Security-Policy", "sandbox"]]],
  [206, [["Content-Type", "text/html"], ["Content-Range", "bytes 0-1/2"]]],
  [304, [["Content-Type", "text/html"]]],
] as const;

for (const [status, fields] of LEFT_ALONE) {
  Deno.test(`inject() leaves ${status} with ${JSON.stringify(fields)} alone`, () => {
    assertEquals(inject(status, fields, "document"), undefined);
  });
}
