import { assert, assertEquals, assertRejects } from "@std/assert";
import type { BodyFraming } from "../../src/http/body_framing.ts";
import { ChunkedError } from "../../src/http/chunked.ts";
import { RequestError } from "../../src/http/request_error.ts";
import type { Source } from "../../src/server/reader.ts";
import { RequestReader } from "../../src/server/request_reader.ts";
import { join, latin1, latin1Of, noise } from "../helpers/bytes.ts";
import { MemoryStream } from "../helpers/memory_stream.ts";
import { turnsDuring } from "../helpers/turns.ts";

const BODY = "one\r\ntwo\nthree";

/** What follows the body on the connection. */
const NEXT = "GET / HTTP/1.1\r\n";

/** The body in each framing that has an end. */
const FRAMED: readonly (readonly [framing: BodyFraming, message: string])[] = [
  [BODY.length, BODY],
  ["chunked", "4\r\none\r\r\n1;a=b\r\n\n\r\n9\r\ntwo\nthree\r\n0\r\nTrailer: x\r\n\r\n"],
];

/** Every way to cut a message in two, and all of its bytes one by one. */
function* splits(message: string): Generator<string[]> {
  for (let index = 0; index <= message.length; index++) {
    yield [message.slice(0, index), message.slice(index)].filter((piece) => piece !== "");
  }
  yield message.split("");
}

/** Run something at every position that the message could be cut at, with and without a next request. */
async function everywhere(
  run: (reader: RequestReader, cut: string) => Promise<void>,
): Promise<void> {
  for (const [framing, message] of FRAMED) {
    for (const pieces of splits(message + NEXT)) {
      const reader = new RequestReader(new MemoryStream(...pieces));
      reader.beginBody(framing);
      await run(reader, `${framing}: ${pieces.join("|")}`);
    }
  }
}

async function assertNextRequest(reader: RequestReader, cut: string): Promise<void> {
  assertEquals(await reader.endBody(0), true, cut);
  assertEquals(latin1Of(await reader.readline()), NEXT, cut);
}

Deno.test("RequestReader.read() reads a body to its end and no further", async () => {
  await everywhere(async (reader, cut) => {
    assertEquals(latin1Of(await reader.read()), BODY, cut);
    assertEquals(await reader.read(), new Uint8Array(0));
    await assertNextRequest(reader, cut);
  });
});

Deno.test("RequestReader.read() waits for as many bytes as asked for", async () => {
  await everywhere(async (reader, cut) => {
    const pieces = [];
    for (const size of [0, 1, 6, 2, 100]) pieces.push(latin1Of(await reader.read(size)));
    assertEquals(pieces, ["", "o", "ne\r\ntw", "o\n", "three"], cut);
    await assertNextRequest(reader, cut);
  });
});

Deno.test("RequestReader.readline() reads the lines of a body", async () => {
  await everywhere(async (reader, cut) => {
    const lines = [];
    for (let turn = 0; turn < 5; turn++) lines.push(latin1Of(await reader.readline()));
    assertEquals(lines, ["one\r\n", "two\n", "three", "", ""], cut);
    await assertNextRequest(reader, cut);
  });
});

Deno.test("RequestReader.readline() ends a line at the limit", async () => {
  await everywhere(async (reader, cut) => {
    const lines = [];
    for (const limit of [0, 2, 5, 4, -1]) lines.push(latin1Of(await reader.readline(limit)));
    assertEquals(lines, ["", "on", "e\r\n", "two\n", "three"], cut);
  });
});

Deno.test("RequestReader mixes readline(), read() and readSome()", async () => {
  await everywhere(async (reader, cut) => {
    assertEquals(latin1Of(await reader.readline()), "one\r\n", cut);
    assertEquals(latin1Of(await reader.read(1)), "t", cut);
    assertEquals(latin1Of(await reader.readline(1)), "w", cut);
    assertEquals(latin1Of(await reader.readline()), "o\n", cut);
    assertEquals(latin1Of(await reader.readSome(1)), "t", cut);
    assertEquals(latin1Of(await reader.read()), "hree", cut);
    await assertNextRequest(reader, cut);
  });
});

