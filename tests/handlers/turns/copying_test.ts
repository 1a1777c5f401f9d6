import { assert, assertEquals, assertRejects } from "@std/assert";
import { copyInTurns } from "../../../src/handlers/turns/copying.ts";
import type { FileLike } from "../../../src/handlers/disk/served_file.ts";
import { BufferedWriter, FileHTTPRequestHandler } from "../../../mod.ts";
import { request } from "../../helpers/raw_client.ts";
import { serveWith } from "../../helpers/servers.ts";
import { TempDir } from "../../helpers/temp_dir.ts";

/** How many downloads begin at once. */
const COPIES = 30;

/** How much there is to read, in bytes. */
const SIZE = 1024 * 1024;

/** A file that takes its time to be read, and takes it from everybody. */
class SlowFile implements FileLike {
  #position = 0;

  readSync(buffer: Uint8Array): number | null {
    for (const start = performance.now(); performance.now() - start < 2;);
    const count = Math.min(buffer.length, SIZE - this.#position);
    buffer.fill(1, 0, count);
    this.#position += count;
    return count === 0 ? null : count;
  }

  close(): void {}
}

/** A client that takes all at once. */
class QuickSink {
  length = 0;

  write(bytes: Uint8Array): Promise<void> {
    this.length += bytes.length;
    return Promise.resolve();
  }
}

Deno.test("copyInTurns() lets others work however many copies begin at once, and copies all", async () => {
  let turns = 0;
  const ticking = setInterval(() => turns++, 0);
  const sinks = Array.from({ length: COPIES }, () => new QuickSink());
  await Promise.all(sinks.map((sink) => copyInTurns(new SlowFile(), new BufferedWriter(sink))));
  clearInterval(ticking);
  assertEquals(sinks.map(({ length }) => length), sinks.map(() => SIZE));
  // With turns of their own, each copy would be done before anybody else's turn.
  assert(turns >= 8, `${turns} turns`);
});

Deno.test("copyInTurns() passes on what goes wrong, and others go on", async () => {
  const broken: FileLike = {
    readSync: () => {
      throw new Error("broken");
    },
    close: () => {},
  };
  const sinks = Array.from({ length: 20 }, () => new QuickSink());
  const copies = sinks.map((sink, index) =>
    copyInTurns(index % 2 === 0 ? broken : new SlowFile(), new BufferedWriter(sink))
  );
  const results = await Promise.allSettled(copies);
  assertEquals(
    results.map(({ status }) => status),
    sinks.map((_, index) => index % 2 === 0 ? "rejected" : "fulfilled"),
  );
  assertEquals(sinks.map(({ length }) => length), sinks.map((_, index) => index % 2 * SIZE));
});

/** A file that notes where its bytes are put. */
class NotingFile implements FileLike {
  readonly places = new Set<ArrayBufferLike>();
  #left = SIZE;

  readSync(buffer: Uint8Array): number | null {
    this.places.add(buffer.buffer);
    const count = Math.min(buffer.length, this.#left);
    this.#left -= count;
    return count === 0 ? null : count;
  }

  close(): void {}
}

Deno.test("copyInTurns() uses the same memory for one file after the other, and other memory at the same time", async () => {
  const files = Array.from({ length: 3 }, () => new NotingFile());
  const [first, second, third] = files as [NotingFile, NotingFile, NotingFile];
  await copyInTurns(first, new BufferedWriter(new QuickSink()));
  await Promise.all(
    [second, third].map((file) => copyInTurns(file, new BufferedWriter(new QuickSink()))),
  );
  assert([...first.places].every((place) => second.places.has(place) || third.places.has(place)));
  assertEquals(second.places.intersection(third.places), new Set());
});

Deno.test("copyInTurns() leaves the memory alone of which a part could not be written", async () => {
  const broken = new NotingFile();
  const sink = { write: () => Promise.reject(new Error("timed out")) };
  await assertRejects(() => copyInTurns(broken, new BufferedWriter(sink)), Error, "timed out");
  const file = new NotingFile();
  await copyInTurns(file, new BufferedWriter(new QuickSink()));
  assertEquals(broken.places.intersection(file.places), new Set());
});

Deno.test("ThreadingHTTPServer leaves no timer behind when a part of a large file was sent just before its end", async () => {
  class Quiet extends FileHTTPRequestHandler {
    override logMessage(): void {}
  }
  using directory = new TempDir();
  directory.write("large", new Uint8Array(600_000));
  const headers = { Connection: "close", Range: "bytes=0-9" };
  const { setTimeout } = globalThis;
  let pending = 0;
  globalThis.setTimeout = ((done: () => void, time: number) => {
    pending++;
    return setTimeout(() => {
      pending--;
      done();
    }, time);
  }) as typeof setTimeout;
  try {
    for (let round = 0; round < 20; round++) {
      {
        await using server = serveWith(Quiet, { directory: directory.path });
        assertEquals((await request(server.serverPort, "/large", { headers })).body.length, 10);
      }
      assertEquals(pending, 0);
    }
  } finally {
    globalThis.setTimeout = setTimeout;
  }
});
