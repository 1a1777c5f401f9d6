import { assert, assertEquals, assertMatch, assertNotEquals } from "@std/assert";
import { brotliDecompressSync, gunzipSync, zstdDecompressSync } from "node:zlib";
import { MemoryFile } from "../../../src/handlers/disk/served_file.ts";
import { compress, CompressedFile } from "../../../src/handlers/file/compression.ts";
import type { Coding } from "../../../src/handlers/file/representation.ts";
import { concat } from "../../../src/http/concat.ts";
import { areSame, latin1, latin1Of, noise, utf8 } from "../../helpers/bytes.ts";
import { decodeChunked } from "../../helpers/decode_chunked.ts";
import { parseAnswer, RawClient } from "../../helpers/raw_client.ts";
import { Site } from "./site.ts";

const SMALL = "All work and no play makes Jack a dull boy.\n".repeat(100);
/** Above the size up to which a file is read at once, and not the same all over. */
const LARGE = latin1Of(noise(800_000)).replaceAll(/[^a-m]/g, "\n").repeat(2);

/** The second implementation. */
const DECODERS: Readonly<Record<string, (bytes: Uint8Array) => Uint8Array>> = {
  br: brotliDecompressSync,
  gzip: gunzipSync,
  zstd: zstdDecompressSync,
};

for (const [coding, decode] of Object.entries(DECODERS)) {
  Deno.test(`FileHTTPRequestHandler compresses a small file as ${coding}`, async () => {
    await using site = new Site({ "a.txt": SMALL });
    const answer = await site.ask("/a.txt", [`Accept-Encoding: ${coding}`]);
    assertEquals(answer.status, 200);
    assertEquals(answer.field("content-encoding"), coding);
    assertEquals(answer.field("vary"), "Accept-Encoding");
    assertEquals(answer.field("content-type"), "text/plain; charset=utf-8");
    assertEquals(answer.field("content-length"), String(answer.body.length));
    assertEquals(answer.field("accept-ranges"), undefined);
    assert(answer.body.length < SMALL.length / 10);
    assert(areSame(decode(answer.body), utf8(SMALL)));
  });

  Deno.test(`FileHTTPRequestHandler compresses a large file as ${coding}, in chunks`, async () => {
    await using site = new Site({ "a.txt": latin1(LARGE) });
    using client = await RawClient.connect(site.port);
    await client.send(
      `GET /a.txt HTTP/1.1\r\nHost: a\r\nConnection: close\r\nAccept-Encoding: ${coding}\r\n\r\n`,
    );
    const answer = parseAnswer(await client.readToEnd());
    assertEquals(answer.field("content-encoding"), coding);
    assertEquals(answer.field("transfer-encoding"), "chunked");
    assertEquals(answer.field("content-length"), undefined);
    const { body, done, used } = decodeChunked([answer.body]);
    assertEquals([done, used], [true, answer.body.length]);
    assert(areSame(decode(latin1(body)), latin1(LARGE)));
  });

  Deno.test(`FileHTTPRequestHandler ends a large file as ${coding} with the connection for HTTP/1.0`, async () => {
    await using site = new Site({ "a.txt": latin1(LARGE) });
    using client = await RawClient.connect(site.port);
    await client.send(`GET /a.txt HTTP/1.0\r\nAccept-Encoding: ${coding}\r\n\r\n`);
    const answer = parseAnswer(await client.readToEnd());
    assertEquals(answer.field("transfer-encoding"), undefined);
    assertEquals(answer.field("content-length"), undefined);
    assert(areSame(decode(answer.body), latin1(LARGE)));
  });
}

for (const accept of ["text/html", "application/json", "text/plain"]) {
  Deno.test(`FileHTTPRequestHandler compresses listings as ${accept}`, async () => {
    const files = Array.from({ length: 40 }, (_, index) => [`${index}.txt`, "x"]);
    await using site = new Site(Object.fromEntries(files));
    const plain = await site.ask("/", [`Accept: ${accept}`]);
    assertEquals(plain.field("content-encoding"), undefined);
    assertEquals(plain.field("vary"), "Accept, Accept-Encoding");
    for (const [coding, decode] of Object.entries(DECODERS)) {
      const fields = [`Accept: ${accept}`, `Accept-Encoding: ${coding}`];
      const answer = await site.ask("/", fields);
      assertEquals(answer.field("content-encoding"), coding);
      assertEquals(answer.field("content-length"), String(answer.body.length));
      assert(areSame(decode(answer.body), plain.body));
      const head = await site.ask("/", fields, "HEAD");
      assertEquals(head.field("content-length"), answer.field("content-length"));
    }
    const refused = await site.ask("/", [`Accept: ${accept}`, "Accept-Encoding: identity;q=0"]);
    assertEquals([refused.status, refused.field("content-encoding")], [200, undefined]);
    await using other = new Site(Object.fromEntries(files), { compress: false });
    const identity = await other.ask("/", [`Accept: ${accept}`, "Accept-Encoding: gzip"]);
    assertEquals(identity.field("content-encoding"), undefined);
    assertEquals(identity.field("vary"), "Accept");
  });
}