Deno.test("RequestReader.readInto() reads a body to its end and no further", async () => {
  for (const size of [1, 3, 7, 4096]) {
    await everywhere(async (reader, cut) => {
      const buffer = new Uint8Array(size);
      let body = latin1Of(await reader.read(1));
      for (let count; (count = await reader.readInto(buffer)) > 0;) {
        body += latin1Of(buffer.subarray(0, count));
      }
      assertEquals(body, BODY, `${size} bytes at a time: ${cut}`);
      await assertNextRequest(reader, cut);
    });
  }
});

Deno.test("RequestReader.readable streams what is left of a body", async () => {
  await everywhere(async (reader, cut) => {
    await reader.readline();
    const pieces = await Array.fromAsync(reader.readable);
    assertEquals(latin1Of(join(pieces)), "two\nthree", cut);
    await assertNextRequest(reader, cut);
  });
});

Deno.test("RequestReader.readable reads nothing before it is asked to", async () => {
  const reader = new RequestReader(new MemoryStream("abc"));
  reader.beginBody(3);
  const stream = reader.readable.getReader();
  assertEquals(reader.bufferedLength, 0);
  assertEquals((await stream.read()).value, latin1("abc"));
  assertEquals((await stream.read()).done, true);
});

Deno.test("RequestReader reads to the end of the connection when the framing is unknown", async () => {
  for (const pieces of splits(BODY + NEXT)) {
    const reader = new RequestReader(new MemoryStream(...pieces));
    reader.beginBody("unknown");
    assertEquals(latin1Of(await reader.readline()), "one\r\n");
    assertEquals(latin1Of(await reader.read()), `two\nthree${NEXT}`);
  }
});

/** Readers of all beginnings of a message that are not all of it. */
function* cutShort(framing: BodyFraming, message: string): Generator<RequestReader> {
  for (let length = 0; length < message.length; length++) {
    const reader = new RequestReader(new MemoryStream(message.slice(0, length)));
    reader.beginBody(framing);
    yield reader;
  }
}

Deno.test("RequestReader gives what there is when the connection ends within a body of a known length", async () => {
  let length = 0;
  for (const reader of cutShort(BODY.length, BODY)) {
    assertEquals(latin1Of(await reader.read()), BODY.slice(0, length++));
    assertEquals([latin1Of(await reader.read()), reader.bodyEnded], ["", false]);
  }
});

Deno.test("RequestReader raises RequestError when the connection ends within a chunked body", async () => {
  const [, [, message]] = FRAMED as [unknown, readonly [BodyFraming, string]];
  for (const reader of cutShort("chunked", message)) {
    // It stays so: nobody takes the end for the body's.
    for (let turn = 0; turn < 2; turn++) {
      const error = await assertRejects(() => reader.read(), RequestError, "ends early");
      assertEquals([error.status, reader.bodyEnded], [400, false]);
    }
  }
});

Deno.test("RequestReader.readable fails when the connection ends within a body", async () => {
  for (const [framing, message] of FRAMED) {
    for (const reader of cutShort(framing, message)) {
      await assertRejects(() => Array.fromAsync(reader.readable), RequestError, "ends early");
    }
  }
});

Deno.test("RequestReader raises RequestError when more comes than the limit allows", async () => {
  const unknown = ["unknown", BODY] as const;
  for (const [framing, message] of [...FRAMED.slice(1), unknown]) {
    for (const [limit, status] of [[BODY.length, undefined], [BODY.length - 1, 413]] as const) {
      const reader = new RequestReader(new MemoryStream(message));
      reader.beginBody(framing, limit);
      const body = reader.read();
      if (status === undefined) assertEquals(latin1Of(await body), BODY);
      else assertEquals((await assertRejects(() => body, RequestError)).status, status);
    }
  }
});

Deno.test("RequestReader.endBody() drops what was not read", async () => {
  await everywhere(async (reader, cut) => {
    await reader.readline();
    assertEquals(await reader.endBody(BODY.length), true, cut);
    assertEquals(latin1Of(await reader.readline()), NEXT, cut);
  });
});

