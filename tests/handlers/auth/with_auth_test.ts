import { assert, assertEquals, assertRejects } from "@std/assert";
import {
  type AuthOptions,
  BaseHTTPRequestHandler,
  type FileServer,
  serve,
  type ServeOptions,
  SimpleHTTPRequestHandler,
} from "../../../mod.ts";
import { nodeCrypto } from "../../../src/server/node/node_builtins.ts";
import { CapturedStderr } from "../../helpers/capture_stderr.ts";
import { LaterClock } from "../../helpers/later_clock.ts";
import { OpenedFiles } from "../../helpers/opened_files.ts";
import { type Answer, RawClient, request } from "../../helpers/raw_client.ts";
import { TempDir } from "../../helpers/temp_dir.ts";
import { basic, HASHES } from "./users.ts";

const LOCAL = { hostname: "127.0.0.1", port: 0 } as const;
const [SCRYPT] = HASHES as [string];
const USERS = [`ada:${SCRYPT}`, `bob:${SCRYPT}:ro`];
const CHALLENGE = 'Basic realm="http-server", charset="UTF-8"';

/** Answers with the user, and takes what is put. */
class Handler extends BaseHTTPRequestHandler {
  override protocolVersion = "HTTP/1.1";

  do_GET(): void {
    const body = new TextEncoder().encode(String(this.remoteUser));
    this.sendResponse(200);
    this.sendHeader("Content-Length", body.length);
    this.endHeaders();
    if (this.command !== "HEAD") this.wfile.write(body);
  }

  do_HEAD(): void {
    this.do_GET();
  }

  async do_PUT(): Promise<void> {
    const body = await this.rfile.read(Number(this.headers.get("content-length", "0")));
    this.sendResponse(201);
    this.sendHeader("Content-Length", 0);
    this.sendHeader("X-Length", body.length);
    this.endHeaders();
  }
}

function start(auth: Partial<AuthOptions> = {}, options: ServeOptions = {}): FileServer {
  return serve({ ...LOCAL, handler: Handler, auth: { users: USERS, ...auth }, ...options });
}

async function ask(
  server: FileServer,
  authorization?: string,
  { method = "GET", target = "/" }: { method?: string; target?: string } = {},
): Promise<Answer> {
  const headers = {
    Connection: "close",
    ...(authorization === undefined ? {} : { Authorization: authorization }),
  };
  return await request(server.addr.port, target, { method, headers });
}

const ATTEMPTS = [
  ["nothing", undefined, "GET", 401],
  ["the right password", basic("ada"), "GET", 200],
  ["a wrong password", basic("ada", "battery"), "GET", 401],
  ["the beginning of the password", basic("ada", "correct"), "GET", 401],
  ["no password", basic("ada", ""), "GET", 401],
  ["a name that nobody has", basic("eve"), "GET", 401],
  ["a name in another case", basic("Ada"), "GET", 401],
  ["another scheme", "Bearer x", "GET", 401],
  ["what is no base64", "Basic !", "GET", 401],
  ["no colon", `Basic ${btoa("ada")}`, "GET", 401],
  ["a scheme in capitals", basic("ada").replace("Basic", "BASIC"), "GET", 200],
  ["a control character", `Basic ${btoa("ada\0:correct horse")}`, "GET", 401],
  ["a reader who writes", basic("bob"), "PUT", 403],
  ["a reader who reads", basic("bob"), "HEAD", 200],
  ["a writer who writes", basic("ada"), "PUT", 201],
  ["nothing where something is written", undefined, "PUT", 401],
] as const;

Deno.test("serve() answers those with a right, and nobody else", async (t) => {
  using _stderr = new CapturedStderr();
  await using server = start();
  for (const [what, authorization, method, status] of ATTEMPTS) {
    await t.step(`${method} with ${what}: ${status}`, async () => {
      const answer = await ask(server, authorization, { method });
      assertEquals(answer.status, status);
      assertEquals(answer.field("www-authenticate"), status === 401 ? CHALLENGE : undefined);
      if (status >= 400) assert(!answer.text.includes("ada"));
    });
  }
});

Deno.test("serve() tells handlers who it is, request by request", async () => {
  using _stderr = new CapturedStderr();
  await using server = start({ publicRead: true });
  using client = await RawClient.connect(server.addr.port);
  const put = `PUT / HTTP/1.1\r\nContent-Length: 2\r\nAuthorization: ${basic("ada")}\r\n\r\nhi`;
  assertEquals((await client.request(put)).field("x-length"), "2");
  assertEquals((await client.request("GET / HTTP/1.1\r\n\r\n")).text, "undefined");
  await using closed = start();
  assertEquals((await ask(closed, basic("bob"))).text, "bob");
});

Deno.test("serve() lets anyone read where that is said, and no one write", async () => {
  using _stderr = new CapturedStderr();
  await using server = start({ publicRead: true, realm: "the attic" });
  assertEquals((await ask(server)).status, 200);
  const refused = await ask(server, undefined, { method: "PUT" });
  assertEquals(refused.status, 401);
  assertEquals(refused.field("www-authenticate"), 'Basic realm="the attic", charset="UTF-8"');
  assertEquals((await ask(server, basic("bob"), { method: "PUT" })).status, 403);
  assertEquals((await ask(server, basic("ada"), { method: "PUT" })).status, 201);
});

Deno.test("serve() takes two fields for none: another program may read the other one", async () => {
  using _stderr = new CapturedStderr();
  await using server = start();
  using client = await RawClient.connect(server.addr.port);
  const field = `Authorization: ${basic("ada")}\r\n`;
  assertEquals((await client.request(`GET / HTTP/1.1\r\n${field}${field}\r\n`)).status, 401);
});

