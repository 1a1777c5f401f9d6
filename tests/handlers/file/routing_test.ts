import { assertEquals, assertStringIncludes } from "@std/assert";
import { RawClient } from "../../helpers/raw_client.ts";
import { Site } from "./site.ts";

const PAGES = {
  "index.html": "top",
  "about.html": "about",
  "docs/index.html": "docs",
  "docs/guide.html": "guide",
  "both.html": "page",
  "both/x.txt": "x",
  "taken": "file",
  "taken.html": "page",
  "plain/x.txt": "x",
};

/** Target, status, and `Location` or the body. */
type Case = [target: string, status: number, expected: string];

async function check(t: Deno.TestContext, site: Site, cases: readonly Case[]): Promise<void> {
  for (const [target, status, expected] of cases) {
    await t.step(`${target} is ${status} ${expected}`, async () => {
      const answer = await site.ask(target);
      assertEquals(answer.status, status);
      if (status < 400 && status >= 300) assertEquals(answer.field("location"), expected);
      else if (status === 200) assertEquals(answer.text, expected);
      else assertStringIncludes(answer.text, expected);
    });
  }
  assertEquals(site.server.errors, []);
}

Deno.test("FileHTTPRequestHandler finds index pages, and keeps queries in redirects", async (t) => {
  await using site = new Site(PAGES);
  await check(t, site, [
    ["/", 200, "top"],
    ["/index.html", 200, "top"],
    ["/docs/", 200, "docs"],
    ["/docs", 301, "/docs/"],
    ["/docs?a=1&b", 301, "/docs/?a=1&b"],
    ["/about", 404, "File not found"],
    ["/about.html?x", 200, "about"],
    ["/about.html/", 404, "File not found"],
    ["/docs/../about.html", 200, "about"],
    ["//docs", 301, "/docs/"],
    ["/\\docs", 404, "File not found"],
    ["http://other.example/docs?a", 301, "/docs/?a"],
    ["http://other.example//docs", 301, "/docs/"],
    ["http://other.example", 200, "top"],
    ["/nothing", 404, "File not found"],
  ]);
});

Deno.test("FileHTTPRequestHandler leads from detours to the listing", async (t) => {
  await using site = new Site(PAGES, { prefix: "/my" });
  await check(t, site, [
    ["/my/docs/../plain/?sort=size", 301, "/my/plain/?sort=size"],
    ["/my/plain//", 301, "/my/plain/"],
    // Files and index pages count no segments.
    ["/my/docs/..//docs/", 200, "docs"],
    ["/my/docs/../about.html", 200, "about"],
  ]);
  for (const detour of ["../", "./", "/", "%2f", "a/../"]) {
    const { status, text } = await site.ask(`/my/${detour.repeat(10_000)}/plain/`);
    assertEquals([status, text], [301, ""], detour);
  }
});

Deno.test("FileHTTPRequestHandler leaves extensions out when cleanUrls is true", async (t) => {
  await using site = new Site(PAGES, { cleanUrls: true });
  await check(t, site, [
    ["/about", 200, "about"],
    ["/about?a=1", 200, "about"],
    ["/about.html", 301, "/about"],
    ["/about.html?a=1&b=2", 301, "/about?a=1&b=2"],
    ["/docs/guide", 200, "guide"],
    ["/docs/guide.html?q", 301, "/docs/guide?q"],
    ["/docs/index.html?q", 301, "/docs/?q"],
    ["/index.html", 301, "/"],
    ["/docs", 301, "/docs/"],
    // A page goes before the directory, and a file before the page.
    ["/both", 200, "page"],
    ["/both.html", 301, "/both"],
    ["/taken", 200, "file"],
    ["/taken.html", 200, "page"],
    ["/about/", 404, "File not found"],
    ["//evil.example/..%2fabout.html", 301, "/evil.example/..%2fabout"],
  ]);
});

