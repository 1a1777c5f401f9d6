import { assertEquals } from "@std/assert";
import { BufferedReader } from "../../src/server/reader.ts";
import { join, latin1, latin1Of, noise } from "../helpers/bytes.ts";
import { MemoryStream } from "../helpers/memory_stream.ts";

/** Every way to cut a text in two, and all of its characters one by one. */
function* splits(text: string): Generator<string[]> {
  for (let index = 0; index <= text.length; index++) {
    yield [text.slice(0, index), text.slice(index)].filter((piece) => piece !== "");
  }
  yield text.split("");
}

Deno.test("BufferedReader.readline() gives the same lines however they arrive", async () => {
  for (const pieces of splits("one\r\ntwo\n\n\nlast")) {
    const reader = new BufferedReader(new MemoryStream(...pieces));
    const lines: string[] = [];
    for (let line; (line = latin1Of(await reader.readline())) !== "";) lines.push(line);
    assertEquals(lines, ["one\r\n", "two\n", "\n", "\n", "last"], pieces.join("|"));
    assertEquals(latin1Of(await reader.readline()), "");
  }
});

/** CPython: `io.BufferedReader.readline(limit)` of `"abcdef\nghi"`, again and again. */
const LIMITS: readonly (readonly [limit: number, lines: readonly string[]])[] = [
  [-1, ["abcdef\n", "ghi"]],
  [0, [""]],
  [3, ["abc", "def", "\n", "ghi"]],
  [6, ["abcdef", "\n", "ghi"]],
  [7, ["abcdef\n", "ghi"]],
  [8, ["abcdef\n", "ghi"]],
];

Deno.test("BufferedReader.readline() ends a line at the limit", async () => {
  for (const [limit, lines] of LIMITS) {
    for (const pieces of splits("abcdef\nghi")) {
      const reader = new BufferedReader(new MemoryStream(...pieces));
      for (const line of lines) assertEquals(latin1Of(await reader.readline(limit)), line);
    }
  }
});

Deno.test("BufferedReader.readline() takes a line that is far longer than the first buffer", async () => {
  const line = latin1(`${"x".repeat(300_000)}\n`);
  const reader = new BufferedReader(
    new MemoryStream(line.subarray(0, 1000), line.subarray(1000), "y"),
  );
  assertEquals(await reader.readline(), line);
  assertEquals(latin1Of(await reader.readline()), "y");
});

Deno.test("BufferedReader.bufferedLine() does not wait for a line", async () => {
  const reader = new BufferedReader(new MemoryStream("on", "e\nt"));
  assertEquals(reader.bufferedLine(10), undefined);
  await reader.fill();
  assertEquals(reader.bufferedLine(10), undefined);
  assertEquals(latin1Of(reader.bufferedLine(2)!), "on");
  await reader.fill();
  assertEquals(latin1Of(reader.bufferedLine(10)!), "e\n");
  assertEquals(reader.bufferedLine(10), undefined);
  assertEquals(latin1Of(reader.buffered), "t");
});

Deno.test("BufferedReader.bufferedLine() sees no line end of what was there before", async () => {
  const reader = new BufferedReader(new MemoryStream("abc\n", "x"));
  await reader.fill();
  reader.consume(4);
  await reader.fill();
  assertEquals(reader.bufferedLine(10), undefined);
});

Deno.test("BufferedReader.readline() gives lines that outlive the next read", async () => {
  const reader = new BufferedReader(new MemoryStream("first\n", "second\n"));
  const first = await reader.readline();
  await reader.readline();
  assertEquals(latin1Of(first), "first\n");
});

Deno.test("BufferedReader.fill() stays at the end of the stream", async () => {
  const reader = new BufferedReader(new MemoryStream("a"));
  assertEquals([await reader.fill(), await reader.fill(), await reader.fill()], [
    true,
    false,
    false,
  ]);
  assertEquals(reader.bufferedLength, 1);
});

