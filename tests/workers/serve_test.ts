import { assert, assertEquals, assertNotEquals, assertRejects, assertThrows } from "@std/assert";
import { BaseHTTPRequestHandler, serve, type ServeOptions } from "../../mod.ts";
import { request } from "../helpers/raw_client.ts";
import { untilRefused } from "../helpers/until_refused.ts";
import { ask, askUntil, runOnBoth, startProgram } from "./loops.ts";

const POSIX = Deno.build.os !== "windows";
const LOCAL = { hostname: "127.0.0.1", port: 0 } as const;
const HANDLER = new URL("./handler.ts", import.meta.url);

const isMain = (loop: string): boolean => loop.startsWith("main ");
const isWorker = (loop: string): boolean => loop.startsWith("http-server worker 2 ");

Deno.test({
  name: "serve() answers in the main thread and in a worker, with the handler's options",
  ignore: !POSIX,
  async fn(): Promise<void> {
    await using program = startProgram();
    const port = await program.readPort();
    await askUntil(port, isMain);
    await askUntil(port, isWorker);
    for (let count = 0; count < 20; count++) {
      const [, options] = await ask(port, "/");
      assertEquals(options, '{"directory":"src","extraResponseHeaders":[["X","Y"]]}');
    }
  },
});

Deno.test({
  name: "serve() calls onError when a handler throws in a worker",
  ignore: !POSIX,
  async fn(): Promise<void> {
    await using program = startProgram();
    await askUntil(await program.readPort(), isWorker, "/throw");
    assertEquals(await program.readLine(), "RangeError: Out of ideas");
  },
});

Deno.test({
  name: "FileServer.shutdown() finishes what each loop is answering",
  ignore: !POSIX,
  async fn(): Promise<void> {
    await using program = startProgram();
    const port = await program.readPort();
    const [first, second] = await runOnBoth(port);
    await program.write("\n");
    assertEquals(await program.readLine(), "shutting down");
    await untilRefused(port);
    assertEquals(await first!.finish(), "done");
    assertEquals(await second!.finish(), "done");
    const outcome = await program.outcome();
    assertEquals(outcome, { code: 0, stdout: "finished\n", stderr: "" });
  },
});

Deno.test({
  name: "serve() replaces ten workers that crash, and then goes on without",
  ignore: !POSIX,
  async fn(): Promise<void> {
    await using program = startProgram();
    const port = await program.readPort();
    let last = "";
    for (let count = 0; count < 10; count++) {
      const crashed = await askUntil(port, isWorker, count === 0 ? "/exit" : "/crash");
      assertNotEquals(crashed, last);
      last = crashed;
      await askUntil(port, (loop) => isWorker(loop) && loop !== crashed);
    }
    await askUntil(port, isWorker, "/crash");
    await askUntil(port, isMain);
    await program.write("\n");
    const { code, stdout, stderr } = await program.outcome();
    assertEquals([code, stdout], [0, "shutting down\nfinished\n"]);
    assertEquals(stderr.split("\n"), [
      "Worker 2 crashed, another takes its place: Deno.exit() was called",
      ...Array(9).fill("Worker 2 crashed, another takes its place: Error: No luck"),
      "Worker 2 crashed, the others go on: Error: No luck",
      "",
    ]);
  },
});

Deno.test({
  name: "FileServer.unref() lets the process end, and ref() keeps it running",
  ignore: !POSIX,
  async fn(): Promise<void> {
    await using unref = startProgram("unref");
    await unref.readPort();
    assertEquals((await unref.outcome()).code, 0);
    await using ref = startProgram("ref");
    await askUntil(await ref.readPort(), isWorker);
  },
});

Deno.test("serve() loads a handler by its URL when there is one loop", async () => {
  await using server = serve({ ...LOCAL, handler: HANDLER });
  assert(isMain((await ask(server.addr.port, "/"))[0]));
});

Deno.test("serve() sets the fields of a handler that it loads", async () => {
  await using server = serve({ ...LOCAL, handler: HANDLER, protocolVersion: "HTTP/1.0" });
  assertEquals((await request(server.addr.port, "/")).version, "HTTP/1.0");
});

Deno.test("FileServer.shutdown() ends what has not begun to serve", async () => {
  const server = serve({ ...LOCAL, handler: HANDLER });
  await server.shutdown();
  await server.finished;
});

Deno.test("FileServer.finished is rejected when the module has no handler", async () => {
  const server = serve({ ...LOCAL, handler: new URL("./loops.ts", import.meta.url) });
  await assertRejects(() => server.finished, TypeError, "its default export is not a class");
});

Deno.test("FileServer.finished is rejected when there is no such module", async () => {
  const server = serve({ ...LOCAL, handler: new URL("./none.ts", import.meta.url) });
  await assertRejects(() => server.finished, TypeError, "none.ts");
});

const WRONG: [options: ServeOptions, error: typeof TypeError, message: string][] = [
  [{ workers: 0 }, RangeError, "Cannot serve with 0 workers: it must be an integer from 1 to 128"],
  [{ workers: -1 }, RangeError, "Cannot serve with -1 workers"],
  [{ workers: 1.5 }, RangeError, "Cannot serve with 1.5 workers"],
  [{ workers: NaN }, RangeError, "Cannot serve with NaN workers"],
  [{ workers: 129 }, RangeError, "Cannot serve with 129 workers"],
  [{ workers: "2" as never }, TypeError, 'option "workers" must be of type number, not string'],
  [
    { workers: 2, handler: BaseHTTPRequestHandler },
    TypeError,
    'a class cannot be sent to them; let option "handler" be the URL of a module',
  ],
  [
    { workers: 2, handler: HANDLER, handlerOptions: { guess: (): void => {} } as never },
    TypeError,
    'option "handlerOptions" cannot be sent to workers',
  ],
];

for (const [options, error, message] of WRONG) {
  Deno.test(`serve() throws ${error.name} when it says "${message}"`, () => {
    assertThrows(() => serve({ ...LOCAL, ...options }), error, message);
  });
}

Deno.test({
  name: "serve() throws NotSupported when --unstable-net is missing",
  ignore: !POSIX || "listenDatagram" in Deno,
  fn(): void {
    const message = "Deno does not share the port between workers: add --unstable-net";
    assertThrows(() => serve({ ...LOCAL, workers: 2 }), Deno.errors.NotSupported, message);
  },
});
