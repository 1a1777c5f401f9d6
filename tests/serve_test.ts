import { assert, assertEquals, assertStringIncludes, assertThrows } from "@std/assert";
import { BaseHTTPRequestHandler, serve, type ServeOptions } from "../mod.ts";
import { Command, HAS_IPV6 } from "./cli/command.ts";
import { utf8 } from "./helpers/bytes.ts";
import { CapturedStderr } from "./helpers/capture_stderr.ts";
import { QuietFileHandler, QuietHandler } from "./helpers/quiet_handlers.ts";
import { get, RawClient, request } from "./helpers/raw_client.ts";
import { TempDir } from "./helpers/temp_dir.ts";

const LOCAL = { hostname: "127.0.0.1", port: 0 } as const;
const QUIET = { ...LOCAL, handler: QuietFileHandler } as const;

/** Answers when the test says so, and throws when it is asked to. */
class Gated extends QuietHandler {
  static started = Promise.withResolvers<void>();
  static gate = Promise.withResolvers<void>();

  override protocolVersion = "HTTP/1.1";

  async do_GET(): Promise<void> {
    Gated.started.resolve();
    await Gated.gate.promise;
    this.answer(utf8("done"));
  }

  do_THROW(): void {
    throw new RangeError("Out of ideas");
  }

  static reset(): void {
    this.started = Promise.withResolvers();
    this.gate = Promise.withResolvers();
  }
}

Deno.test("serve() serves a directory at once", async () => {
  using directory = new TempDir();
  directory.write("a.txt", "hello");
  await using server = serve({ ...QUIET, directory: directory.path });
  assertEquals(server.addr.hostname, "127.0.0.1");
  assertEquals((await get(server.addr.port, "/a.txt")).text, "hello");
});

Deno.test("serve() uses FileHTTPRequestHandler when there is no handler", async () => {
  using directory = new TempDir();
  using stderr = new CapturedStderr();
  await using server = serve({ ...LOCAL, directory: directory.path });
  const answer = await get(server.addr.port, "/");
  assertStringIncludes(answer.field("server")!, "FileHTTP/0.1");
  assertStringIncludes(stderr.text, '"GET / HTTP/1.1" 200 -');
});

Deno.test({
  name: "serve() answers by IPv4 and IPv6 when there is no hostname",
  ignore: !HAS_IPV6 || Deno.build.os === "windows",
  async fn(): Promise<void> {
    using directory = new TempDir();
    directory.write("a.txt", "hello");
    await using server = serve({ port: 0, handler: QuietFileHandler, directory: directory.path });
    assertEquals(server.addr.hostname, "::");
    for (const host of ["127.0.0.1", "[::1]"]) {
      const answer = await fetch(`http://${host}:${server.addr.port}/a.txt`);
      assertEquals(await answer.text(), "hello");
    }
  },
});

Deno.test("serve() passes options on to the handlers", async () => {
  using directory = new TempDir();
  directory.write("a", "");
  await using server = serve({
    ...QUIET,
    directory: directory.path,
    extraResponseHeaders: [["X-A", "1"]],
    protocolVersion: "HTTP/1.0",
    defaultContentType: "text/x-own",
  });
  const answer = await get(server.addr.port, "/a");
  assertEquals(answer.version, "HTTP/1.0");
  assertEquals([answer.field("x-a"), answer.field("content-type")], ["1", "text/x-own"]);
});

Deno.test("serve() passes handlerOptions on, unless there is an option of the same name", async () => {
  using directory = new TempDir();
  directory.write("a.txt", "hello");
  await using server = serve({
    ...QUIET,
    directory: directory.path,
    handlerOptions: { directory: "/nowhere", extraResponseHeaders: [["X-A", "1"]] },
  });
  const answer = await get(server.addr.port, "/a.txt");
  assertEquals([answer.text, answer.field("x-a")], ["hello", "1"]);
});