Deno.test("FileHTTPRequestHandler answers with the application when spa is true", async (t) => {
  const files = { ...PAGES, "404.html": "own 404" };
  await using site = new Site(files, { spa: true });
  await check(t, site, [
    ["/", 200, "top"],
    ["/users/42", 200, "top"],
    ["/users/42?tab=a.b", 200, "top"],
    ["/about.html", 200, "about"],
    ["/plain/x.txt", 200, "x"],
    ["/missing.js", 404, "own 404"],
    ["/assets/missing.png?v=1", 404, "own 404"],
  ]);
  await t.step("also to a browser that enters a name with a dot", async () => {
    const page = await site.ask("/users/j.doe", [
      "Accept: text/html,application/xhtml+xml,*/*;q=0.8",
    ]);
    assertEquals([page.status, page.text], [200, "top"]);
  });
  await using other = new Site(PAGES, { spa: "docs/guide.html" });
  await t.step("or the file that is named", async () => {
    assertEquals((await other.ask("/any/thing")).text, "guide");
  });
});

Deno.test("FileHTTPRequestHandler answers once when a condition holds for the application", async (t) => {
  await using site = new Site({ ...PAGES, "404.html": "own 404" }, { spa: true });
  // A route, and a directory without an index page.
  for (const target of ["/users/42", "/plain/"]) {
    for (const [field, status] of [["If-None-Match: *", 304], ['If-Match: "x"', 412]] as const) {
      await t.step(`${target} with ${field} is ${status}`, async () => {
        using client = await RawClient.connect(site.port);
        const answer = await client.request(
          `GET ${target} HTTP/1.1\r\nHost: a\r\n${field}\r\n\r\n`,
        );
        assertEquals(answer.status, status);
        const next = await client.request("GET /about.html HTTP/1.1\r\nHost: a\r\n\r\n");
        assertEquals([next.status, next.text], [200, "about"]);
      });
    }
  }
});

Deno.test("FileHTTPRequestHandler answers with 404.html what is not there", async () => {
  await using site = new Site({ "404.html": "<p>Gone fishing", "a.txt": "a" });
  using client = await RawClient.connect(site.port);
  const answer = await client.request(
    "GET /nothing HTTP/1.1\r\nHost: a\r\nRange: bytes=0-1\r\n\r\n",
  );
  assertEquals([answer.status, answer.text], [404, "<p>Gone fishing"]);
  assertEquals(answer.field("content-type"), "text/html; charset=utf-8");
  assertEquals(answer.field("etag"), undefined);
  assertEquals(answer.field("cache-control"), "no-cache");
  // The connection goes on.
  assertEquals((await client.request("GET /a.txt HTTP/1.1\r\nHost: a\r\n\r\n")).text, "a");
});

Deno.test("FileHTTPRequestHandler serves under the prefix, and nothing beside it", async (t) => {
  for (const prefix of ["/my/files", "/my/files/"]) {
    await using site = new Site(PAGES, { prefix });
    await check(t, site, [
      ["/my/files/", 200, "top"],
      ["/my/files", 301, "/my/files/"],
      ["/my/files?a=1", 301, "/my/files/?a=1"],
      ["/my/files/docs?a=1", 301, "/my/files/docs/?a=1"],
      ["/my/files/about.html", 200, "about"],
      ["/my/filesystem", 404, "File not found"],
      ["/my/filesystem/about.html", 404, "File not found"],
      ["/about.html", 404, "File not found"],
      ["/", 404, "File not found"],
      ["/my", 404, "File not found"],
    ]);
    const listing = await site.ask("/my/files/plain/", ["Accept: application/json"]);
    assertEquals(JSON.parse(listing.text).path, "/plain/");
  }
});

