import { assertEquals, assertStringIncludes } from "@std/assert";
import { isHashedName } from "../../../src/handlers/file/cache_control.ts";
import { Site } from "./site.ts";

const ORIGIN = "https://app.example";

Deno.test("FileHTTPRequestHandler lets all origins read when cors is true", async () => {
  await using site = new Site({ "a.txt": "a" }, { cors: true });
  for (const target of ["/a.txt", "/nothing", "/"]) {
    const answer = await site.ask(target, [`Origin: ${ORIGIN}`]);
    assertEquals(answer.field("access-control-allow-origin"), "*");
  }
  // Fetch Standard, section 3.2.3.
  const preflight = await site.ask("/a.txt", [
    `Origin: ${ORIGIN}`,
    "Access-Control-Request-Method: GET",
    "Access-Control-Request-Headers: range, x-own",
  ], "OPTIONS");
  assertEquals(preflight.status, 204);
  assertEquals(preflight.field("access-control-allow-origin"), "*");
  assertEquals(preflight.field("access-control-allow-methods"), "GET, HEAD, OPTIONS");
  assertEquals(preflight.field("access-control-allow-headers"), "range, x-own");
});

Deno.test("FileHTTPRequestHandler lets the origins of cors read, and no others", async (t) => {
  const cases: [origin: string | undefined, allowed: string | undefined][] = [
    [ORIGIN, ORIGIN],
    ["http://localhost:5173", "http://localhost:5173"],
    ["https://app.example.evil", undefined],
    ["https://app.example:8443", undefined],
    ["http://app.example", undefined],
    ["null", undefined],
    [undefined, undefined],
  ];
  await using site = new Site({ "a.bin": "a" }, { cors: [ORIGIN, "http://localhost:5173"] });
  for (const [origin, allowed] of cases) {
    await t.step(String(origin), async () => {
      const fields = origin === undefined ? [] : [`Origin: ${origin}`];
      const answer = await site.ask("/a.bin", fields);
      assertEquals(answer.field("access-control-allow-origin"), allowed);
      assertEquals(answer.field("vary"), "Origin");
      const asked = [...fields, "Access-Control-Request-Method: GET"];
      const preflight = await site.ask("/a.bin", asked, "OPTIONS");
      const methods = allowed === undefined ? undefined : "GET, HEAD, OPTIONS";
      assertEquals(preflight.field("access-control-allow-methods"), methods);
    });
  }
});

Deno.test("FileHTTPRequestHandler isolates pages when coop is true", async () => {
  await using site = new Site({ "a.html": "a" }, { coop: true });
  for (const target of ["/a.html", "/", "/nothing"]) {
    const answer = await site.ask(target);
    assertEquals(answer.field("cross-origin-opener-policy"), "same-origin");
    assertEquals(answer.field("cross-origin-embedder-policy"), "require-corp");
  }
});

Deno.test("FileHTTPRequestHandler sends Cache-Control as it is told", async (t) => {
  const files = { "a.js": "a", "main.3f9a1c0e.js": "b" };
  const year = "max-age=31536000, immutable";
  const own: [string, string][] = [["cache-control", "no-store"], ["X-Own", "1"]];
  const cases = [
    [{}, "no-cache", "no-cache"],
    [{ cache: 0 }, "max-age=0", "max-age=0"],
    [{ cache: 60 }, "max-age=60", "max-age=60"],
    [{ immutable: true }, "no-cache", year],
    [{ cache: 60, immutable: true }, "max-age=60", year],
    [{ cache: 60, immutable: true, extraResponseHeaders: own }, "no-store", "no-store"],
  ] as const;
  for (const [options, plain, hashed] of cases) {
    await t.step(JSON.stringify(options), async () => {
      await using site = new Site(files, options);
      const first = await site.ask("/a.js");
      assertEquals(first.field("cache-control"), plain);
      assertEquals((await site.ask("/main.3f9a1c0e.js")).field("cache-control"), hashed);
      const same = await site.ask("/a.js", [`If-None-Match: ${first.field("etag")}`]);
      assertEquals([same.status, same.field("cache-control")], [304, plain]);
      assertEquals(same.field("x-own"), first.field("x-own"));
    });
  }
});

/** Names that build tools give, and names that people give. */
const NAMES: [name: string, expected: boolean][] = [
  ["index-BkD3l_2h.js", true],
  ["app-MZ4KQ7VA.css", true],
  ["main.3f9a1c0e.js", true],
  ["vendor.8f14e45fceea167a5a36.js", true],
  ["logo.4f2a8c1d.svg", true],
  ["main.3f9a1c0e.chunk.js", true],
  ["main.3f9a1c0e.js.map", true],
  ["main.js", false],
  ["jquery.validate.min.js", false],
  ["report-20240131.json", false],
  ["vacation2024.jpg", false],
  ["photo-vacation2024.jpg", false],
  ["book-chapter10.css", false],
  ["bootstrap-5.3.2.min.css", false],
  ["main.3f9a1c0e.html", false],
  ["defaced.js", false],
];

for (const [name, expected] of NAMES) {
  Deno.test(`isHashedName() is ${expected} for ${name}`, () => {
    assertEquals(isHashedName(name), expected);
  });
}

Deno.test("FileHTTPRequestHandler says of text which character set it is in", async (t) => {
  const files = { "a.txt": "a", "b.html": "b", "c.json": "c", "d": "d" };
  const cases = [
    [{}, "; charset=utf-8"],
    [{ charset: "iso-8859-1" }, "; charset=iso-8859-1"],
    [{ charset: "" }, ""],
  ] as const;
  for (const [options, suffix] of cases) {
    await t.step(JSON.stringify(options), async () => {
      await using site = new Site(files, options);
      assertEquals((await site.ask("/a.txt")).field("content-type"), `text/plain${suffix}`);
      assertEquals((await site.ask("/b.html")).field("content-type"), `text/html${suffix}`);
      assertEquals((await site.ask("/c.json")).field("content-type"), "application/json");
      assertEquals((await site.ask("/d")).field("content-type"), "application/octet-stream");
    });
  }
});

Deno.test("FileHTTPRequestHandler says what is wrong with a page that fits small screens", async () => {
  await using site = new Site({});
  const answer = await site.ask("/<b>nothing");
  assertEquals(answer.status, 404);
  assertStringIncludes(answer.text, '<meta name="viewport" content="width=device-width');
  assertStringIncludes(answer.text, "<h1>404 File not found</h1>");
  assertEquals(answer.text.includes("<b>"), false);
});

Deno.test("FileHTTPRequestHandler says of compressed archives that they are compressed", async () => {
  const types = { "a.tar.gz": "application/gzip", "a.tgz": "application/gzip" };
  const more = { "a.TXZ": "application/x-xz", "a.tbz2": "application/x-bzip2" };
  for (const [name, type] of Object.entries({ ...types, ...more })) {
    await using site = new Site({ [name]: "x".repeat(2000) });
    const answer = await site.ask(`/${name}`, ["Accept-Encoding: gzip"]);
    const fields = ["content-type", "content-encoding"].map((field) => answer.field(field));
    assertEquals(fields, [type, undefined], name);
  }
});