Deno.test("serve() leaves the class of the handlers as it is", async () => {
  using directory = new TempDir();
  const options = { ...QUIET, directory: directory.path };
  await using changed = serve({ ...options, protocolVersion: "HTTP/1.0" });
  await using server = serve(options);
  assertEquals((await get(changed.addr.port, "/")).version, "HTTP/1.0");
  assertEquals((await get(server.addr.port, "/")).version, "HTTP/1.1");
});

Deno.test("serve() calls onListen with the address before it returns", async () => {
  const addresses: Deno.NetAddr[] = [];
  await using server = serve({ ...LOCAL, onListen: (addr) => addresses.push(addr) });
  assertEquals(addresses, [server.addr]);
  assert(server.addr.port > 0);
});

Deno.test("serve() calls onError with what a handler throws, and goes on", async () => {
  const errors: unknown[] = [];
  const onError = (error: unknown): number => errors.push(error);
  await using server = serve({ ...LOCAL, handler: Gated, onError });
  for (const _ of [1, 2]) {
    using client = await RawClient.connect(server.addr.port);
    await client.send("THROW / HTTP/1.1\r\n\r\n");
    assertEquals((await client.readToEnd()).length, 0);
  }
  assertEquals(errors.map(String), Array(2).fill("RangeError: Out of ideas"));
});

Deno.test("serve() logs what a handler throws when there is no onError", async () => {
  using stderr = new CapturedStderr();
  await using server = serve({ ...LOCAL, handler: Gated });
  using client = await RawClient.connect(server.addr.port);
  await client.send("THROW / HTTP/1.1\r\n\r\n");
  await client.readToEnd();
  assertStringIncludes(stderr.text, "RangeError: Out of ideas");
});

const ENDINGS: [name: string, end: (server: Ending) => void][] = [
  ["shutdown()", ({ server }) => void server.shutdown()],
  ["Symbol.asyncDispose", ({ server }) => void server[Symbol.asyncDispose]()],
  ["its signal", ({ controller }) => controller.abort()],
];

interface Ending {
  readonly server: ReturnType<typeof serve>;
  readonly controller: AbortController;
}

for (const [name, end] of ENDINGS) {
  Deno.test(`serve() finishes what it is answering when it is ended by ${name}`, async () => {
    Gated.reset();
    const controller = new AbortController();
    await using server = serve({ ...LOCAL, handler: Gated, signal: controller.signal });
    using client = await RawClient.connect(server.addr.port);
    using idle = await RawClient.connect(server.addr.port);
    await client.send("GET / HTTP/1.1\r\n\r\n");
    await Gated.started.promise;
    let finished = false;
    server.finished.then(() => finished = true);
    end({ server, controller });
    assertEquals((await idle.readToEnd()).length, 0);
    assertEquals(finished, false);
    Gated.gate.resolve();
    assertEquals((await client.readAnswer()).text, "done");
    await server.finished;
  });
}

Deno.test("serve() ends at once when its signal is aborted already", async () => {
  await serve({ ...LOCAL, signal: AbortSignal.abort() }).finished;
});

Deno.test("FileServer.shutdown() can be called again", async () => {
  const server = serve(LOCAL);
  await Promise.all([server.shutdown(), server.shutdown()]);
  await server.shutdown();
  server.ref();
  server.unref();
});

Deno.test("FileServer.unref() lets the process end, FileServer.ref() doesn't", async () => {
  using directory = new TempDir();
  const module = new URL("../mod.ts", import.meta.url);
  const program = directory.write(
    "program.ts",
    `import { serve } from "${module}";
    const server = serve({ hostname: "127.0.0.1", port: 0 });
    server.unref();
    if (Deno.args[0] === "ref") server.ref();
    console.log(\`http://127.0.0.1:\${server.addr.port}/\`);`,
  );
  const options = { program: new URL(`file://${program}`) };
  await using ended = new Command([], options);
  assertEquals((await ended.outcome()).code, 0);
  await using running = new Command(["ref"], options);
  assertEquals((await get(await running.readPort(), "/nope")).status, 404);
});

