import { assertEquals, assertGreater, assertRejects, assertThrows } from "@std/assert";
import { Connection, type ConnectionStream, TimeoutError } from "../../mod.ts";
import { latin1, latin1Of, noise } from "../helpers/bytes.ts";
import { MemoryStream } from "../helpers/memory_stream.ts";
import { nextTurn } from "../helpers/turns.ts";

/** A time after which a test would have failed: nothing of the kind is waited for. */
const LONG = 60;

/** As short as a timeout can be. */
const SHORT = 0.005;

/** Lets time pass without waiting for it, as far as it is measured. */
class FastClock implements Disposable {
  offset = 0;
  readonly #now = performance.now;

  constructor() {
    performance.now = (): number => this.#now.call(performance) + this.offset;
  }

  [Symbol.dispose](): void {
    performance.now = this.#now;
  }
}

/** A stream whose reads and writes last until it is closed, and then fail as Deno's do. */
class StuckStream extends MemoryStream {
  readonly #stuck = Promise.withResolvers<never>();

  override async read(buffer: Uint8Array): Promise<number | null> {
    return await super.read(buffer) ?? await this.#stuck.promise;
  }

  override write(_bytes: Uint8Array): Promise<number> {
    return this.#stuck.promise;
  }

  override close(): void {
    super.close();
    this.#stuck.reject(new Deno.errors.BadResource("closed"));
  }

  constructor(...input: readonly string[]) {
    super(...input);
    this.#stuck.promise.catch(() => {});
  }
}

function connect(stream: ConnectionStream, timeout: number | null = null): Connection {
  const connection = new Connection(stream);
  connection.timeout = timeout;
  return connection;
}

Deno.test("Connection.read() gives what has arrived, then null", async () => {
  const connection = connect(new MemoryStream("abc"), LONG);
  const buffer = new Uint8Array(2);
  assertEquals([await connection.read(buffer), latin1Of(buffer)], [2, "ab"]);
  assertEquals([await connection.read(buffer), latin1Of(buffer)], [1, "cb"]);
  assertEquals(await connection.read(buffer), null);
  connection.close();
});

Deno.test("Connection.read() and write() raise TimeoutError when the peer does nothing", async () => {
  for (const call of ["read", "write"] as const) {
    const stream = new StuckStream();
    const connection = connect(stream, SHORT);
    const error = await assertRejects(() => connection[call](latin1("a")), TimeoutError);
    assertEquals([error.name, error.message], ["TimeoutError", "timed out"]);
    assertEquals([stream.closed, connection.closed], [true, true]);
  }
});

Deno.test("Connection.read() has its full time after earlier reads", async () => {
  const stream = new StuckStream("a", "b");
  const connection = connect(stream, SHORT);
  const buffer = new Uint8Array(1);
  for (let turn = 0; turn < 2; turn++) assertEquals(await connection.read(buffer), 1);
  const start = performance.now();
  await assertRejects(() => connection.read(buffer), TimeoutError);
  // Timers are a little early at times.
  assertEquals(performance.now() - start >= SHORT * 1000 - 2, true);
});

Deno.test("Connection leaves no timer behind when it is closed while it waits", async () => {
  const connection = connect(new StuckStream(), LONG);
  const reading = connection.read(new Uint8Array(1));
  connection.close();
  await assertRejects(() => reading, Deno.errors.BadResource);
});

Deno.test("Connection leaves no timer behind when it is used after it was closed", async () => {
  const connection = connect(new StuckStream(), LONG);
  connection.close();
  await assertRejects(() => connection.read(new Uint8Array(1)), Deno.errors.BadResource);
  await assertRejects(() => connection.write(latin1("a")), Deno.errors.BadResource);
});

Deno.test("Connection.write() goes on until all is written", async () => {
  const bytes = noise(1000);
  const stream = new MemoryStream();
  stream.write = (bytes): Promise<number> => {
    stream.writes.push(bytes.slice(0, 300));
    return Promise.resolve(Math.min(300, bytes.length));
  };
  const connection = connect(stream, LONG);
  await connection.write(bytes);
  assertEquals(stream.writes.map(({ length }) => length), [300, 300, 300, 100]);
  assertEquals(stream.written, bytes);
  connection.close();
});

Deno.test("Connection.read() raises what the stream raises while it is open", async () => {
  const stream = new MemoryStream();
  stream.read = (): Promise<number | null> => Promise.reject(new Deno.errors.ConnectionReset());
  const connection = connect(stream);
  await assertRejects(() => connection.read(new Uint8Array(1)), Deno.errors.ConnectionReset);
});

Deno.test("Connection.drain() closes what is idle at once", async () => {
  const stream = new StuckStream();
  const connection = connect(stream);
  connection.idle = true;
  const reading = connection.read(new Uint8Array(1));
  connection.drain();
  assertEquals([connection.draining, connection.closed, stream.closed], [true, true, true]);
  await assertRejects(() => reading, Deno.errors.BadResource);
});

Deno.test("Connection.drain() leaves what is busy to its handler", () => {
  const stream = new MemoryStream();
  const connection = connect(stream);
  connection.drain();
  assertEquals([connection.draining, connection.closed, stream.closed], [true, false, false]);
});

Deno.test("Connection.discard() reads until the peer stops", async () => {
  const stream = new MemoryStream(noise(100_000), noise(5));
  await connect(stream).discard();
  assertEquals(await stream.read(new Uint8Array(1)), null);
});

Deno.test("Connection.discard() ends although the peer goes on and on", async () => {
  const stream = new MemoryStream();
  using clock = new FastClock();
  stream.read = (buffer): Promise<number | null> => {
    clock.offset += 100;
    return Promise.resolve(buffer.length);
  };
  await connect(stream).discard();
  assertGreater(clock.offset, 5000);
});

Deno.test("Connection.discard() is ended by close() and by a reset", async () => {
  const connection = connect(new StuckStream());
  const discarded = connection.discard();
  await nextTurn();
  connection.close();
  await discarded;
  const stream = new MemoryStream();
  stream.read = (): Promise<number | null> => Promise.reject(new Deno.errors.ConnectionReset());
  await connect(stream).discard();
});

Deno.test("Connection.close() and closeWrite() never throw", async () => {
  const stream = new MemoryStream();
  stream.close = (): void => {
    throw new Deno.errors.BadResource();
  };
  stream.closeWrite = (): Promise<void> => Promise.reject(new Deno.errors.NotConnected());
  assertThrows(() => stream.close());
  const connection = connect(stream);
  await connection.closeWrite();
  connection.close();
  connection.close();
});

Deno.test("Connection has the addresses of its stream", () => {
  const stream = new MemoryStream();
  const connection = connect(stream);
  assertEquals(connection.remoteAddr, stream.remoteAddr);
  assertEquals(connection.localAddr, stream.localAddr);
});

Deno.test("Connection.read() times out although a write ends meanwhile", async () => {
  const stream = new StuckStream();
  stream.write = (bytes): Promise<number> => Promise.resolve(bytes.length);
  const connection = connect(stream, SHORT);
  const reading = assertRejects(() => connection.read(new Uint8Array(1)), TimeoutError);
  await connection.write(latin1("a"));
  const stuck = setTimeout(() => connection.close(), 2000);
  await reading;
  clearTimeout(stuck);
});
