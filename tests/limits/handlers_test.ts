import { assertEquals } from "@std/assert";
import { utf8 } from "../helpers/bytes.ts";
import { eventually } from "../helpers/eventually.ts";
import { QuietHandler } from "../helpers/quiet_handlers.ts";
import { RawClient } from "../helpers/raw_client.ts";
import { serveWith } from "../helpers/servers.ts";

/** How long handlers have, in seconds. */
const TIMEOUT = 0.8;

class Handler extends QuietHandler {
  static logged: string[] = [];
  static gate = Promise.withResolvers<void>();

  override protocolVersion = "HTTP/1.1";

  override logError(format: string, ...args: unknown[]): void {
    Handler.logged.push([format, ...args].join(" "));
  }

  do_GET(): void {
    this.answer(utf8("well"));
  }

  /** Answer when it is too late. */
  async do_HANG(): Promise<void> {
    await Handler.gate.promise;
    this.answer(utf8("late"));
  }

  async do_BEGIN(): Promise<void> {
    this.sendResponse(200);
    this.sendHeader("Content-Length", 10);
    this.endHeaders();
    await this.wfile.write(utf8("begun"));
    await Handler.gate.promise;
    await this.wfile.write(utf8("ended"));
  }

  async do_REJECT(): Promise<void> {
    await Handler.gate.promise;
    throw new Error("Too late");
  }

  /** Take longer in all, and show now and then that it goes on. */
  async do_DRIP(): Promise<void> {
    this.sendResponse(200);
    this.sendHeader("Content-Length", 20);
    this.endHeaders();
    for (let count = 0; count < 20; count++) {
      await this.wfile.write(utf8("."));
      await new Promise((resolve) => setTimeout(resolve, 1000 * TIMEOUT / 10));
    }
  }

  /** Wait for the client. */
  async do_POST(): Promise<void> {
    this.answer(await this.rfile.read());
  }
}

/** A method, what the client gets, and what is logged. */
const OVERDUE: readonly (readonly [method: string, status: number, body: string, log: string])[] = [
  ["HANG", 503, "Handler Timeout", "code %d, message %s 503 Handler Timeout"],
  ["REJECT", 503, "Handler Timeout", "code %d, message %s 503 Handler Timeout"],
  ["BEGIN", 200, "begun", "Answer broken off: %s Handler Timeout"],
];

for (const [method, status, body, log] of OVERDUE) {
  Deno.test(`handlerTimeout ends a connection whose handler does ${method} and never returns`, async () => {
    Handler.gate = Promise.withResolvers();
    Handler.logged = [];
    await using server = serveWith(Handler, undefined, {
      handlerTimeout: TIMEOUT,
      maxConnections: 1,
    });
    using client = await RawClient.connect(server.serverPort);
    await client.send(`${method} / HTTP/1.1\r\n\r\nGET / HTTP/1.1\r\n\r\n`);
    const received = await client.readToEnd();
    const text = new TextDecoder().decode(received);
    assertEquals([text.includes(`HTTP/1.1 ${status} `), text.includes(body)], [true, true]);
    assertEquals(text.split("HTTP/1.1").length, 2, "There is one answer");
    // What it does now goes nowhere.
    Handler.gate.resolve();
    await eventually(async () => {
      using other = await RawClient.connect(server.serverPort);
      assertEquals((await other.request("GET / HTTP/1.1\r\n\r\n")).text, "well");
    });
    assertEquals(Handler.logged, [log]);
    assertEquals(server.errors, []);
  });
}

Deno.test("handlerTimeout lets handlers go on that send something now and then, or wait for their client", async () => {
  Handler.logged = [];
  await using server = serveWith(Handler, undefined, { handlerTimeout: TIMEOUT });
  using dripping = await RawClient.connect(server.serverPort);
  using waiting = await RawClient.connect(server.serverPort);
  await dripping.send("DRIP / HTTP/1.1\r\n\r\n");
  await waiting.send("POST / HTTP/1.1\r\nContent-Length: 2\r\n\r\n1");
  assertEquals((await dripping.readAnswer()).text, ".".repeat(20));
  await waiting.send("2");
  assertEquals((await waiting.readAnswer()).text, "12");
  assertEquals([Handler.logged, server.errors], [[], []]);
});
