import { assert, assertEquals, assertLess, assertRejects, assertThrows } from "@std/assert";
import { BufferedWriter, type Sink } from "../../src/server/writer.ts";
import { join, latin1, latin1Of, noise } from "../helpers/bytes.ts";
import { nextTurn } from "../helpers/turns.ts";

/** Keeps what is written, and takes it only when told to, if so wished. */
class TestSink implements Sink {
  readonly writes: Uint8Array[] = [];
  error: Error | undefined;
  #gate: PromiseWithResolvers<void> | undefined;

  /** Take nothing from now on. */
  stall(): void {
    this.#gate = Promise.withResolvers();
  }

  /** Take what was kept back. */
  release(): void {
    this.#gate?.resolve();
    this.#gate = undefined;
  }

  async write(bytes: Uint8Array): Promise<void> {
    await this.#gate?.promise;
    if (this.error !== undefined) throw this.error;
    this.writes.push(bytes.slice());
  }

  get text(): string {
    return latin1Of(join(this.writes));
  }
}

/** Whether a promise is settled after all that can happen without outside help has happened. */
async function isSettled(promise: Promise<unknown>): Promise<boolean> {
  let settled = false;
  promise.then(() => settled = true, () => settled = true);
  await nextTurn();
  return settled;
}

Deno.test("BufferedWriter sends a head and a small body in one write", async () => {
  const sink = new TestSink();
  const writer = new BufferedWriter(sink);
  writer.writeText("HTTP/1.0 200 OK\r\n\r\n");
  writer.write(latin1("body"));
  await nextTurn();
  assertEquals(sink.writes.length, 0, "Nothing is sent before flush()");
  await writer.flush();
  assertEquals(sink.writes.map(latin1Of), ["HTTP/1.0 200 OK\r\n\r\nbody"]);
});

Deno.test("BufferedWriter copies small pieces", async () => {
  const sink = new TestSink();
  const writer = new BufferedWriter(sink);
  const bytes = latin1("one");
  writer.write(bytes);
  bytes.set(latin1("two"));
  writer.write(bytes);
  await writer.flush();
  assertEquals(sink.text, "onetwo");
});

Deno.test("BufferedWriter keeps the order of pieces of any size", async () => {
  const sizes = [0, 1, 100, 32767, 32768, 32769, 5, 0, 65536, 200_000, 1, 32767, 1, 40_000];
  const pieces = sizes.map((size, index) => noise(size, index + 1));
  for (const awaited of [true, false]) {
    const sink = new TestSink();
    const writer = new BufferedWriter(sink);
    for (const piece of pieces) {
      const written = writer.write(piece);
      if (awaited) await written;
    }
    await writer.flush();
    assertEquals(join(sink.writes), join(pieces));
    assertEquals(writer.written, join(pieces).length);
  }
});

Deno.test("BufferedWriter.writeText() sends the same as write()", async () => {
  for (const size of [0, 10, 32768, 32769, 100_000]) {
    const text = "\xe9".repeat(size);
    const sink = new TestSink();
    const writer = new BufferedWriter(sink);
    writer.writeText("head");
    writer.writeText(text);
    await writer.flush();
    assertEquals(sink.text, `head${text}`);
    assertEquals(writer.written, size + 4);
  }
});

Deno.test("BufferedWriter.writeText() writes nothing of what ISO 8859-1 cannot hold", async () => {
  for (const size of [0, 10, 32768]) {
    const sink = new TestSink();
    const writer = new BufferedWriter(sink);
    writer.writeText("before ");
    assertThrows(() => writer.writeText(`${"a".repeat(size)}€`), RangeError);
    writer.writeText("behind");
    await writer.flush();
    assertEquals(sink.text, "before behind");
    assertEquals(writer.written, 13);
  }
});

Deno.test("BufferedWriter.write() holds the writer back while the sink stalls", async () => {
  const sink = new TestSink();
  const writer = new BufferedWriter(sink);
  sink.stall();
  const written = writer.write(new Uint8Array(100_000));
  assertEquals(await isSettled(written), false);
  sink.release();
  await written;
  assertEquals(join(sink.writes).length, 100_000);
});

