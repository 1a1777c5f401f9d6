import { assert, assertEquals, assertMatch } from "@std/assert";
import { areSame, join, latin1Of, noise } from "../../helpers/bytes.ts";
import { RawClient } from "../../helpers/raw_client.ts";
import { Site } from "./site.ts";

/** Below and above the size up to which a file is read at once. */
const SIZES = [10_000, 600_000];

for (const size of SIZES) {
  const content = noise(size);
  const last = size - 1;

  Deno.test(`FileHTTPRequestHandler sends a part of ${size} bytes`, async (t) => {
    await using site = new Site({ "a.bin": content });
    const cases: [range: string, start: number, end: number][] = [
      ["0-0", 0, 1],
      ["0-499", 0, 500],
      ["500-", 500, size],
      ["-500", size - 500, size],
      [`0-${last}`, 0, size],
      [`${last}-`, last, size],
      [`5000-${size * 2}`, 5000, size],
      [`-${size * 2}`, 0, size],
      ["100-200,150-300,301-400", 100, 401],
    ];
    for (const [range, start, end] of cases) {
      await t.step(range, async () => {
        const answer = await site.ask("/a.bin", [`Range: bytes=${range}`]);
        assertEquals(answer.status, 206);
        assertEquals(answer.field("content-range"), `bytes ${start}-${end - 1}/${size}`);
        assertEquals(answer.field("content-length"), String(end - start));
        assertEquals(answer.field("content-type"), "application/octet-stream");
        assert(areSame(answer.body, content.subarray(start, end)));
      });
    }
  });

  Deno.test(`FileHTTPRequestHandler sends several parts of ${size} bytes`, async () => {
    await using site = new Site({ "a.bin": content });
    const ranges = [[size - 10, size], [0, 1], [2000, 9000]] as const;
    const value = ranges.map(([start, end]) => `${start}-${end - 1}`).join(", ");
    const answer = await site.ask("/a.bin", [`Range: bytes=${value}`]);
    assertEquals(answer.status, 206);
    assertEquals(answer.field("content-range"), undefined);
    assertEquals(answer.field("content-length"), String(answer.body.length));
    const [, boundary] = /^multipart\/byteranges; boundary=([\w'()+,./:=?-]{1,70})$/
      .exec(answer.field("content-type")!)!;
    // RFC 9110, section 14.6, and RFC 2046, section 5.1.1.
    const parts = ranges.map(([start, end]) =>
      [
        `--${boundary}\r\nContent-Type: application/octet-stream\r\n` +
        `Content-Range: bytes ${start}-${end - 1}/${size}\r\n\r\n`,
        content.subarray(start, end),
      ] as const
    );
    const expected = parts.map(([head, bytes]) => head + latin1Of(bytes)).join("\r\n") +
      `\r\n--${boundary}--\r\n`;
    assertEquals(latin1Of(answer.body) === expected, true);
  });

  Deno.test(`FileHTTPRequestHandler goes on with the connection behind parts of ${size} bytes`, async () => {
    await using site = new Site({ "a.bin": content });
    using client = await RawClient.connect(site.port);
    const ask = (range: string): string =>
      `GET /a.bin HTTP/1.1\r\nHost: a\r\nRange: bytes=${range}\r\n\r\n`;
    const pieces: Uint8Array[] = [];
    // As a media player does: the head, the end for the index, and then one part after the other.
    await client.request(ask("0-"));
    await client.request(ask("-100"));
    for (let start = 0; start < size; start += 4321) {
      const answer = await client.request(ask(`${start}-${start + 4320}`));
      assertEquals(answer.status, 206);
      pieces.push(answer.body);
    }
    assert(areSame(join(pieces), content));
    const beyond = await client.request(ask(`${size}-`));
    assertEquals([beyond.status, beyond.field("content-range")], [416, `bytes */${size}`]);
    assertEquals((await client.request(ask("0-0,2-2"))).status, 206);
    assertEquals((await client.request("GET /a.bin HTTP/1.1\r\nHost: a\r\n\r\n")).status, 200);
    assertEquals(site.server.errors, []);
  });
}

Deno.test("FileHTTPRequestHandler sends the whole file when Range is of no use", async (t) => {
  await using site = new Site({ "a.bin": "0123456789" });
  const many = Array.from({ length: 101 }, (_, index) => `${index}-${index}`).join();
  for (const range of ["bytes=5-2", "bytes=x", "items=0-1", "bytes=", `bytes=${many}`]) {
    await t.step(range.slice(0, 20), async () => {
      const answer = await site.ask("/a.bin", [`Range: ${range}`]);
      assertEquals([answer.status, answer.text], [200, "0123456789"]);
    });
  }
  await t.step("twice", async () => {
    assertEquals((await site.ask("/a.bin", ["Range: bytes=0-1", "Range: bytes=2-3"])).status, 200);
  });
});

Deno.test("FileHTTPRequestHandler sends of an empty file what there is", async () => {
  await using site = new Site({ "a.bin": "" });
  const answer = await site.ask("/a.bin", ["Range: bytes=0-"]);
  assertEquals([answer.status, answer.field("content-range")], [416, "bytes */0"]);
});

Deno.test("FileHTTPRequestHandler ends the connection when a file shrinks while parts are sent", async () => {
  await using site = new Site({ "a.bin": noise(20_000_000) });
  using client = await RawClient.connect(site.port);
  await client.send(
    "GET /a.bin HTTP/1.1\r\nHost: a\r\nRange: bytes=0-9999999,10000001-\r\n\r\n",
  );
  const head = await client.readHead();
  assertMatch(head, /^HTTP\/1\.1 206 /);
  Deno.truncateSync(site.directory.join("a.bin"), 1000);
  const received = await client.readToEnd();
  assert(received.length < Number(/Content-Length: (\d+)/.exec(head)![1]));
  assertEquals(site.server.errors, []);
});
