import { assertEquals, assertLess, assertLessOrEqual } from "@std/assert";
import {
  HTTPServer,
  StreamRequestHandler,
  TCPServer,
  ThreadingHTTPServer,
  ThreadingMixIn,
} from "../../mod.ts";
import { textOf, utf8 } from "../helpers/bytes.ts";
import { QuietHandler } from "../helpers/quiet_handlers.ts";
import { exchange, RawClient } from "../helpers/raw_client.ts";
import { COUNTS_FILES, openFiles, usedMemory } from "../helpers/resources.ts";
import { serveWith, TestServer } from "../helpers/servers.ts";

/** Answers when as many requests are being answered as it waits for. */
class Meeting extends QuietHandler {
  static waiting = 0;
  static full = Promise.withResolvers<void>();

  async do_GET(): Promise<void> {
    if (++Meeting.waiting === 10) Meeting.full.resolve();
    await Meeting.full.promise;
    this.answer(utf8("met"));
  }
}

Deno.test("ThreadingHTTPServer answers requests side by side", async () => {
  await using server = serveWith(Meeting);
  const answers = Array.from({ length: 10 }, async () => {
    using client = await RawClient.connect(server.serverPort);
    return (await client.request("GET / HTTP/1.0\r\n\r\n")).text;
  });
  assertEquals(await Promise.all(answers), Array(10).fill("met"));
});

/** Notes how many of its kind there are at a time. */
class Counting extends QuietHandler {
  static running = 0;
  static most = 0;

  override async handle(): Promise<void> {
    Counting.most = Math.max(Counting.most, ++Counting.running);
    await super.handle();
    Counting.running--;
  }

  async do_GET(): Promise<void> {
    await Promise.resolve();
    this.answer(utf8(this.path));
  }
}

Deno.test("HTTPServer handles one connection at a time, in the order of their arrival", async () => {
  await using server = new HTTPServer(["127.0.0.1", 0], Counting);
  server.serveForever();
  const clients: RawClient[] = [];
  for (let count = 0; count < 5; count++) clients.push(await RawClient.connect(server.serverPort));
  // The last to come speaks first, and is answered last.
  const order: string[] = [];
  const answers = clients.toReversed().map(async (client, index) => {
    const answer = await client.request(`GET /${4 - index} HTTP/1.0\r\n\r\n`);
    order.push(answer.text);
    client[Symbol.dispose]();
  });
  await Promise.all(answers);
  assertEquals(order, ["/0", "/1", "/2", "/3", "/4"]);
  assertEquals(Counting.most, 1);
});

class Thrower extends QuietHandler {
  do_GET(): void {
    throw new Error(this.path);
  }

  async do_LATER(): Promise<void> {
    await Promise.resolve();
    throw new Error(this.path);
  }
}

Deno.test("ThreadingHTTPServer calls handleError() when a handler throws, and goes on", async () => {
  await using server = serveWith(Thrower);
  for (const method of ["GET", "LATER", "GET"]) {
    assertEquals(textOf(await exchange(server.serverPort, `${method} /x HTTP/1.0\r\n\r\n`)), "");
  }
  assertEquals(server.errors.map(String), ["Error: /x", "Error: /x", "Error: /x"]);
});

Deno.test("ThreadingHTTPServer survives a handleError() that throws", async () => {
  class Hopeless extends TestServer {
    override handleError(): void {
      throw new Error("even here");
    }
  }
  await using server = new Hopeless(["127.0.0.1", 0], Thrower);
  server.serveForever();
  for (let count = 0; count < 3; count++) {
    assertEquals(textOf(await exchange(server.serverPort, "GET / HTTP/1.0\r\n\r\n")), "");
  }
});

Deno.test("ThreadingHTTPServer does not call a client that has gone an error", async () => {
  const errors: unknown[] = [];
  class Server extends ThreadingHTTPServer {
    override handleError(...args: Parameters<ThreadingHTTPServer["handleError"]>): void {
      errors.push(args[2]);
      super.handleError(...args);
    }
  }
  const ended = Promise.withResolvers<void>();
  class Flood extends QuietHandler {
    async do_GET(): Promise<void> {
      try {
        for (;;) await this.wfile.write(new Uint8Array(100_000));
      } finally {
        ended.resolve();
      }
    }
  }
  {
    await using server = new Server(["127.0.0.1", 0], Flood);
    server.serveForever();
    {
      using client = await RawClient.connect(server.serverPort);
      await client.send("GET / HTTP/1.0\r\n\r\n");
      await client.read();
    }
    await ended.promise;
  }
  // Had the error been logged, the test would show it.
  assertEquals(errors.length, 1);
});

Deno.test("ThreadingMixIn works with any class of servers", async () => {
  class Upper extends StreamRequestHandler {
    override async handle(): Promise<void> {
      const line = textOf(await this.rfile.readline());
      await this.wfile.write(utf8(line.toUpperCase()));
    }
  }
  const ThreadingTCPServer = ThreadingMixIn(TCPServer);
  await using server = new ThreadingTCPServer(["127.0.0.1", 0], Upper);
  assertEquals([server.daemonThreads, server.blockOnClose], [false, true]);
  server.serveForever();
  using first = await RawClient.connect(server.serverAddress[1]);
  assertEquals(textOf(await exchange(server.serverAddress[1], "second\n")), "SECOND\n");
  await first.send("first\n");
  assertEquals(textOf(await first.readToEnd()), "FIRST\n");
});

class Small extends QuietHandler {
  do_GET(): void {
    this.answer(utf8("small"));
  }
}

Deno.test("ThreadingHTTPServer keeps nothing of 5,000 short connections", async () => {
  await using server = serveWith(Small);
  async function connectOften(times: number): Promise<void> {
    const work = Array.from({ length: 50 }, async () => {
      for (let count = 0; count < times / 50; count++) {
        const answer = await exchange(server.serverPort, "GET / HTTP/1.0\r\n\r\n");
        assertEquals(answer.subarray(-5), utf8("small"));
      }
    });
    await Promise.all(work);
  }
  await connectOften(500);
  const memory = usedMemory();
  const files = COUNTS_FILES ? openFiles() : 0;
  await connectOften(5000);
  await server.shutdown();
  // Some of the first connections may not have been closed when they were counted.
  if (COUNTS_FILES) assertLessOrEqual(openFiles(), files);
  // 200 bytes a connection: far less than a buffer, or than a handler.
  assertLess(usedMemory() - memory, 1_000_000);
});