Deno.test("BufferedReader.readSome() gives what there is, in pieces no larger than asked for", async () => {
  const reader = new BufferedReader(new MemoryStream("abcde", "f"));
  assertEquals(latin1Of(await reader.readSome(0)), "");
  assertEquals(latin1Of(await reader.readSome(2)), "ab");
  assertEquals(latin1Of(await reader.readSome(100)), "cde");
  assertEquals(latin1Of(await reader.readSome(100)), "f");
  assertEquals(latin1Of(await reader.readSome(100)), "");
});

Deno.test("BufferedReader gives the bytes of its source in order, whatever is read", async () => {
  const bytes = noise(100_000);
  const pieces: Uint8Array[] = [];
  for (let start = 0; start < bytes.length; start += pieces.at(-1)!.length) {
    pieces.push(bytes.subarray(start, start * 7 % 9973 + start + 1));
  }
  const reader = new BufferedReader(new MemoryStream(...pieces));
  const read: Uint8Array[] = [];
  for (let turn = 0;; turn++) {
    const part = turn % 3 === 0 ? await reader.readline(turn) : await reader.readSome(turn * 5);
    if (part.length === 0 && turn > 0) break;
    read.push(part);
  }
  assertEquals(join(read), bytes);
});

Deno.test("BufferedReader.fill() lets two wait for the same bytes", async () => {
  const reader = new BufferedReader(new MemoryStream("ab", "c"));
  assertEquals(await Promise.all([reader.fill(), reader.fill()]), [true, true]);
  assertEquals(latin1Of(reader.buffered), "ab");
  assertEquals([await reader.fill(), await reader.fill(), await reader.fill()], [
    true,
    false,
    false,
  ]);
  assertEquals(latin1Of(reader.buffered), "abc");
});

Deno.test("BufferedReader.readInto() gives what is buffered first, and then reads without detours", async () => {
  const reader = new BufferedReader(new MemoryStream("one\ntwo", "three", "four"));
  assertEquals(latin1Of(await reader.readline()), "one\n");
  const buffer = new Uint8Array(4);
  const pieces: string[] = [];
  for (let count; (count = await reader.readInto(buffer)) > 0;) {
    pieces.push(latin1Of(buffer.subarray(0, count)));
  }
  assertEquals(pieces, ["two", "thre", "e", "four"]);
  assertEquals(await reader.readInto(buffer), 0);
  assertEquals(latin1Of(await reader.readline()), "");
});

Deno.test("BufferedReader.release() gives the memory up once, and not while a read is under way", async () => {
  const [first, second] = [
    new BufferedReader(new MemoryStream("1")),
    new BufferedReader({
      read: () => new Promise(() => {}),
    }),
  ];
  await first.fill();
  second.fill();
  for (const reader of [first, first, second]) reader.release();
  const [third, fourth] = ["third", "fourth"].map((text) =>
    new BufferedReader(new MemoryStream(text))
  );
  await Promise.all([third!.fill(), fourth!.fill()]);
  assertEquals([first.bufferedLength, latin1Of(third!.buffered), latin1Of(fourth!.buffered)], [
    0,
    "third",
    "fourth",
  ]);
});

Deno.test("BufferedReader waits with little memory in a crowd, and takes more for a request", async () => {
  const rooms: number[] = [];
  const pieces = ["x".repeat(100), "x".repeat(128), "y\n", "x".repeat(128), "x".repeat(127) + "\n"];
  const source = {
    crowded: false,
    read(buffer: Uint8Array): Promise<number> {
      rooms.push(buffer.length);
      return Promise.resolve(new TextEncoder().encodeInto(pieces.shift()!, buffer).written);
    },
  };
  const reader = new BufferedReader(source);
  await reader.fill();
  assertEquals(reader.cramped, false);
  reader.consume(100);
  source.crowded = true;
  await reader.fill();
  assertEquals(reader.cramped, true);
  await reader.fill();
  assertEquals(latin1Of(reader.buffered), `${"x".repeat(128)}y\n`);
  assertEquals(reader.cramped, false);
  reader.consume(130);
  await reader.fill();
  source.crowded = false;
  reader.consume(128);
  await reader.fill();
  assertEquals(rooms, [1024, 128, 1024 - 128, 128, 1024]);
});