Deno.test("RequestReader.endBody() drops no more than the limit", async () => {
  const message = noise(100_000);
  for (const [limit, ended] of [[99_999, false], [100_000, true]] as const) {
    const reader = new RequestReader(new MemoryStream(message));
    reader.beginBody(message.length);
    assertEquals(await reader.endBody(limit), ended);
  }
});

Deno.test("RequestReader.endBody() drops no more than the limit of a chunked body", async () => {
  const chunk = `400\r\n${"x".repeat(1024)}\r\n`;
  for (const [count, ended] of [[64, true], [65, false], [1000, false]] as const) {
    const stream = new MemoryStream(...Array(count).fill(chunk), "0\r\n\r\n");
    const reader = new RequestReader(stream);
    reader.beginBody("chunked");
    assertEquals(await reader.endBody(65536), ended, `${count} KiB`);
  }
});

Deno.test("RequestReader.endBody() waits for nothing when the framing is unknown", async () => {
  const stream = new MemoryStream("x");
  stream.read = (): Promise<number | null> => {
    throw new Error("Waits for the client");
  };
  const reader = new RequestReader(stream);
  reader.beginBody("unknown");
  assertEquals(await reader.endBody(65536), false);
});

Deno.test("RequestReader.endBody() says so when the connection ends first", async () => {
  for (const [framing, message] of FRAMED) {
    const reader = new RequestReader(new MemoryStream(message.slice(0, -1)));
    reader.beginBody(framing);
    assertEquals(await reader.endBody(65536), false);
  }
});

Deno.test("RequestReader raises ChunkedError when a chunked body is malformed", async () => {
  for (
    const message of ["x\r\n", "3\nabc\r\n0\r\n\r\n", "3\r\nabcd\r\n0\r\n\r\n", "0\r\nA: b\n\r\n"]
  ) {
    const reader = new RequestReader(new MemoryStream(message));
    reader.beginBody("chunked");
    await assertRejects(() => reader.read(), ChunkedError, undefined, message);
  }
});

Deno.test("RequestReader.readInto() gives what came before the fault of a chunked body", async () => {
  const message = "3\r\nabc\r\nx\r\n";
  for (const pieces of splits(message)) {
    const reader = new RequestReader(new MemoryStream(...pieces));
    reader.beginBody("chunked");
    const buffer = new Uint8Array(100);
    let body = "";
    const readAll = async (): Promise<void> => {
      for (let count; (count = await reader.readInto(buffer)) > 0;) {
        body += latin1Of(buffer.subarray(0, count));
      }
    };
    for (let time = 0; time < 2; time++) await assertRejects(readAll, ChunkedError);
    assertEquals(body, "abc", pieces.join("|"));
    // What is wrong is not taken for the end of the connection.
    assertEquals(reader.bufferedLength > 0, true);
  }
});

Deno.test("RequestReader.readInto() raises RequestError when a chunked body ends early or is too large", async () => {
  for (const [message, limit] of [["5\r\nabc", Infinity], ["3\r\nabc\r\n0\r\n\r\n", 2]] as const) {
    const reader = new RequestReader(new MemoryStream(message));
    reader.beginBody("chunked", limit);
    const readAll = async (): Promise<void> => {
      while (await reader.readInto(new Uint8Array(100)) > 0);
    };
    await assertRejects(readAll, RequestError);
    assertEquals(reader.bufferedLength, 0);
  }
});

Deno.test("RequestReader reads more at once the more comes at once", async () => {
  const bytes = noise(300_000);
  const source = { position: 0, largest: 0, closed: false };
  const reader = new RequestReader({
    ...source,
    read(buffer: Uint8Array): Promise<number | null> {
      source.largest = Math.max(source.largest, buffer.length);
      const part = bytes.subarray(source.position, source.position + buffer.length);
      buffer.set(part);
      source.position += part.length;
      return Promise.resolve(part.length === 0 ? null : part.length);
    },
  });
  reader.beginBody(bytes.length);
  assertEquals((await reader.readSome(65536)).length <= 4096, true);
  assertEquals(join([bytes.subarray(0, source.position), await reader.read()]), bytes);
  assertEquals(source.largest, 65536);
});

