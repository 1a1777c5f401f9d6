import {
  assertEquals,
  assertMatch,
  assertRejects,
  assertStringIncludes,
  assertThrows,
} from "@std/assert";
import { type Address, type Connection, StreamRequestHandler, TCPServer } from "../../mod.ts";
import { textOf, utf8 } from "../helpers/bytes.ts";
import { CapturedStderr } from "../helpers/capture_stderr.ts";
import { exchange, RawClient } from "../helpers/raw_client.ts";
import { HAS_IPV6 } from "../cli/command.ts";

const LOCALHOST: Address = ["127.0.0.1", 0];

/** Answers with what it was sent. */
class Echo extends StreamRequestHandler {
  override async handle(): Promise<void> {
    await this.wfile.write(await this.rfile.read());
  }
}

/** Throws what it was sent. */
class Thrower extends StreamRequestHandler {
  override async handle(): Promise<void> {
    throw new Error(textOf(await this.rfile.read()));
  }
}

/** Notes which of its steps are taken. */
class NotingServer extends TCPServer {
  /** Absent while the constructor of the base class runs. */
  static readonly notes: string[] = [];
  verified: boolean | Promise<boolean> = true;

  override serverBind(): void {
    NotingServer.notes.push("serverBind");
    super.serverBind();
  }

  override serverActivate(): void {
    NotingServer.notes.push("serverActivate");
    super.serverActivate();
  }

  override getRequest(): Promise<[request: Connection, clientAddress: Address]> {
    NotingServer.notes.push("getRequest");
    return super.getRequest();
  }

  override verifyRequest(): boolean | Promise<boolean> {
    NotingServer.notes.push("verifyRequest");
    return this.verified;
  }

  override processRequest(request: Connection, clientAddress: Address): Promise<void> {
    NotingServer.notes.push("processRequest");
    return super.processRequest(request, clientAddress);
  }

  override finishRequest(request: Connection, clientAddress: Address): Promise<void> {
    NotingServer.notes.push("finishRequest");
    return super.finishRequest(request, clientAddress);
  }

  override shutdownRequest(request: Connection): Promise<void> {
    NotingServer.notes.push("shutdownRequest");
    return super.shutdownRequest(request);
  }

  override closeRequest(request: Connection): void {
    NotingServer.notes.push("closeRequest");
    super.closeRequest(request);
  }

  override handleError(): void {
    NotingServer.notes.push("handleError");
  }

  override handleTimeout(): void {
    NotingServer.notes.push("handleTimeout");
  }

  override serviceActions(): void {
    NotingServer.notes.push("serviceActions");
  }

  override serverClose(): Promise<void> {
    NotingServer.notes.push("serverClose");
    return super.serverClose();
  }

  /** What was noted since the last call. */
  static take(): string[] {
    return this.notes.splice(0);
  }
}

/** The steps of a request's life in CPython's `socketserver.BaseServer`, in its order. */
const STEPS = ["getRequest", "verifyRequest", "processRequest", "finishRequest"];
const LAST_STEPS = ["shutdownRequest", "closeRequest"];

Deno.test("TCPServer takes its steps in CPython's order", async () => {
  NotingServer.take();
  {
    await using server = new NotingServer(LOCALHOST, Echo);
    assertEquals(NotingServer.take(), ["serverBind", "serverActivate"]);
    const handled = server.handleRequest();
    assertEquals(textOf(await exchange(server.serverAddress[1], "abc")), "abc");
    await handled;
    assertEquals(NotingServer.take(), [...STEPS, ...LAST_STEPS]);
  }
  assertEquals(NotingServer.take(), ["serverClose"]);
});

Deno.test("TCPServer.serveForever() calls serviceActions() after each connection", async () => {
  await using server = new NotingServer(LOCALHOST, Echo);
  NotingServer.take();
  const served = server.serveForever({ pollInterval: 3600 });
  for (let count = 0; count < 2; count++) await exchange(server.serverAddress[1], "abc");
  await server.shutdown();
  await served;
  const turn = [...STEPS, ...LAST_STEPS, "serviceActions"];
  assertEquals(NotingServer.take(), [...turn, ...turn]);
});

Deno.test("TCPServer.serveForever() calls serviceActions() as often as pollInterval says", async () => {
  const { promise, resolve } = Promise.withResolvers<void>();
  let calls = 0;
  class Polling extends TCPServer {
    override serviceActions(): void {
      if (++calls === 3) resolve();
    }
  }
  await using server = new Polling(LOCALHOST, Echo);
  server.serveForever({ pollInterval: 0.001 });
  await promise;
});

