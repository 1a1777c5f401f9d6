import { assert, assertEquals, assertStringIncludes } from "@std/assert";
import { FileHTTPRequestHandler, type FileHTTPRequestHandlerOptions } from "../../../mod.ts";
import { type Answer, request } from "../../helpers/raw_client.ts";
import { serveWith } from "../../helpers/servers.ts";
import { TempDir } from "../../helpers/temp_dir.ts";

class Quiet extends FileHTTPRequestHandler {
  override logMessage(): void {}
}

for (
  const [accept, type, part] of [
    ["*/*", "text/html; charset=utf-8", ">Read me</h"],
    ["application/json", "application/json", '"name": "README.md"'],
    ["text/plain", "text/plain; charset=utf-8", "README.md"],
  ] as const
) {
  Deno.test(`FileHTTPRequestHandler lists a directory as ${type} when ${accept} is accepted`, async () => {
    using directory = new TempDir();
    directory.write("README.md", "## Read me\n");
    await using server = serveWith(Quiet, { directory: directory.path });
    const headers = { Accept: accept, Connection: "close" };
    const answer = await request(server.serverPort, "/", { headers });
    assertEquals(answer.status, 200);
    assertEquals(answer.field("content-type"), type);
    assertEquals(answer.field("cache-control"), "no-cache");
    assertStringIncludes(answer.text, part);
    assertEquals(server.errors, []);
  });
}

/** Asks for a listing: a target and fields. */
type Ask = (target?: string, fields?: Record<string, string>) => Promise<Answer>;

/** A directory with two files, and listings of it. */
async function withListings(
  options: FileHTTPRequestHandlerOptions,
  test: (ask: Ask, directory: TempDir) => Promise<void>,
): Promise<void> {
  using directory = new TempDir();
  directory.writeOld("a.txt", "a");
  directory.writeOld("b.txt", "b");
  await using server = serveWith(Quiet, { ...options, directory: directory.path });
  await test((target = "/", fields = {}) => {
    const { method = "GET", ...headers } = fields;
    return request(server.serverPort, target, {
      method,
      headers: { ...headers, Connection: "close" },
    });
  }, directory);
  assertEquals(server.errors, []);
}

/** Fields of a request, and how one with the tag of a listing is answered. */
const CONDITIONS: readonly [fields: (tag: string) => Record<string, string>, status: number][] = [
  [(tag) => ({ "If-None-Match": tag }), 304],
  [(tag) => ({ "If-None-Match": tag, "Accept-Encoding": "gzip" }), 304],
  [(tag) => ({ "If-None-Match": `"x", ${tag}` }), 304],
  [(tag) => ({ "If-None-Match": tag, method: "HEAD" }), 304],
  [() => ({ "If-None-Match": "*" }), 304],
  [() => ({ "If-None-Match": '"x"' }), 200],
  [(tag) => ({ "If-None-Match": tag, Accept: "application/json" }), 200],
  [(tag) => ({ "If-Match": tag }), 412],
  [() => ({ "If-Match": "*" }), 200],
  // It has no date.
  [() => ({ "If-Modified-Since": "Fri, 01 Jan 2100 00:00:00 GMT" }), 200],
  [() => ({ "If-Unmodified-Since": "Sat, 01 Jan 2000 00:00:00 GMT" }), 200],
];

for (const [fields, status] of CONDITIONS) {
  Deno.test(`FileHTTPRequestHandler answers ${status} to a listing with ${JSON.stringify(fields("TAG"))}`, async () => {
    await withListings({}, async (ask) => {
      const tag = (await ask()).field("etag")!;
      const answer = await ask("/", fields(tag));
      assertEquals(answer.status, status);
      assertEquals(answer.body.length === 0, status === 304);
    });
  });
}

Deno.test("FileHTTPRequestHandler sends a 304 the fields of the listing that it stands for", async () => {
  const extraResponseHeaders = [["X-Own", "1"]] as const;
  await withListings({ extraResponseHeaders, cors: true }, async (ask) => {
    const whole = await ask("/?limit=1");
    const answer = await ask("/?limit=1", { "If-None-Match": whole.field("etag")! });
    const ofBody = ["Date", "Content-Type", "Content-Length"];
    const fields = ({ fields }: Answer): unknown =>
      fields.filter(([name]) => !ofBody.includes(name));
    assertEquals(answer.status, 304);
    assertEquals(fields(answer), fields(whole));
    assert(answer.field("link") && answer.field("content-security-policy"));
  });
});

/** What makes another listing of a directory, besides the directory itself. */
const LISTINGS: readonly [
  what: string,
  target: string,
  fields: Record<string, string>,
  options: FileHTTPRequestHandlerOptions,
][] = [
  ["as it is", "/", {}, {}],
  ["as JSON", "/", { Accept: "application/json" }, {}],
  ["as text", "/", { Accept: "text/plain" }, {}],
  ["sorted by size", "/?sort=size", {}, {}],
  ["filtered", "/?q=a", {}, {}],
  ["in pages", "/?limit=1", {}, {}],
  ["as a grid", "/?view=grid", {}, {}],
  ["with hidden files", "/", {}, { dotfiles: true }],
  ["with uploads", "/", {}, { upload: true }],
  ["with archives", "/", {}, { archive: true }],
];

Deno.test("FileHTTPRequestHandler gives each listing of a directory a tag of its own", async () => {
  const seen = new Map<string, string>();
  for (const [what, target, fields, options] of LISTINGS) {
    await withListings(options, async (ask, directory) => {
      directory.writeOld(".hidden", "");
      const tag = (await ask(target, fields)).field("etag")!;
      assertEquals(seen.get(tag), undefined, what);
      assertEquals((await ask(target, fields)).field("etag"), tag, what);
      seen.set(tag, what);
    });
  }
});