Deno.test("RequestReader reads a large chunked body without loss", async () => {
  const bytes = noise(1_000_000);
  const pieces: (Uint8Array | string)[] = [];
  for (let start = 0; start < bytes.length;) {
    const chunk = bytes.subarray(start, start * 3 % 50_021 + start + 1);
    pieces.push(`${chunk.length.toString(16)}\r\n`, chunk, "\r\n");
    start += chunk.length;
  }
  const reader = new RequestReader(new MemoryStream(...pieces, "0\r\n\r\n"));
  reader.beginBody("chunked");
  assertEquals(await reader.read(), bytes);
  const other = new RequestReader(new MemoryStream(...pieces, "0\r\n\r\n"));
  other.beginBody("chunked");
  const received = new Uint8Array(bytes.length + 10_000);
  let length = 0;
  const next = (): Uint8Array => received.subarray(length, length + 10_000);
  for (let count; (count = await other.readInto(next())) > 0;) length += count;
  assertEquals(received.subarray(0, length), bytes);
});

/** How many blocks a body comes in, in the tests of turns. */
const BLOCKS = 60;

/** A peer that sends faster than what it sends is read, which takes a while. */
class QuickSource implements Source {
  readonly #block: Uint8Array;
  #left = BLOCKS;

  constructor(block: string) {
    this.#block = latin1(block);
  }

  read(buffer: Uint8Array): Promise<number | null> {
    for (const start = performance.now(); performance.now() - start < 2;);
    if (this.#left-- <= 0) return Promise.resolve(null);
    buffer.set(this.#block);
    return Promise.resolve(this.#block.length);
  }
}

for (
  const [name, readAll] of [
    ["read()", (reader) => reader.read()],
    ["readline()", async (reader) => {
      while ((await reader.readline()).length > 0);
    }],
    ["readSome()", async (reader) => {
      while ((await reader.readSome(1000)).length > 0);
    }],
    ["readInto()", async (reader) => {
      for (const buffer = new Uint8Array(1000); await reader.readInto(buffer) > 0;);
    }],
    ["readable", (reader) => Array.fromAsync(reader.readable)],
    ["endBody()", (reader) => reader.endBody(100_000)],
  ] as readonly (readonly [name: string, readAll: (reader: RequestReader) => Promise<unknown>])[]
) {
  Deno.test(`RequestReader.${name} lets others work while a body comes at full speed`, async () => {
    const line = `${"x".repeat(99)}\n`;
    const framed: [BodyFraming, string][] = [[BLOCKS * 100, line], [
      "chunked",
      `64\r\n${line}\r\n`,
    ]];
    for (const [framing, block] of framed) {
      const reader = new RequestReader(new QuickSource(block));
      reader.beginBody(framing);
      const turns = await turnsDuring(async () => {
        // There is no last chunk.
        await readAll(reader).catch((error) => assertEquals(error.status, 400));
      });
      assert(turns >= 4, `${framing}: ${turns} turns`);
    }
  });
}

Deno.test("RequestReader puts off no read from what takes all in anyway", async () => {
  class Hoard extends QuickSource {
    readonly hoards = true;
  }
  const reader = new RequestReader(new Hoard("x".repeat(100)));
  reader.beginBody(BLOCKS * 100);
  assertEquals(await turnsDuring(() => reader.read()), 0);
});

Deno.test("RequestReader.readInto() decodes no more than some thousand chunks at a time, and loses none", async () => {
  const body = latin1Of(noise(20_000));
  const message = `${body.replace(/./gs, "1\r\n$&\r\n")}0\r\n\r\n`;
  const reader = new RequestReader(new MemoryStream(message + NEXT));
  reader.beginBody("chunked");
  const buffer = new Uint8Array(message.length);
  const pieces: string[] = [];
  for (let count; (count = await reader.readInto(buffer)) > 0;) {
    pieces.push(latin1Of(buffer.subarray(0, count)));
  }
  assertEquals(pieces.join("") === body, true);
  assert(pieces.every(({ length }) => length <= 5000), `${pieces.map(({ length }) => length)}`);
  await assertNextRequest(reader, "");
});