Deno.test("TCPServer ends a connection unanswered when verifyRequest() says no", async () => {
  for (const verified of [false, Promise.resolve(false)]) {
    await using server = new NotingServer(LOCALHOST, Echo);
    server.verified = verified;
    NotingServer.take();
    const handled = server.handleRequest();
    using client = await RawClient.connect(server.serverAddress[1]);
    assertEquals(await client.read(), null);
    await handled;
    assertEquals(NotingServer.take(), ["getRequest", "verifyRequest", ...LAST_STEPS]);
  }
});

Deno.test("TCPServer closes the connection and goes on when getRequest() throws one of Deno.errors", async () => {
  class Picky extends TCPServer {
    #count = 0;
    override async getRequest(): ReturnType<TCPServer["getRequest"]> {
      const got = await super.getRequest();
      if (this.#count++ === 0) throw new Deno.errors.ConnectionReset("no handshake");
      return got;
    }
  }
  await using server = new Picky(LOCALHOST, Echo);
  server.serveForever();
  using client = await RawClient.connect(server.serverAddress[1]);
  assertEquals(await client.read(), null);
  assertEquals(textOf(await exchange(server.serverAddress[1], "abc")), "abc");
});

Deno.test("TCPServer calls handleError() when a handler throws, and goes on", async () => {
  await using server = new NotingServer(LOCALHOST, Thrower);
  NotingServer.take();
  for (let count = 0; count < 2; count++) {
    const handled = server.handleRequest();
    assertEquals(textOf(await exchange(server.serverAddress[1], "oh")), "");
    await handled;
    assertEquals(NotingServer.take(), [...STEPS, "handleError", ...LAST_STEPS]);
  }
});

Deno.test("TCPServer.handleError() logs who asked and what went wrong", async () => {
  using stderr = new CapturedStderr();
  await using server = new TCPServer(LOCALHOST, Thrower);
  const handled = server.handleRequest();
  await exchange(server.serverAddress[1], "Something went wrong");
  await handled;
  const line = "-".repeat(40);
  assertEquals(stderr.text.startsWith(`${line}\n`), true);
  assertEquals(stderr.text.endsWith(`${line}\n`), true);
  assertStringIncludes(
    stderr.text,
    "Exception occurred during processing of request from ('127.0.0.1', ",
  );
  assertStringIncludes(stderr.text, "Error: Something went wrong\n");
});

Deno.test({
  name: "TCPServer.handleError() shows an IPv6 address with flow and scope, as Python does",
  ignore: !HAS_IPV6,
  fn: async () => {
    using stderr = new CapturedStderr();
    await using server = new TCPServer(["::1", 0], Thrower);
    const handled = server.handleRequest();
    const client = await Deno.connect({ hostname: "::1", port: server.serverAddress[1] });
    await client.closeWrite();
    await new Response(client.readable).bytes();
    await handled;
    assertMatch(stderr.text, /processing of request from \('::1', \d+, 0, 0\)\n/);
  },
});

Deno.test("TCPServer.handleRequest() calls handleTimeout() when nobody comes in time", async () => {
  await using server = new NotingServer(LOCALHOST, Echo);
  NotingServer.take();
  server.timeout = 0.001;
  await server.handleRequest();
  assertEquals(NotingServer.take(), ["handleTimeout"]);
  // The wait that was given up has not taken the next connection away.
  server.timeout = 60;
  const handled = server.handleRequest();
  assertEquals(textOf(await exchange(server.serverAddress[1], "abc")), "abc");
  await handled;
  assertEquals(NotingServer.take(), [...STEPS, ...LAST_STEPS]);
});

Deno.test("TCPServer.handleRequest() takes one connection each time", async () => {
  await using server = new TCPServer(LOCALHOST, Echo);
  const answers = ["a", "b", "c"].map((text) => exchange(server.serverAddress[1], text));
  for (let count = 0; count < 3; count++) await server.handleRequest();
  assertEquals((await Promise.all(answers)).map(textOf), ["a", "b", "c"]);
});

Deno.test("TCPServer binds when told to if bindAndActivate is false", async () => {
  await using server = new TCPServer(LOCALHOST, Echo, { bindAndActivate: false });
  assertEquals([server.socket, server.serverAddress], [undefined, ["127.0.0.1", 0]]);
  server.serverBind();
  server.serverActivate();
  const handled = server.handleRequest();
  assertEquals(textOf(await exchange(server.serverAddress[1], "abc")), "abc");
  await handled;
});

Deno.test("TCPServer has the address as bound, and leaves the one it was given alone", async () => {
  const address: Address = ["127.0.0.1", 0];
  await using server = new TCPServer(address, Echo);
  assertEquals(address, ["127.0.0.1", 0]);
  const { hostname, port } = server.socket!.addr as Deno.NetAddr;
  assertEquals(server.serverAddress, [hostname, port]);
});

Deno.test("TCPServer listens on every interface when the host is empty", async () => {
  await using server = new TCPServer(["", 0], Echo);
  assertEquals(server.serverAddress[0], "0.0.0.0");
});

Deno.test("TCPServer raises AddrInUse when the port is taken", async () => {
  await using server = new TCPServer(LOCALHOST, Echo);
  assertThrows(() => new TCPServer(server.serverAddress, Echo), Deno.errors.AddrInUse);
});

Deno.test("TCPServer gives its port back when it is closed", async () => {
  let address: Address;
  {
    await using server = new TCPServer(LOCALHOST, Echo);
    address = server.serverAddress;
    server.serveForever();
    assertEquals(textOf(await exchange(address[1], "abc")), "abc");
  }
  await assertRejects(() => RawClient.connect(address[1]), Deno.errors.ConnectionRefused);
  await using again = new TCPServer(address, Echo);
  assertEquals(again.serverAddress, address);
});

Deno.test("TCPServer passes handlerOptions to the handlers", async () => {
  class Greeter extends StreamRequestHandler {
    readonly #greeting: string;

    constructor(request: Connection, address: Address, server: TCPServer, greeting = "none") {
      super(request, address, server);
      this.#greeting = greeting;
    }

    override handle(): void {
      this.wfile.write(utf8(this.#greeting));
    }
  }
  await using server = new TCPServer(LOCALHOST, Greeter, { handlerOptions: "hello" });
  const handled = server.handleRequest();
  assertEquals(textOf(await exchange(server.serverAddress[1], "")), "hello");
  await handled;
});

Deno.test("StreamRequestHandler knows its connection, its client and its server", async () => {
  const seen: unknown[] = [];
  class Looker extends StreamRequestHandler {
    override handle(): void {
      seen.push(this.clientAddress, this.connection.localAddr, this.server);
    }
  }
  await using server = new TCPServer(LOCALHOST, Looker);
  const handled = server.handleRequest();
  using client = await RawClient.connect(server.serverAddress[1]);
  await handled;
  assertEquals(seen[0], ["127.0.0.1", client.port]);
  assertEquals((seen[1] as Deno.NetAddr).port, server.serverAddress[1]);
  assertEquals(seen[2] === server, true);
});

Deno.test("StreamRequestHandler leaves the timeout alone that setup() of a subclass has set", async () => {
  const timeouts: (number | null)[] = [];
  class Patient extends StreamRequestHandler {
    override setup(): void {
      this.request.timeout = 15;
      super.setup();
      timeouts.push(this.request.timeout);
    }
  }
  class Impatient extends Patient {
    override timeout = 5;
  }
  for (const Handler of [Patient, Impatient]) {
    await using server = new TCPServer(LOCALHOST, Handler);
    const handled = server.handleRequest();
    await exchange(server.serverAddress[1], "");
    await handled;
  }
  assertEquals(timeouts, [15, 5]);
});

Deno.test("StreamRequestHandler calls finish() although handle() throws, and not if setup() does", async () => {
  const notes: string[] = [];
  class Failing extends StreamRequestHandler {
    override setup(): void {
      super.setup();
      if (notes.length > 0) throw new Error("setup");
    }

    override handle(): void {
      this.wfile.write(utf8("last words"));
      throw new Error("handle");
    }

    override async finish(): Promise<void> {
      notes.push("finish");
      await super.finish();
    }
  }
  class Server extends TCPServer {
    override handleError(_request: Connection, _clientAddress: Address, error: unknown): void {
      notes.push((error as Error).message);
    }
  }
  await using server = new Server(LOCALHOST, Failing);
  const answers: string[] = [];
  for (let count = 0; count < 2; count++) {
    const handled = server.handleRequest();
    answers.push(textOf(await exchange(server.serverAddress[1], "")));
    await handled;
  }
  assertEquals(answers, ["last words", ""]);
  assertEquals(notes, ["finish", "handle", "setup"]);
});
