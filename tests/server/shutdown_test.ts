import { assert, assertEquals, assertRejects } from "@std/assert";
import { HTTPServer, ThreadingHTTPServer } from "../../mod.ts";
import { utf8 } from "../helpers/bytes.ts";
import { QuietHandler } from "../helpers/quiet_handlers.ts";
import { exchange, RawClient } from "../helpers/raw_client.ts";
import { COUNTS_FILES, openFiles } from "../helpers/resources.ts";
import { serveWith } from "../helpers/servers.ts";

/** Answers when the test says so. */
class Gated extends QuietHandler {
  static started = Promise.withResolvers<void>();
  static gate = Promise.withResolvers<void>();

  override protocolVersion = "HTTP/1.1";

  static reset(): void {
    this.started = Promise.withResolvers();
    this.gate = Promise.withResolvers();
  }

  do_GET(): void {
    this.answer(utf8("now"));
  }

  async do_WAIT(): Promise<void> {
    Gated.started.resolve();
    await Gated.gate.promise;
    this.answer(utf8("later"));
  }
}

/** Reads requests by itself. */
class Looping extends Gated {
  override async handleOneRequest(): Promise<void> {
    this.rawRequestline = await this.rfile.readline();
    if (this.rawRequestline.length === 0) this.closeConnection = true;
    else if (await this.parseRequest()) this.do_GET();
  }
}

const GET = "GET / HTTP/1.1\r\n\r\n";
const WAIT = "WAIT / HTTP/1.1\r\n\r\n";

const SERVERS = [["HTTPServer", HTTPServer], ["ThreadingHTTPServer", ThreadingHTTPServer]] as const;

for (const [name, Server] of SERVERS) {
  Deno.test(`${name}.shutdown() ends serveForever() while nobody is connected`, async () => {
    await using server = new Server(["127.0.0.1", 0], Gated);
    const served = server.serveForever();
    await server.shutdown();
    await served;
  });

  Deno.test(`${name}.serveForever() serves again after shutdown()`, async () => {
    await using server = new Server(["127.0.0.1", 0], Gated);
    for (let count = 0; count < 3; count++) {
      const served = server.serveForever();
      using client = await RawClient.connect(server.serverPort);
      assertEquals((await client.request(GET)).text, "now");
      await server.shutdown();
      await served;
    }
  });

  Deno.test(`${name}.shutdown() closes connections that wait for a request`, async () => {
    await using server = new Server(["127.0.0.1", 0], Gated);
    const served = server.serveForever();
    using client = await RawClient.connect(server.serverPort);
    assertEquals((await client.request(GET)).text, "now");
    await server.shutdown();
    await served;
    assertEquals(await client.read(), null);
  });

  Deno.test(`${name}.shutdown() closes connections whose handler reads requests itself`, async () => {
    await using server = new Server(["127.0.0.1", 0], Looping);
    const served = server.serveForever();
    using client = await RawClient.connect(server.serverPort);
    assertEquals((await client.request(GET)).text, "now");
    assertEquals((await client.request(GET)).text, "now");
    await server.shutdown();
    await served;
    assertEquals(await client.read(), null);
  });

  Deno.test(`${name}.shutdown() adds nothing to an answer that ends its connection`, async () => {
    Gated.reset();
    await using server = new Server(["127.0.0.1", 0], Gated);
    const served = server.serveForever();
    using client = await RawClient.connect(server.serverPort);
    await client.send("WAIT / HTTP/1.0\r\n\r\n");
    await Gated.started.promise;
    const shutdown = server.shutdown();
    Gated.gate.resolve();
    const answer = await client.readAnswer();
    assertEquals([answer.text, answer.field("connection")], ["later", undefined]);
    await Promise.all([shutdown, served]);
  });

  Deno.test(`${name}.shutdown() lets the request that is being answered end`, async () => {
    Gated.reset();
    await using server = new Server(["127.0.0.1", 0], Gated);
    const served = server.serveForever();
    using client = await RawClient.connect(server.serverPort);
    await client.send(WAIT + GET);
    await Gated.started.promise;
    const shutdown = server.shutdown();
    Gated.gate.resolve();
    const answer = await client.readAnswer();
    // RFC 9112, section 9.6: the client may then send what follows elsewhere.
    assertEquals([answer.text, answer.field("connection")], ["later", "close"]);
    assertEquals(await client.read(), null, "The next request is not answered any more");
    await Promise.all([shutdown, served]);
  });

  Deno.test(`${name}.serveForever() ends when its signal says so`, async () => {
    await using server = new Server(["127.0.0.1", 0], Gated);
    const controller = new AbortController();
    const served = server.serveForever({ signal: controller.signal });
    using client = await RawClient.connect(server.serverPort);
    assertEquals((await client.request(GET)).text, "now");
    controller.abort();
    await served;
    assertEquals(await client.read(), null);
    await server.serveForever({ signal: controller.signal });
  });

  Deno.test(`${name} refuses connections after serverClose()`, async () => {
    await using server = new Server(["127.0.0.1", 0], Gated);
    const served = server.serveForever();
    await server.serverClose();
    await served;
    await assertRejects(() => RawClient.connect(server.serverPort), Deno.errors.ConnectionRefused);
  });

  Deno.test(`${name} can be closed twice, and without ever having served`, async () => {
    await using server = new Server(["127.0.0.1", 0], Gated);
    await server.serverClose();
    await server.serverClose();
    await server.shutdown();
  });

  Deno.test(`${name} ends with its scope while clients hold connections`, async () => {
    const clients: RawClient[] = [];
    {
      await using server = new Server(["127.0.0.1", 0], Gated);
      server.serveForever();
      for (let count = 0; count < 3; count++) {
        clients.push(await RawClient.connect(server.serverPort));
      }
      assertEquals((await clients[0]!.request(GET)).text, "now");
    }
    for (const client of clients) client[Symbol.dispose]();
  });

  Deno.test({
    name: `${name} leaves nothing behind although a client may go on sending what nobody reads`,
    ignore: !COUNTS_FILES,
    fn: async () => {
      const files = openFiles();
      let client: RawClient;
      {
        await using server = new Server(["127.0.0.1", 0], Gated);
        server.serveForever();
        client = await RawClient.connect(server.serverPort);
        await client.send("GET / HTTP/1.1\r\nContent-Length: 1000000000\r\n\r\n");
        assertEquals((await client.readAnswer()).text, "now");
        assertEquals(await client.read(), null);
      }
      assertEquals(openFiles(), files + 1, "Only this side of the connection is left");
      client[Symbol.dispose]();
    },
  });
}