Deno.test("serve() asks for the password before the body", async () => {
  using _stderr = new CapturedStderr();
  await using server = start();
  const head = "PUT / HTTP/1.1\r\nContent-Length: 2\r\nExpect: 100-continue\r\n";
  using stranger = await RawClient.connect(server.addr.port);
  assertEquals((await stranger.request(`${head}\r\n`)).status, 401);
  using client = await RawClient.connect(server.addr.port);
  const interim = await client.request(`${head}Authorization: ${basic("ada")}\r\n\r\n`);
  assertEquals(interim.status, 100);
  assertEquals((await client.request("hi")).status, 201);
});

Deno.test("serve() does the same work for a name that nobody has as for a wrong password", async () => {
  using _stderr = new CapturedStderr();
  await using server = start();
  const crypto = nodeCrypto();
  const { scrypt } = crypto;
  const lengths: unknown[] = [];
  // It still does what it does.
  crypto.scrypt = ((...args: Parameters<typeof scrypt>): void => {
    lengths.push(args.slice(1, 4));
    scrypt(...args);
  }) as typeof scrypt;
  try {
    assertEquals((await ask(server, basic("ada", "wrong"))).status, 401);
    assertEquals((await ask(server, basic("eve", "wrong"))).status, 401);
    assertEquals(lengths.length, 2);
    assertEquals(lengths[0], lengths[1]);
    // Who is known is known without that.
    for (let count = 0; count < 3; count++) await ask(server, basic("ada"));
    assertEquals(lengths.length, 3);
  } finally {
    crypto.scrypt = scrypt;
  }
});

Deno.test("serve() leaves the health page open, and no other", async () => {
  using _stderr = new CapturedStderr();
  await using server = start({}, { health: "/healthz", metrics: "/metrics" });
  assertEquals((await ask(server, undefined, { target: "/healthz" })).text, "ok\n");
  assertEquals((await ask(server, undefined, { target: "/metrics" })).status, 401);
  const { text } = await ask(server, basic("bob"), { target: "/metrics" });
  assert(text.includes('http_requests_total{method="GET",code="401"} 1\n'), text);
  assert(text.includes('http_requests_total{method="GET",code="200"} 1\n'), text);
});

Deno.test("serve() gives what it remembers to those with a right, and to nobody else", async () => {
  using directory = new TempDir();
  directory.writeOld("secret.txt", "the treasure is under the tree");
  using _clock = new LaterClock();
  using _stderr = new CapturedStderr();
  const handler = SimpleHTTPRequestHandler;
  const auth = { users: USERS };
  await using server = serve({ ...LOCAL, directory: directory.path, handler, auth });
  const { port } = server.addr;
  const lines = "GET /secret.txt HTTP/1.1\r\nHost: a\r\n";
  const authorization = `Authorization: ${basic("bob")}\r\n`;
  using client = await RawClient.connect(port);
  const first = await client.request(`${lines}${authorization}\r\n`);
  assertEquals(first.status, 200);
  {
    using opened = new OpenedFiles();
    assertEquals((await client.request(`${lines}${authorization}\r\n`)).text, first.text);
    assertEquals(opened.count, 0, "It was not answered from memory");
  }
  const heads = [
    `${lines}\r\n`,
    `${lines}X: ${authorization}\r\n`,
    `${lines}Authorization: ${basic("bob", "x")}\r\n\r\n`,
    `${lines}Authorization:\r\n ${basic("bob")}x\r\n\r\n`,
    `${lines}Authorization: Basic\r\n\r\n`,
    `${lines}${authorization}${authorization}\r\n`,
    // The field belongs to what follows the head.
    `${lines}\n${authorization}\r\n`,
    `GET /secret.txt HTTP/1.1\n\n${lines}${authorization}\r\n`,
  ];
  for (const head of heads) {
    using other = await RawClient.connect(port);
    const answer = await other.request(head);
    assertEquals([answer.status, answer.text.includes("treasure")], [401, false], head);
  }
  // Nor does a connection that was let in once stay open to all.
  assertEquals((await client.request(`${lines}\r\n`)).status, 401);
});

Deno.test("serve() takes passwords where that is permitted", async () => {
  using _stderr = new CapturedStderr();
  await using server = start({ users: ["ada:secret"], insecurePlain: true });
  assertEquals((await ask(server, basic("ada", "secret"))).status, 200);
  assertEquals((await ask(server, basic("ada", "Secret"))).status, 401);
});

/** What clients make of a name and a password beyond ASCII: UTF-8 (RFC 7617), also decomposed, or ISO 8859-1. */
const ENCODINGS = [
  ["UTF-8", "\u00c3\u00a4:p\u00c3\u00a4ss", 200],
  ["UTF-8 of a letter and its accent", "a\u00cc\u0088:pa\u00cc\u0088ss", 200],
  ["ISO 8859-1", "\u00e4:p\u00e4ss", 200],
  ["another letter", "\u00c3\u00b6:p\u00c3\u00a4ss", 401],
] as const;

for (const [what, bytes, status] of ENCODINGS) {
  Deno.test(`serve() answers ${what} with ${status}`, async () => {
    using _stderr = new CapturedStderr();
    await using server = start({ users: ["ä:päss"], insecurePlain: true });
    assertEquals((await ask(server, `Basic ${btoa(bytes)}`)).status, status);
  });
}

const WRONG = [
  [["ada:secret"], "must be a hash"],
  [["# nobody"], "nobody could log in"],
] as const;

for (const [users, message] of WRONG) {
  Deno.test(`serve() ends when its users are ${JSON.stringify(users)}`, async () => {
    await assertRejects(() => serve({ ...LOCAL, auth: { users } }).finished, RangeError, message);
  });
}