Deno.test("serve() throws AddrInUse when the port is taken", () => {
  using listener = Deno.listen(LOCAL);
  const { port } = listener.addr;
  assertThrows(
    () => serve({ hostname: "127.0.0.1", port }),
    Deno.errors.AddrInUse,
    `Cannot listen on 127.0.0.1, port ${port}: the port is in use`,
  );
});

Deno.test("serve() throws NotFound when there is no such directory", () => {
  using directory = new TempDir();
  const path = directory.join("nope");
  assertThrows(
    () => serve({ ...LOCAL, directory: path }),
    Deno.errors.NotFound,
    `Cannot serve '${path}': there is no such directory`,
  );
});

type ErrorClass = TypeErrorConstructor | RangeErrorConstructor | typeof Deno.errors.NotSupported;

const INVALID: [options: Record<string, unknown>, Class: ErrorClass, message: string][] = [
  [{ hostname: 1 }, TypeError, 'option "hostname" must be of type string, not number'],
  [{ port: "80" }, TypeError, 'option "port" must be of type number, not string'],
  [{ directory: null }, TypeError, 'option "directory" must be of type string, not null'],
  [{ handler: {} }, TypeError, 'option "handler" must be of type function, not object'],
  [{ handlerOptions: null }, TypeError, 'option "handlerOptions" must be of type object, not null'],
  [{ onListen: 1 }, TypeError, 'option "onListen" must be of type function, not number'],
  [{ onError: 1 }, TypeError, 'option "onError" must be of type function, not number'],
  [{ signal: {} }, TypeError, 'option "signal" must be an AbortSignal'],
  [{ port: -1 }, RangeError, "Cannot serve on port -1: it must be an integer from 0 to 65535"],
  [{ port: 65536 }, RangeError, "Cannot serve on port 65536"],
  [{ port: 80.5 }, RangeError, "Cannot serve on port 80.5"],
  [{ port: NaN }, RangeError, "Cannot serve on port NaN"],
  [{ protocolVersion: "1.1" }, RangeError, 'with "1.1": it must be HTTP/1.0 or HTTP/1.1'],
  [{ defaultContentType: "a\n" }, RangeError, 'option "defaultContentType"'],
  [{ extraResponseHeaders: [["a b", ""]] }, RangeError, 'Cannot add the field "a b"'],
  [
    { extraResponseHeaders: [["Content-Length", "1"]] },
    RangeError,
    'Cannot add the field "Content-Length"',
  ],
  [{ extraResponseHeaders: [["A", "\r\n"]] }, RangeError, 'Cannot add the field "A"'],
  [{ cache: "1" }, TypeError, 'option "cache" must be of type number, not string'],
  [{ cache: -1 }, RangeError, 'option "cache" must be an integer from 0 to 2147483648'],
  [
    { handlerOptions: { charset: "a;b" } },
    RangeError,
    'option "charset" must be the name of a character set',
  ],
  [
    { handler: QuietHandler, cache: 1 },
    TypeError,
    'option "cache" is one of FileHTTPRequestHandler',
  ],
  [{ cert: "PEM" }, TypeError, 'options "cert" and "key" need each other'],
  [{ key: "PEM" }, TypeError, 'options "cert" and "key" need each other'],
];

for (const [options, Class, message] of INVALID) {
  Deno.test(`serve() throws ${Class.name} when options are ${Deno.inspect(options)}`, () => {
    assertThrows(() => serve({ ...LOCAL, ...options } as ServeOptions), Class, message);
  });
}

Deno.test("serve() takes handlers without options of their own", async () => {
  await using server = serve({ ...LOCAL, handler: BaseHTTPRequestHandler });
  using _stderr = new CapturedStderr();
  assertEquals((await request(server.addr.port, "/")).status, 501);
});