Deno.test("ThreadingHTTPServer ends with its scope while a client has sent half a request", async () => {
  for (const half of ["GET / HTTP", "GET / HTTP/1.1\r\n", "GET / HTTP/1.1\r\nHost: x"]) {
    await using server = serveWith(Gated);
    using client = await RawClient.connect(server.serverPort);
    await client.send(half);
    // An answer to somebody else, so that the server has seen the half request before.
    assert((await exchange(server.serverPort, GET)).length > 0);
    const giveUp = setTimeout(() => client[Symbol.dispose](), 1000);
    await server[Symbol.asyncDispose]();
    clearTimeout(giveUp);
    assertEquals(await client.read(), null, half);
    assertEquals(server.errors, []);
  }
});

Deno.test("ThreadingHTTPServer.shutdown() can be awaited by a handler", async () => {
  class Stopper extends QuietHandler {
    async do_GET(): Promise<void> {
      await this.server.shutdown();
      this.answer(utf8("stopped"));
    }
  }
  await using server = new ThreadingHTTPServer(["127.0.0.1", 0], Stopper);
  const served = server.serveForever();
  using client = await RawClient.connect(server.serverPort);
  assertEquals((await client.request("GET / HTTP/1.0\r\n\r\n")).text, "stopped");
  await served;
});

Deno.test("ThreadingHTTPServer.serverClose() waits for connections unless they are daemons", async () => {
  for (const daemonThreads of [false, true]) {
    Gated.reset();
    await using server = serveWith(Gated);
    server.daemonThreads = daemonThreads;
    using client = await RawClient.connect(server.serverPort);
    await client.send(WAIT);
    await Gated.started.promise;
    let closed = false;
    const closing = server.serverClose().then(() => closed = true);
    if (daemonThreads) await closing;
    else Gated.gate.promise.then(() => assertEquals(closed, false));
    Gated.gate.resolve();
    assertEquals((await client.readAnswer()).text, "later");
    await closing;
  }
});
