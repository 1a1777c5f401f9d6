import { assert, assertEquals } from "@std/assert";
import { type Address, type Connection, TCPServer, ThreadingHTTPServer } from "../../mod.ts";
import { utf8 } from "../helpers/bytes.ts";
import { CapturedStderr } from "../helpers/capture_stderr.ts";
import { eventually } from "../helpers/eventually.ts";
import { QuietHandler } from "../helpers/quiet_handlers.ts";
import { type Answer, RawClient } from "../helpers/raw_client.ts";
import { serveWith } from "../helpers/servers.ts";

class Handler extends QuietHandler {
  static gate = Promise.withResolvers<void>();
  /** How many requests wait at the gate. */
  static waiting = 0;

  override protocolVersion = "HTTP/1.1";

  do_GET(): void {
    this.answer(utf8(this.path));
  }

  async do_WAIT(): Promise<void> {
    Handler.waiting++;
    await Handler.gate.promise;
    this.answer(utf8("waited"));
  }
}

const GET = "GET / HTTP/1.1\r\n\r\n";
const WAIT = "WAIT / HTTP/1.1\r\n\r\n";

/** Clients that have connected and whose request has been answered, or not. */
async function connectAll(port: number, count: number, request?: string): Promise<RawClient[]> {
  const clients: RawClient[] = [];
  for (let index = 0; index < count; index++) {
    clients.push(await RawClient.connect(port));
    if (request !== undefined) assertEquals((await clients[index]!.request(request)).status, 200);
  }
  return clients;
}

/** Clients that have sent a request that is being answered for as long as the test likes. */
async function connectWaiting(port: number, count: number): Promise<RawClient[]> {
  Handler.gate = Promise.withResolvers();
  Handler.waiting = 0;
  const clients = await connectAll(port, count);
  for (const client of clients) await client.send(WAIT);
  await eventually(() => assertEquals(Handler.waiting, count));
  return clients;
}

function closeAll(clients: readonly RawClient[]): void {
  for (const client of clients) client[Symbol.dispose]();
}

async function ask(port: number): Promise<Answer> {
  using client = await RawClient.connect(port);
  return await client.request(GET);
}

for (const name of ["maxConnections", "maxConnectionsPerAddress"] as const) {
  Deno.test(`${name} closes the connection that has waited for a request the longest`, async () => {
    const limits = { [name]: 3, idleTimeout: 60 };
    await using server = serveWith(Handler, undefined, limits);
    const clients = await connectAll(server.serverPort, 3, GET);
    // The first is at it again, so the second has waited the longest.
    assertEquals((await clients[0]!.request(GET)).status, 200);
    assertEquals((await ask(server.serverPort)).status, 200);
    const ends = await Promise.all(clients.map((client) => endsOf(client)));
    assertEquals(ends.filter((ended) => ended).length, 1);
    closeAll(clients);
  });

  Deno.test(`${name} answers one more with 503 when none waits for a request`, async () => {
    using stderr = new CapturedStderr();
    await using server = serveWith(Handler, undefined, { [name]: 3 });
    const clients = await connectWaiting(server.serverPort, 3);
    const refused = await ask(server.serverPort);
    assertEquals(refused.status, 503);
    assertEquals([refused.field("retry-after"), refused.field("connection")], ["5", "close"]);
    for (let turn = 0; turn < 20; turn++) assertEquals((await ask(server.serverPort)).status, 503);
    Handler.gate.resolve();
    for (const client of clients) assertEquals((await client.readAnswer()).text, "waited");
    assertEquals((await ask(server.serverPort)).status, 200);
    closeAll(clients);
    assertEquals(stderr.text, "Too many connections, turning away that of 127.0.0.1\n");
  });
}

/** Whether the server closes a connection that is asked for something. */
async function endsOf(client: RawClient): Promise<boolean> {
  try {
    await client.send(GET);
    return await client.readHead() === "";
  } catch {
    return true;
  }
}

Deno.test("maxConnections lets 503 reach a client that is still sending", async () => {
  using _stderr = new CapturedStderr();
  await using server = serveWith(Handler, undefined, { maxConnections: 1 });
  const waiting = await connectWaiting(server.serverPort, 1);
  using client = await RawClient.connect(server.serverPort);
  await client.send(`POST / HTTP/1.1\r\nContent-Length: 5000000\r\n\r\n${"x".repeat(5_000_000)}`);
  const answer = await client.readAnswer();
  assertEquals(answer.status, 503);
  assert(answer.text.startsWith("Too many connections"));
  Handler.gate.resolve();
  closeAll(waiting);
});

Deno.test("maxConnections of a server for anything else closes one more without a word", async () => {
  using _stderr = new CapturedStderr();
  class Silent {
    run(): Promise<void> {
      return Handler.gate.promise;
    }
  }
  Handler.gate = Promise.withResolvers();
  const server = new (class extends TCPServer {
    override processRequest(...args: Parameters<TCPServer["processRequest"]>): Promise<void> {
      super.processRequest(...args);
      return Promise.resolve();
    }
  })(["127.0.0.1", 0], Silent, { limits: { maxConnections: 1 } });
  server.serveForever();
  const port = server.serverAddress[1];
  using _first = await RawClient.connect(port);
  using second = await RawClient.connect(port);
  assertEquals(await second.read(), null);
  Handler.gate.resolve();
  await server[Symbol.asyncDispose]();
});

/** Clients come from one address after the other. */
class FromAddresses extends ThreadingHTTPServer {
  addresses: string[] = [];

  override async getRequest(): Promise<[request: Connection, clientAddress: Address]> {
    const [request, [, port]] = await super.getRequest();
    return [request, [this.addresses.shift()!, port]];
  }
}

for (
  const [counted, addresses, last] of [
    ["one network of 64 bits", ["2001:db8:1:2::1", "2001:db8:1:2:ffff::"], 503],
    ["two such networks", ["2001:db8:1:2::1", "2001:db8:1:3::1"], 200],
    ["an IPv4 address in both forms", ["192.0.2.1", "::ffff:192.0.2.1"], 503],
    ["two IPv4 addresses", ["::ffff:192.0.2.1", "::ffff:192.0.2.2"], 200],
  ] as const
) {
  Deno.test(`maxConnectionsPerAddress of 1 answers ${last} to the second of ${counted}`, async () => {
    using _stderr = new CapturedStderr();
    const limits = { maxConnectionsPerAddress: 1 };
    await using server = new FromAddresses(["127.0.0.1", 0], Handler, { limits });
    server.addresses = [...addresses];
    server.serveForever();
    const [, port] = server.serverAddress;
    const waiting = await connectWaiting(port, 1);
    const { status } = await ask(port);
    Handler.gate.resolve();
    closeAll(waiting);
    assertEquals(status, last);
  });
}

Deno.test("maxConnections counts no connection that has ended, however it did", async () => {
  await using server = serveWith(Handler, undefined, { maxConnections: 2 });
  using stays = await RawClient.connect(server.serverPort);
  await stays.send("GET / HTT");
  for (const message of ["", "GET", GET, "BAD\r\n\r\n", "GET / HTTP/9.9\r\n\r\n", WAIT.repeat(2)]) {
    Handler.gate.resolve();
    using client = await RawClient.connect(server.serverPort);
    await client.send(message);
    await client.closeWrite();
    await client.readToEnd();
  }
  await eventually(async () => assertEquals((await ask(server.serverPort)).status, 200));
});