Deno.test("FileHTTPRequestHandler sends files as they are when that is better", async (t) => {
  const files = { "a.txt": SMALL, "short.txt": "short", "a.png": SMALL, "a.txt.bz2": SMALL };
  await using site = new Site(files);
  const cases: [target: string, accepted: string | undefined][] = [
    ["/a.txt", undefined],
    ["/a.txt", ""],
    ["/a.txt", "identity"],
    ["/a.txt", "gzip;q=0"],
    ["/a.txt", "identity;q=1, gzip;q=0.5"],
    ["/a.txt", "deflate, compress"],
    ["/short.txt", "gzip, br, zstd"],
    ["/a.png", "gzip, br, zstd"],
    ["/a.txt.bz2", "gzip, br, zstd"],
  ];
  for (const [target, accepted] of cases) {
    await t.step(`${target} for ${accepted}`, async () => {
      const fields = accepted === undefined ? [] : [`Accept-Encoding: ${accepted}`];
      const answer = await site.ask(target, fields);
      assertEquals(answer.field("content-encoding"), undefined);
      assertEquals(answer.field("vary"), target.endsWith(".txt") ? "Accept-Encoding" : undefined);
      assertEquals(answer.text, files[target.slice(1) as keyof typeof files]);
    });
  }
});

Deno.test("FileHTTPRequestHandler compresses anything for who takes nothing else, or says 406", async () => {
  await using site = new Site({ "a.png": "picture" });
  const coded = await site.ask("/a.png", ["Accept-Encoding: gzip, identity;q=0"]);
  assertEquals(coded.field("content-encoding"), "gzip");
  assert(areSame(gunzipSync(coded.body), utf8("picture")));
  const refused = await site.ask("/a.png", ["Accept-Encoding: deflate, identity;q=0"]);
  assertEquals([refused.status, refused.field("vary")], [406, "Accept-Encoding"]);
});

Deno.test("FileHTTPRequestHandler has other tags for other codings", async () => {
  await using site = new Site({ "a.txt": SMALL });
  const tags = [];
  for (const coding of ["identity", "br", "gzip", "zstd"]) {
    const fields = [`Accept-Encoding: ${coding}`];
    const tag = (await site.ask("/a.txt", fields)).field("etag")!;
    assertEquals((await site.ask("/a.txt", [...fields, `If-None-Match: ${tag}`])).status, 304);
    tags.push(tag.replace("W/", ""));
  }
  assertEquals(new Set(tags).size, 4);
  const other = ["Accept-Encoding: gzip", `If-None-Match: ${tags[0]}`];
  assertEquals((await site.ask("/a.txt", other)).status, 200);
});

Deno.test("FileHTTPRequestHandler sends parts of the file as it is to who would take it compressed", async () => {
  await using site = new Site({ "a.txt": SMALL });
  const fields = ["Accept-Encoding: gzip", "Range: bytes=3-6"];
  const answer = await site.ask("/a.txt", fields);
  assertEquals([answer.status, answer.text], [206, SMALL.slice(3, 7)]);
  assertEquals(answer.field("content-encoding"), undefined);
  // Of what it has compressed there are no parts: it gets the whole.
  const { field } = await site.ask("/a.txt", ["Accept-Encoding: gzip"]);
  const whole = await site.ask("/a.txt", [...fields, `If-Range: ${field("etag")}`]);
  assertEquals([whole.status, whole.field("content-encoding")], [200, "gzip"]);
});

