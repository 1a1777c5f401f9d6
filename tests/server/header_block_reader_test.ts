import { assertEquals, assertRejects } from "@std/assert";
import { HeaderBlockError } from "../../src/http/header_block.ts";
import { readHeaderBlock } from "../../src/server/header_block_reader.ts";
import { BufferedReader } from "../../src/server/reader.ts";
import { latin1Of } from "../helpers/bytes.ts";
import { MemoryStream } from "../helpers/memory_stream.ts";

/** Blocks as CPython's `http.client._read_headers` ends them, and what is left for the body. */
const BLOCKS: readonly (readonly [block: string, rest: string])[] = [
  ["\r\n", "body"],
  ["\n", "body\r\n"],
  ["A: b\r\n\r\n", "body"],
  ["A: b\nC: d\n\n", "\r\n"],
  ["A: b\r\n folded\r\n\r\n", ""],
  ["no colon\r\n\r\n", "x"],
  ["A: \xe9\x80\xff\r\n\r\n", "\xff"],
  ["A: b\r\r\n\r\n", "body"],
];

Deno.test("readHeaderBlock() reads up to the empty line, however the block arrives", async () => {
  for (const [block, rest] of BLOCKS) {
    const message = block + rest;
    for (let cut = 0; cut <= message.length; cut++) {
      const pieces = [message.slice(0, cut), message.slice(cut)].filter((piece) => piece !== "");
      const reader = new BufferedReader(new MemoryStream(...pieces));
      assertEquals(await readHeaderBlock(reader), block);
      while (await reader.fill());
      assertEquals(latin1Of(reader.buffered), rest);
    }
  }
});

Deno.test("readHeaderBlock() takes the end of the stream for the end of the block", async () => {
  for (const text of ["", "A: b", "A: b\r\n", "A: b\r\nC"]) {
    assertEquals(await readHeaderBlock(new BufferedReader(new MemoryStream(text))), text);
  }
});

/** CPython: `_MAXLINE` is 65536 bytes with the line end, `_MAXHEADERS` 100 lines with the empty one. */
const LIMITS: readonly (readonly [what: string, block: string, message: string | undefined])[] = [
  ["the longest line", `${"a".repeat(65534)}\r\n\r\n`, undefined],
  ["a longer line", `${"a".repeat(65535)}\r\n\r\n`, "Line too long"],
  ["a line without an end", "a".repeat(65537), "Line too long"],
  ["99 lines", `${"a: b\r\n".repeat(99)}\r\n`, undefined],
  ["100 lines", `${"a: b\r\n".repeat(100)}\r\n`, "Too many headers"],
  ["lines without an end", "a: b\r\n".repeat(10000), "Too many headers"],
];

for (const [what, block, message] of LIMITS) {
  const outcome = message === undefined ? "reads" : `raises "${message}" at`;
  Deno.test(`readHeaderBlock() ${outcome} ${what}`, async () => {
    const reader = new BufferedReader(new MemoryStream(block));
    if (message === undefined) assertEquals(await readHeaderBlock(reader), block);
    else await assertRejects(() => readHeaderBlock(reader), HeaderBlockError, message);
  });
}