Deno.test("FileHTTPRequestHandler hides what begins with a dot", async (t) => {
  const files = {
    ".env": "secret",
    ".git/config": "secret",
    "a/.b/c.txt": "secret",
    "a/x.txt": "x",
    ".well-known/security.txt": "known",
    "a/.well-known/x": "secret",
    "..data": "secret",
  };
  await using site = new Site(files);
  const hidden = [
    ...["/.env", "/.git/", "/.git", "/.git/config", "/a/.b/c.txt", "/a/.b/", "/%2eenv"],
    ...["/%2Egit/config", "/a/../.env", "/./.env", "/a/.well-known/x", "/.//.env", "/..data"],
    ...["/a%2F.b%2Fc.txt", "/.env?x", "/.ENV/../.env"],
  ];
  await check(t, site, [
    ...hidden.map((target) => [target, 404, "File not found"] as Case),
    ["/.well-known/security.txt", 200, "known"],
    ["/a/./x.txt", 200, "x"],
    ["/a/../a/x.txt", 200, "x"],
  ]);
  const names = async (site: Site): Promise<string[]> => {
    const { text } = await site.ask("/", ["Accept: application/json"]);
    return JSON.parse(text).entries.map(({ name }: { name: string }) => name);
  };
  assertEquals(await names(site), ["a"]);
  await using open = new Site(files, { dotfiles: true });
  await check(t, open, [["/.env", 200, "secret"], ["/.git/config", 200, "secret"]]);
  assertEquals((await names(open)).includes(".env"), true);
});

Deno.test("FileHTTPRequestHandler refuses what is no target with 400, and goes on serving", async (t) => {
  await using site = new Site(PAGES);
  const bad = ["/%", "/%zz", "/a%2", "/%00", "/about.html%00", "/\0", "about.html", "*"];
  for (const target of [...bad, "/%ff", "/%ed%a0%80", `/${"a".repeat(5000)}`, "/%c0%ae/"]) {
    await t.step(JSON.stringify(target.slice(0, 20)), async () => {
      const answer = await site.ask(target);
      assertEquals(answer.status, bad.includes(target) ? 400 : 404);
    });
  }
  for (
    const request of [
      "GET / HTTP/x\r\n\r\n",
      "GET  HTTP/1.1 x y\r\n\r\n",
      "\x01 / HTTP/1.1\r\n\r\n",
    ]
  ) {
    await t.step(JSON.stringify(request), async () => {
      using client = await RawClient.connect(site.port);
      await client.send(request);
      assertEquals(/^HTTP\/1\.1 (400|501) /.test(await client.readHead()), true);
    });
  }
  assertEquals((await site.ask("/about.html?%zz&%00")).text, "about");
  assertEquals(site.server.errors, []);
});

Deno.test("FileHTTPRequestHandler refuses several Hosts with 400 (RFC 9112, section 3.2)", async (t) => {
  await using site = new Site(PAGES);
  // So that it is remembered.
  assertEquals((await site.ask("/about.html")).status, 200);
  for (const host of ["Host: localhost", "host: other", "Host:"]) {
    for (const method of ["GET", "HEAD", "OPTIONS", "BREW"]) {
      await t.step(`${method} with ${host}`, async () => {
        const answer = await site.ask("/about.html", [host], method);
        assertEquals([answer.status, answer.field("connection")], [400, "close"]);
      });
    }
  }
});

/** Fields that do not say where the body ends (RFC 9112, sections 6.1 and 6.3). */
const UNCLEAR_BODIES: readonly (readonly string[])[] = [
  ["Transfer-Encoding: gzip"],
  ["Transfer-Encoding: chunked, gzip"],
  ["Transfer-Encoding: chunked", "Transfer-Encoding: chunked"],
  ["Transfer-Encoding: chunked", "Content-Length: 3"],
  ["Content-Length: x"],
  ["Content-Length: -1"],
  ["Content-Length: 1", "Content-Length: 2"],
];