Deno.test("FileHTTPRequestHandler sends the compressed file beside the file", async (t) => {
  // Not what a compressor makes of it: so it shows which is sent.
  const files = { "a.js": SMALL, "a.js.br": "BROTLI", "a.js.gz": "GZIPPED", "a.js.zst": "ZSTD" };
  await using site = new Site(files);
  const cases: [accepted: string, coding: string | undefined, text: string][] = [
    ["gzip, deflate, br, zstd", "br", "BROTLI"],
    ["gzip", "gzip", "GZIPPED"],
    ["zstd", "zstd", "ZSTD"],
    ["gzip, br;q=0.5", "gzip", "GZIPPED"],
    ["identity", undefined, SMALL],
  ];
  for (const [accepted, coding, text] of cases) {
    await t.step(accepted, async () => {
      const answer = await site.ask("/a.js", [`Accept-Encoding: ${accepted}`]);
      assertEquals([answer.field("content-encoding"), answer.text], [coding, text]);
      assertEquals(answer.field("content-type"), "text/javascript; charset=utf-8");
      assertEquals(answer.field("accept-ranges"), "bytes");
      assertEquals(answer.field("vary"), "Accept-Encoding");
    });
  }
  await t.step("in parts, by a tag of its own", async () => {
    const fields = ["Accept-Encoding: br"];
    const tag = (await site.ask("/a.js", fields)).field("etag")!;
    assertMatch(tag, /^"/);
    assertNotEquals(tag, (await site.ask("/a.js")).field("etag"));
    const part = await site.ask("/a.js", [...fields, "Range: bytes=1-2", `If-Range: ${tag}`]);
    assertEquals([part.status, part.text], [206, "RO"]);
    assertEquals(part.field("content-range"), "bytes 1-2/6");
    assertEquals(part.field("content-encoding"), "br");
  });
  await t.step("but not where clients may upload one", async () => {
    await using open = new Site(files, { upload: true });
    const answer = await open.ask("/a.js", ["Accept-Encoding: br"]);
    assertEquals(answer.field("content-encoding"), "br");
    assert(areSame(brotliDecompressSync(answer.body), utf8(SMALL)));
    const part = await open.ask("/a.js", ["Accept-Encoding: br", "Range: bytes=0-2"]);
    assertEquals([part.status, part.text], [206, "All"]);
  });
  await t.step("and itself as what it is", async () => {
    const answer = await site.ask("/a.js.gz", ["Accept-Encoding: gzip"]);
    assertEquals(answer.field("content-type"), "application/gzip");
    assertEquals([answer.field("content-encoding"), answer.text], [undefined, "GZIPPED"]);
  });
});

Deno.test("FileHTTPRequestHandler passes a compressed file over that is older, a directory, or alone", async () => {
  await using site = new Site({
    "a.js": SMALL,
    "b.js.gz": "alone",
    "c.js": SMALL,
    "c.js.gz/x": "",
  });
  site.directory.writeOld("a.js.gz", "STALE", new Date("2019-01-01T00:00:00Z"));
  for (const target of ["/a.js", "/c.js"]) {
    const { body } = await site.ask(target, ["Accept-Encoding: gzip"]);
    assert(areSame(gunzipSync(body), utf8(SMALL)));
  }
  assertEquals((await site.ask("/b.js", ["Accept-Encoding: gzip"])).status, 404);
});

Deno.test("FileHTTPRequestHandler compresses nothing when compress is false", async () => {
  await using site = new Site({ "a.js": SMALL, "a.js.br": "BROTLI" }, { compress: false });
  const answer = await site.ask("/a.js", ["Accept-Encoding: br, gzip, zstd"]);
  assertEquals([answer.text, answer.field("vary")], [SMALL, undefined]);
});

Deno.test("FileHTTPRequestHandler answers others while it compresses a large file", async () => {
  await using site = new Site({ "a.txt": latin1(LARGE.repeat(4)), "b.txt": "b" });
  using slow = await RawClient.connect(site.port);
  await slow.send("GET /a.txt HTTP/1.1\r\nHost: a\r\nAccept-Encoding: gzip\r\n\r\n");
  await slow.readHead();
  // Nobody takes what is compressed: it has to wait.
  using other = await RawClient.connect(site.port);
  for (let count = 0; count < 20; count++) {
    assertEquals((await other.request("GET /b.txt HTTP/1.1\r\nHost: a\r\n\r\n")).text, "b");
  }
});

Deno.test("FileHTTPRequestHandler compresses so many large files at once, and sends others as they are", async () => {
  await using site = new Site({ "a.txt": latin1(LARGE), "b.txt": SMALL });
  const codingOf = async (target: string, accept = "br"): Promise<unknown> => {
    const { status, field } = await site.ask(target, [`Accept-Encoding: ${accept}`]);
    return status === 200 ? field("content-encoding") : status;
  };
  const others: CompressedFile[] = [];
  assertEquals(await codingOf("/a.txt"), "br");
  while (CompressedFile.hasRoom) {
    others.push(new CompressedFile(new MemoryFile(utf8("a")), "br", true));
  }
  assertEquals(others.length, 64);
  assertEquals(await codingOf("/a.txt"), undefined);
  assertEquals(await codingOf("/a.txt", "br, identity;q=0"), 503);
  assertEquals(await codingOf("/b.txt"), "br");
  others.pop()!.close();
  assertEquals(await codingOf("/a.txt"), "br");
  for (const other of others) other.close();
});

for (const [coding, decode] of Object.entries(DECODERS)) {
  Deno.test(`compress() hands on what it makes of the first MiB as ${coding}, and goes on`, async () => {
    const numbers = Array.from({ length: 400_000 }, (_, index) => index * 7919 % 65_537);
    const bytes = utf8(numbers.join(" "));
    const source = new MemoryFile(bytes);
    let read = 0;
    const counted = {
      readSync(buffer: Uint8Array): number | null {
        const count = source.readSync(buffer);
        read += count ?? 0;
        return count;
      },
      close: () => {},
    };
    const pieces: Uint8Array[] = [];
    let before = 0;
    for await (const piece of compress(counted, coding as Coding)) {
      if (pieces.length === 0) before = read;
      pieces.push(piece.slice());
    }
    assert(before < 1024 ** 2 && 2 * 1024 ** 2 < bytes.length, `${before} of ${bytes.length}`);
    assert(areSame(decode(concat(pieces)), bytes));
  });
}
