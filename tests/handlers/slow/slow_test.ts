import { assert, assertEquals, assertThrows } from "@std/assert";
import { BaseHTTPRequestHandler, serve, SimpleHTTPRequestHandler } from "../../../mod.ts";
import { LaterClock } from "../../helpers/later_clock.ts";
import { RawClient } from "../../helpers/raw_client.ts";
import { TempDir } from "../../helpers/temp_dir.ts";

const LOCAL = { hostname: "127.0.0.1", port: 0, log: "off" } as const;

/** How long something takes, in milliseconds. */
async function timeOf(action: () => Promise<unknown>): Promise<number> {
  const start = performance.now();
  await action();
  return performance.now() - start;
}

Deno.test("serve() waits before each answer, also before one that it remembers", async () => {
  using directory = new TempDir();
  directory.writeOld("a.txt", "hello");
  using _clock = new LaterClock();
  const handler = SimpleHTTPRequestHandler;
  await using server = serve({ ...LOCAL, handler, directory: directory.path, delay: 150 });
  using client = await RawClient.connect(server.addr.port);
  for (let count = 0; count < 3; count++) {
    const time = await timeOf(async () => {
      const { text } = await client.request("GET /a.txt HTTP/1.1\r\nHost: x\r\n\r\n");
      assertEquals(text, "hello");
    });
    assert(time >= 149, `It took ${time} ms`);
  }
});

Deno.test("serve() does not wait once it is to end", async () => {
  await using server = serve({ ...LOCAL, directory: ".", delay: 60_000 });
  using client = await RawClient.connect(server.addr.port);
  await client.send("GET /none HTTP/1.1\r\nHost: x\r\n\r\nGET");
  // It has the request as soon as another connection is answered for.
  using other = await RawClient.connect(server.addr.port);
  await other.request("BREW / HTTP/1.1\r\nHost: x\r\n\r\n");
  const ended = server.shutdown();
  assertEquals((await client.readAnswer()).status, 404);
  await ended;
});

/** Reads what is sent, and says how much. */
class Counter extends BaseHTTPRequestHandler {
  override protocolVersion = "HTTP/1.1";

  async do_POST(): Promise<void> {
    const { length } = await this.rfile.read();
    this.sendResponse(200);
    this.sendHeader("Content-Length", 0);
    this.sendHeader("X-Length", length);
    this.endHeaders();
  }
}

Deno.test("serve() sends no more than the rate on a connection, and on another one as much", async () => {
  using directory = new TempDir();
  directory.writeOld("a", new Uint8Array(60_000));
  await using server = serve({ ...LOCAL, directory: directory.path, rate: 100_000 });
  const download = async (): Promise<void> => {
    using client = await RawClient.connect(server.addr.port);
    const answer = await client.request("GET /a HTTP/1.1\r\nHost: x\r\n\r\n");
    assertEquals(answer.body.length, 60_000);
  };
  const times = await Promise.all([timeOf(download), timeOf(download)]);
  // The last piece is not waited for.
  for (const time of times) assert(time >= 540, `It took ${time} ms`);
});

Deno.test("serve() reads no more than the rate", async () => {
  await using server = serve({ ...LOCAL, handler: Counter, rate: 100_000 });
  using client = await RawClient.connect(server.addr.port);
  const time = await timeOf(async () => {
    const head = "POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 60000\r\n\r\n";
    const { field } = await client.request(head + "x".repeat(60_000));
    assertEquals(field("x-length"), "60000");
  });
  assert(time >= 500, `It took ${time} ms`);
});

for (const options of [{ delay: -1 }, { delay: 60_001 }, { rate: 0 }, { rate: 1.5 }]) {
  Deno.test(`serve() refuses ${JSON.stringify(options)}`, () => {
    assertThrows(() => serve({ ...LOCAL, ...options }), RangeError);
  });
}
