import {
  assertEquals,
  assertMatch,
  assertRejects,
  assertStringIncludes,
  assertThrows,
} from "@std/assert";
import { BaseHTTPRequestHandler, serve, StreamRequestHandler } from "../mod.ts";
import { deploy } from "../src/deployment.ts";
import { certificate } from "./helpers/certificates.ts";
import { latin1Of, utf8 } from "./helpers/bytes.ts";
import { CapturedStderr } from "./helpers/capture_stderr.ts";
import { LaterClock } from "./helpers/later_clock.ts";
import { OpenedFiles } from "./helpers/opened_files.ts";
import { QuietHandler } from "./helpers/quiet_handlers.ts";
import { exchange, RawClient } from "./helpers/raw_client.ts";
import { TempDir } from "./helpers/temp_dir.ts";
import { requestTls } from "./helpers/tls_client.ts";

const LOCAL = { hostname: "127.0.0.1", port: 0 } as const;

/** Says who asks, and how. */
class Who extends QuietHandler {
  override protocolVersion = "HTTP/1.1";

  do_GET(): void {
    this.answer(utf8(`${this.scheme} ${this.clientAddress.join(" ")}`));
  }
}

/** What several requests on one connection are answered, each with its fields. */
async function ask(
  trustProxy: readonly string[],
  ...requests: readonly string[]
): Promise<string[]> {
  await using server = serve({ ...LOCAL, handler: Who, trustProxy });
  using client = await RawClient.connect(server.addr.port);
  const texts: string[] = [];
  for (const fields of requests) {
    texts.push((await client.request(`GET / HTTP/1.1\r\nHost: x\r\n${fields}\r\n`)).text);
  }
  return texts.map((text) => text.replace(` ${client.port}`, " PORT"));
}

const OLD = "X-Forwarded-For: 6.6.6.6, 192.0.2.43\r\nX-Forwarded-Proto: https\r\n";
const STANDARD = 'Forwarded: for="[2001:db8::1]:4711";proto=https\r\n';

Deno.test("serve() believes a trusted proxy, request by request", async () => {
  assertEquals(await ask(["192.0.2.0/24", "127.0.0.1"], OLD, "", STANDARD, "Forwarded: ?\r\n"), [
    "https 6.6.6.6 0",
    "http 127.0.0.1 PORT",
    "https 2001:db8::1 4711",
    "http 127.0.0.1 PORT",
  ]);
  assertEquals(await ask(["127.0.0.0/8"], OLD), ["https 192.0.2.43 0"]);
});

Deno.test("serve() believes nobody else", async () => {
  for (const trustProxy of [[], ["192.0.2.0/24", "::1", "unix:"]]) {
    const expected = "http 127.0.0.1 PORT";
    assertEquals(await ask(trustProxy, OLD, STANDARD), [expected, expected]);
  }
});

Deno.test("serve() logs the client that a proxy names, also of answers from memory", async () => {
  using directory = new TempDir();
  directory.writeOld("a.txt", "hello");
  using _clock = new LaterClock();
  using stderr = new CapturedStderr();
  const options = { directory: directory.path, trustProxy: ["127.0.0.1"] };
  await using server = serve({ ...LOCAL, ...options });
  using client = await RawClient.connect(server.addr.port);
  const get = (target: string, node: string): string =>
    `GET ${target} HTTP/1.1\r\nX-Forwarded-For: ${node}\r\n\r\n`;
  const nodes = ["192.0.2.1", "junk", "2001:db8::1"];
  await client.request(get("/a.txt", "192.0.2.0"));
  using opened = new OpenedFiles();
  // Together, so that the next is there already when one is answered.
  await client.send(nodes.map((node) => get("/a.txt", node)).join(""));
  for (const _ of nodes) assertEquals((await client.readAnswer()).text, "hello");
  assertEquals(opened.count, 0);
  await client.request(get("/b", "192.0.2.4"));
  assertEquals(latin1Of(await exchange(server.addr.port, "GET\r\n\r\n")).includes("400"), true);
  assertEquals(stderr.text.trimEnd().split("\n").map((line) => line.split(" - - ")[0]), [
    ...["192.0.2.0", "192.0.2.1", "127.0.0.1", "2001:db8::1"],
    ...["192.0.2.4", "192.0.2.4", "127.0.0.1", "127.0.0.1"],
  ]);
});

class Thrower extends QuietHandler {
  do_GET(): void {
    throw new Error(this.clientAddress[0]);
  }
}

Deno.test("What a handler throws is reported with the peer, whoever a proxy speaks for", async () => {
  using stderr = new CapturedStderr();
  await using server = serve({ ...LOCAL, handler: Thrower, trustProxy: ["127.0.0.1"] });
  using client = await RawClient.connect(server.addr.port);
  await client.send(`GET / HTTP/1.1\r\nHost: x\r\n${OLD}\r\n`);
  await client.readToEnd();
  const peer = `('127.0.0.1', ${client.port})`;
  assertStringIncludes(stderr.text, `processing of request from ${peer}\nError: 192.0.2.43\n`);
});

Deno.test("serve() has the scheme https over its own TLS", async () => {
  const pair = await certificate();
  await using server = serve({ ...LOCAL, ...pair, handler: Who, trustProxy: ["127.0.0.1"] });
  const target = { port: server.addr.port, cert: pair.cert };
  assertMatch((await requestTls(target, "/")).text, /^https 127\.0\.0\.1 /);
});

const WRONG: [trustProxy: unknown, error: typeof TypeError | typeof RangeError][] = [
  ["127.0.0.1", TypeError],
  [["localhost"], RangeError],
  [["10.0.0.0/33"], RangeError],
  [[1], RangeError],
];

for (const [trustProxy, error] of WRONG) {
  Deno.test(`serve() refuses to trust ${JSON.stringify(trustProxy)}`, () => {
    assertThrows(() => serve({ ...LOCAL, trustProxy: trustProxy as string[] }), error);
  });
}

Deno.test("deploy() takes classes for HTTP only", async () => {
  await assertRejects(() => deploy(StreamRequestHandler, { health: "/health" }, 0), TypeError);
  assertEquals(await deploy(StreamRequestHandler, undefined, 0), StreamRequestHandler);
  const Handler = await deploy(BaseHTTPRequestHandler, { health: "/health" }, 0);
  assertEquals(Handler.prototype instanceof BaseHTTPRequestHandler, true);
});