for (const fields of UNCLEAR_BODIES) {
  Deno.test(`FileHTTPRequestHandler refuses ${fields.join(" and ")} with 400`, async () => {
    await using site = new Site(PAGES);
    for (const method of ["GET", "HEAD", "OPTIONS", "PUT"]) {
      const answer = await site.ask("/about.html", fields, method);
      assertEquals([answer.status, answer.field("connection")], [400, "close"]);
    }
  });
}

Deno.test("FileHTTPRequestHandler says which methods there are", async (t) => {
  await using site = new Site(PAGES);
  for (const method of ["POST", "PUT", "PATCH", "DELETE", "TRACE", "CONNECT"]) {
    await t.step(`and not ${method}`, async () => {
      const answer = await site.ask("/about.html", [], method);
      assertEquals([answer.status, answer.field("allow")], [405, "GET, HEAD, OPTIONS"]);
    });
  }
  for (const target of ["*", "/", "/nothing"]) {
    await t.step(`to OPTIONS ${target}`, async () => {
      const answer = await site.ask(target, [], "OPTIONS");
      assertEquals([answer.status, answer.field("allow")], [204, "GET, HEAD, OPTIONS"]);
    });
  }
  assertEquals((await site.ask("/", [], "BREW")).status, 501);
});

Deno.test("FileHTTPRequestHandler serves a single file", async () => {
  await using site = new Site({ "a b.txt": "content", "other.txt": "other" });
  await using single = new Site({}, { directory: site.directory.join("a b.txt") });
  const home = await single.ask("/");
  assertEquals([home.status, home.field("location")], [302, "/a%20b.txt"]);
  assertEquals((await single.ask("/a%20b.txt", ["Range: bytes=1-3"])).text, "ont");
  for (const target of ["/other.txt", "/a%20b.txt/", "/a%20b.txt/x", "/../other.txt", "/x/"]) {
    assertEquals((await single.ask(target)).status, 404, target);
  }
  assertEquals(single.server.errors, []);
});

Deno.test("FileHTTPRequestHandler adds the fields that it is told to, to files and listings", async () => {
  const extraResponseHeaders: [string, string][] = [["X-Own", "1"]];
  await using site = new Site({ "a.txt": "a", "404.html": "gone" }, { extraResponseHeaders });
  const cases: [target: string, fields: string[], status: number, own: string | undefined][] = [
    ["/a.txt", [], 200, "1"],
    ["/a.txt", ["Range: bytes=0-0"], 206, "1"],
    ["/a.txt", ["If-None-Match: *"], 304, "1"],
    ["/", [], 200, "1"],
    ["/nothing", [], 404, undefined],
    ["/a.txt", ['If-Match: "x"'], 412, undefined],
  ];
  for (const [target, fields, status, own] of cases) {
    const answer = await site.ask(target, fields);
    assertEquals([answer.status, answer.field("x-own")], [status, own], `${target} ${fields}`);
  }
});

Deno.test("FileHTTPRequestHandler varies by Accept where the application may be the answer", async () => {
  await using site = new Site({ "index.html": "app" }, { spa: true, compress: false });
  const vary = async (target: string): Promise<string | undefined> =>
    (await site.ask(target)).field("vary");
  assertEquals(await vary("/users/j.doe"), "Accept");
  assertEquals(await vary("/users"), undefined);
});

Deno.test("FileHTTPRequestHandler tells OPTIONS what clients may change", async () => {
  await using site = new Site({}, { mkdir: true, delete: true });
  const answer = await site.ask("/", [], "OPTIONS");
  assertEquals(answer.field("allow"), "GET, HEAD, OPTIONS, POST, DELETE, MKCOL");
  await using all = new Site({}, { upload: true, delete: true, cors: true });
  const preflight = await all.ask(
    "/",
    ["Origin: x", "Access-Control-Request-Method: MOVE"],
    "OPTIONS",
  );
  const methods = "GET, HEAD, OPTIONS, PUT, PATCH, POST, DELETE, MOVE";
  assertEquals(preflight.field("allow"), methods);
  assertEquals(preflight.field("access-control-allow-methods"), methods);
});