for (const autoFlush of [false, true]) {
  Deno.test(`BufferedWriter keeps little of many small pieces when autoFlush is ${autoFlush} and the sink stalls`, async () => {
    const sink = new TestSink();
    const writer = new BufferedWriter(sink);
    writer.autoFlush = autoFlush;
    sink.stall();
    const piece = new Uint8Array(1000);
    let held = false;
    for (let turn = 0; turn < 1000 && !held; turn++) held = !await isSettled(writer.write(piece));
    assert(held, "A writer of 1 MB has to wait");
    assertLess(writer.written, 200_000);
    sink.release();
    await writer.flush();
    assertEquals(join(sink.writes).length, writer.written);
  });
}

Deno.test("BufferedWriter sends at the end of the turn when autoFlush is set", async () => {
  const sink = new TestSink();
  const writer = new BufferedWriter(sink);
  writer.write(latin1("a"));
  writer.autoFlush = true;
  writer.write(latin1("b"));
  assertEquals(sink.writes.length, 0);
  await nextTurn();
  assertEquals(sink.writes.map(latin1Of), ["ab"]);
  writer.write(latin1("c"));
  await nextTurn();
  assertEquals(sink.writes.map(latin1Of), ["ab", "c"]);
  writer.autoFlush = false;
  writer.write(latin1("d"));
  await nextTurn();
  assertEquals(sink.writes.length, 2);
  await writer.flush();
});

Deno.test("BufferedWriter.flush() waits for what is being sent", async () => {
  const sink = new TestSink();
  const writer = new BufferedWriter(sink);
  assertEquals(writer.pending, false);
  sink.stall();
  writer.write(latin1("a"));
  assertEquals(writer.pending, true);
  const first = writer.flush();
  const second = writer.flush();
  assertEquals(await isSettled(Promise.race([first, second])), false);
  assertEquals(writer.pending, true);
  sink.release();
  await Promise.all([first, second]);
  assertEquals(writer.pending, false);
  assertEquals(sink.writes.map(latin1Of), ["a"]);
});

Deno.test("BufferedWriter raises the sink's error in the write, and in each later one", async () => {
  const sink = new TestSink();
  const writer = new BufferedWriter(sink);
  sink.error = new Deno.errors.BrokenPipe("gone");
  await assertRejects(() => writer.write(new Uint8Array(100_000)), Deno.errors.BrokenPipe, "gone");
  sink.error = undefined;
  await assertRejects(() => writer.write(latin1("a")), Deno.errors.BrokenPipe, "gone");
  await assertRejects(() => writer.flush(), Deno.errors.BrokenPipe, "gone");
  await assertRejects(
    () => writer.writeText("a"),
    Deno.errors.BrokenPipe,
    "gone",
  );
  assertEquals(sink.writes, []);
});

/** An unhandled rejection would fail the test: Deno reports it as an uncaught error. */
Deno.test("BufferedWriter leaves no rejection unhandled when nobody awaits", async () => {
  const sink = new TestSink();
  sink.error = new Deno.errors.BrokenPipe("gone");
  for (const size of [10, 32768, 100_000]) {
    for (const autoFlush of [false, true]) {
      const writer = new BufferedWriter(sink);
      writer.autoFlush = autoFlush;
      writer.write(latin1("head"));
      writer.write(new Uint8Array(size));
      writer.write(new Uint8Array(size));
      writer.flush();
      await nextTurn();
      writer.write(new Uint8Array(size));
      writer.writeText("text");
      writer.flush();
      await nextTurn();
    }
  }
});

Deno.test("BufferedWriter sends nothing behind a failed write", async () => {
  const sink = new TestSink();
  const writer = new BufferedWriter(sink);
  sink.error = new Deno.errors.BrokenPipe("gone");
  sink.stall();
  writer.write(new Uint8Array(100_000));
  const second = writer.write(new Uint8Array(50_000));
  sink.release();
  await assertRejects(() => second, Deno.errors.BrokenPipe);
  assertEquals(sink.writes, []);
});

Deno.test("BufferedWriter shares its buffers with other writers one after the other only", async () => {
  const sinks = Array.from({ length: 100 }, () => new TestSink());
  const writers = sinks.map((sink) => new BufferedWriter(sink));
  for (let round = 0; round < 3; round++) {
    sinks.forEach((sink, index) => index % 2 === round % 2 && sink.stall());
    writers.forEach((writer, index) => writer.write(latin1(`${index};`)));
    const flushed = writers.map((writer) => writer.flush());
    await nextTurn();
    sinks.forEach((sink) => sink.release());
    await Promise.all(flushed);
  }
  sinks.forEach((sink, index) => assertEquals(sink.text, `${index};`.repeat(3)));
});
