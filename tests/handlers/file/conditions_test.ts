import { assert, assertEquals, assertMatch, assertNotEquals } from "@std/assert";
import { Site } from "./site.ts";

const TEXT = "0123456789";

Deno.test("FileHTTPRequestHandler sends validators, and answers as they say", async (t) => {
  await using site = new Site({ "a.bin": TEXT });
  const { fields, field } = await site.ask("/a.bin");
  const tag = field("etag")!;
  const date = field("last-modified")!;
  assertMatch(tag, /^"[^"]+"$/);
  assertEquals(date, "Sun, 02 Feb 2020 02:02:02 GMT");
  assertEquals(fields.map(([name]) => name), [
    ...["Server", "Date", "Content-Type", "Content-Length", "Last-Modified", "Accept-Ranges"],
    ...["ETag", "Cache-Control"],
  ]);
  const earlier = "Sun, 02 Feb 2020 02:02:01 GMT";
  const later = "Sun, 02 Feb 2020 02:02:03 GMT";
  /** RFC 9110, sections 13.1 and 13.2.2. */
  const cases: [fields: string[], status: number][] = [
    [[`If-None-Match: ${tag}`], 304],
    [[`If-None-Match: W/${tag}`], 304],
    [[`If-None-Match: "x", ${tag}`], 304],
    [["If-None-Match: *"], 304],
    [['If-None-Match: "x"'], 200],
    [['If-None-Match: "x"', `If-Modified-Since: ${date}`], 200],
    [[`If-Modified-Since: ${date}`], 304],
    [[`If-Modified-Since: ${later}`], 304],
    [[`If-Modified-Since: ${earlier}`], 200],
    [[`If-Match: ${tag}`], 200],
    [["If-Match: *"], 200],
    [['If-Match: "x"'], 412],
    [[`If-Match: W/${tag}`], 412],
    [[`If-Unmodified-Since: ${date}`], 200],
    [[`If-Unmodified-Since: ${earlier}`], 412],
    [['If-Match: "x"', `If-None-Match: ${tag}`], 412],
    [['If-Match: "x"', "Range: bytes=0-1"], 412],
    [[`If-None-Match: ${tag}`, "Range: bytes=0-1"], 304],
    [["Range: bytes=0-1"], 206],
    [["Range: bytes=0-1", `If-Range: ${tag}`], 206],
    [["Range: bytes=0-1", `If-Range: W/${tag}`], 200],
    [["Range: bytes=0-1", 'If-Range: "x"'], 200],
    [["Range: bytes=0-1", `If-Range: ${date}`], 206],
    [["Range: bytes=0-1", `If-Range: ${later}`], 200],
    [["Range: bytes=99-", 'If-Range: "x"'], 200],
    [["Range: bytes=99-", `If-Range: ${tag}`], 416],
    [[`If-Match: ${tag}`, "Range: bytes=0-1"], 206],
  ];
  for (const [fields, status] of cases) {
    for (const method of ["GET", "HEAD"]) {
      await t.step(`${method} ${fields.join(", ")}`, async () => {
        // Parts are for GET alone (section 14.2).
        const isPart = status === 206 || status === 416;
        const expected = method === "HEAD" && isPart ? 200 : status;
        const answer = await site.ask("/a.bin", fields, method);
        assertEquals(answer.status, expected);
        if (expected === 304) {
          assertEquals(answer.field("etag"), tag);
          assertEquals(answer.field("cache-control"), "no-cache");
          assertEquals(answer.field("content-type"), undefined);
          assertEquals(answer.text, "");
        }
      });
    }
  }
  assertEquals(site.server.errors, []);
});

Deno.test("FileHTTPRequestHandler answers HEAD with the fields of GET, and without a body", async (t) => {
  const options = { cache: 60, cors: true };
  await using site = new Site({ "a.txt": TEXT.repeat(500), "d/x": "", "b.txt": "b" }, options);
  const requests: [target: string, fields: string[]][] = [
    ...["/a.txt", "/b.txt", "/d", "/d/", "/nothing", "/%"].map((target) =>
      [target, []] as [
        string,
        string[],
      ]
    ),
    ["/a.txt", ["Accept-Encoding: gzip"]],
    ["/a.txt", ["Accept-Encoding: *;q=0"]],
    ["/a.txt", ['If-Match: "x"']],
  ];
  for (const [target, fields] of requests) {
    await t.step(`${target} ${fields}`, async () => {
      const [get, head] = [await site.ask(target, fields), await site.ask(target, fields, "HEAD")];
      const withoutDate = (answer: typeof get): unknown[] => [
        answer.status,
        ...answer.fields.filter(([name]) => name !== "Date"),
      ];
      assertEquals(withoutDate(head), withoutDate(get));
      assertEquals(head.body.length, 0);
    });
  }
});

Deno.test("FileHTTPRequestHandler has a weak tag for a file that was changed just now", async () => {
  await using site = new Site();
  site.directory.write("a", "1");
  const first = await site.ask("/a");
  assertMatch(first.field("etag")!, /^W\/"/);
  const part = ["Range: bytes=0-0", `If-Range: ${first.field("last-modified")}`];
  assertEquals((await site.ask("/a", part)).status, 200);
  // The same time to the millisecond, and the same size; only later it can be told apart.
  site.directory.write("a", "2");
  const { mtime } = Deno.statSync(site.directory.join("a"));
  const settled = new Date(mtime!.getTime() - 3000);
  Deno.utimeSync(site.directory.join("a"), settled, settled);
  const second = await site.ask("/a", [`If-None-Match: ${first.field("etag")}`]);
  assertEquals([second.status, second.text], [200, "2"]);
  assertMatch(second.field("etag")!, /^"/);
  assertNotEquals(second.field("etag"), first.field("etag"));
});

Deno.test("FileHTTPRequestHandler has no Last-Modified in the future", async () => {
  await using site = new Site();
  site.directory.writeOld("a", "1", new Date(Date.now() + 3_600_000));
  const answer = await site.ask("/a");
  assert(Date.parse(answer.field("last-modified")!) <= Date.parse(answer.field("date")!));
});
