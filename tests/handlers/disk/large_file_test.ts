import { assert, assertEquals, assertGreater, assertInstanceOf, assertLess } from "@std/assert";
import { createHash } from "node:crypto";
import { areSame, noise } from "../../helpers/bytes.ts";
import { QuietFileHandler } from "../../helpers/quiet_handlers.ts";
import { exchange, parseAnswer, RawClient } from "../../helpers/raw_client.ts";
import { COUNTS_FILES, openFiles, usedMemory } from "../../helpers/resources.ts";
import { serveDirectory, serveWith } from "../../helpers/servers.ts";
import { TempDir } from "../../helpers/temp_dir.ts";

const MIB = 1024 * 1024;

/** More than all the buffers between the two ends of a connection hold. */
const ENDLESS = 1024 * MIB;

/** A file of nothing but zeros, which takes no room. */
function writeSparse(directory: TempDir, name: string, size: number): void {
  directory.write(name, "");
  Deno.truncateSync(directory.join(name), size);
}

/** Ask for a file and read the beginning of the answer. */
async function beginDownload(port: number, target: string): Promise<RawClient> {
  const client = await RawClient.connect(port);
  await client.send(`GET ${target} HTTP/1.1\r\n\r\n`);
  assertEquals(parseAnswer(new TextEncoder().encode(await client.readHead())).status, 200);
  assertEquals((await client.readExactly(1000)).length, 1000);
  return client;
}

Deno.test("SimpleHTTPRequestHandler sends 100 MiB intact", async () => {
  using directory = new TempDir();
  const sent = createHash("sha256");
  {
    using file = Deno.openSync(directory.write("large", ""), { write: true });
    for (let seed = 1; seed <= 100; seed++) {
      const block = noise(MIB, seed);
      for (let start = 0; start < MIB;) start += file.writeSync(block.subarray(start));
      sent.update(block);
    }
  }
  await using server = serveDirectory(directory.path);
  using client = await RawClient.connect(server.serverPort);
  await client.send("GET /large HTTP/1.1\r\n\r\n");
  const head = await client.readHead();
  assert(head.includes(`\r\nContent-Length: ${100 * MIB}\r\n`), head);
  const received = createHash("sha256");
  for (let left = 100 * MIB; left > 0;) {
    const bytes = await client.readExactly(Math.min(left, MIB));
    assertGreater(bytes.length, 0);
    received.update(bytes);
    left -= bytes.length;
  }
  assertEquals(received.digest("hex"), sent.digest("hex"));
  // Not a byte more: the next answer follows.
  assertEquals((await client.request("HEAD /large HTTP/1.1\r\n\r\n")).status, 200);
});

Deno.test("SimpleHTTPRequestHandler serves 200 clients at once", async () => {
  using directory = new TempDir();
  const contents = Array.from({ length: 10 }, (_, index) => noise(100_000 * index, index + 1));
  contents.forEach((content, index) => directory.write(`${index}`, content));
  await using server = serveDirectory(directory.path);
  const clients: RawClient[] = [];
  for (let count = 0; count < 200; count++) {
    clients.push(await RawClient.connect(server.serverPort));
  }
  await Promise.all(clients.map(async (client, index) => {
    for (let turn = 0; turn < 3; turn++) {
      const file = (index + turn) % contents.length;
      const answer = await client.request(`GET /${file} HTTP/1.1\r\n\r\n`);
      assertEquals(answer.status, 200);
      assert(areSame(answer.body, contents[file]!), `File ${file}`);
    }
    client[Symbol.dispose]();
  }));
});

Deno.test("SimpleHTTPRequestHandler serves others, and keeps little, while a client does not read", async () => {
  using directory = new TempDir();
  writeSparse(directory, "endless", ENDLESS);
  directory.write("small", "small");
  await using server = serveDirectory(directory.path);
  await exchange(server.serverPort, "GET /small HTTP/1.1\r\n\r\n");
  const memory = usedMemory();
  const stalled: RawClient[] = [];
  for (let count = 0; count < 10; count++) {
    stalled.push(await beginDownload(server.serverPort, "/endless"));
  }
  for (let count = 0; count < 100; count++) {
    const answer = parseAnswer(await exchange(server.serverPort, "GET /small HTTP/1.1\r\n\r\n"));
    assertEquals(answer.text, "small");
  }
  // A block of the file for each, and the clients' own buffers: no gibibytes.
  assertLess(usedMemory() - memory, 10 * MIB);
  for (const client of stalled) client[Symbol.dispose]();
});

Deno.test("SimpleHTTPRequestHandler drops a client that does not read when `timeout` is set", async () => {
  const logged = Promise.withResolvers<string>();
  class Impatient extends QuietFileHandler {
    override timeout = 0.02;

    override logError(format: string, ...args: unknown[]): void {
      logged.resolve([format, ...args].join(" "));
    }
  }
  using directory = new TempDir();
  writeSparse(directory, "endless", ENDLESS);
  await using server = serveWith(Impatient, { directory: directory.path });
  using client = await beginDownload(server.serverPort, "/endless");
  assertEquals(await logged.promise, "Request timed out: %r TimeoutError: timed out");
  assertLess(await readAll(client), ENDLESS);
  assertEquals(server.errors, []);
});

/** Read up to the end or a reset, and count. */
async function readAll(client: RawClient): Promise<number> {
  let length = 0;
  try {
    for (let bytes; (bytes = await client.read()) !== null;) length += bytes.length;
  } catch (error) {
    assertInstanceOf(error, Deno.errors.ConnectionReset);
  }
  return length;
}

Deno.test("SimpleHTTPRequestHandler closes the file when the client hangs up in the middle of it", async () => {
  using directory = new TempDir();
  writeSparse(directory, "endless", ENDLESS);
  const files = COUNTS_FILES ? openFiles() : 0;
  let errors: readonly unknown[];
  {
    await using server = serveDirectory(directory.path);
    ({ errors } = server);
    for (let count = 0; count < 20; count++) {
      using _client = await beginDownload(server.serverPort, "/endless");
    }
    const answer = parseAnswer(await exchange(server.serverPort, "GET / HTTP/1.1\r\n\r\n"));
    assertEquals(answer.status, 200);
  }
  if (COUNTS_FILES) assertEquals(openFiles(), files);
  assertEquals(errors.length, 20);
  for (const error of errors) {
    assert(
      error instanceof Deno.errors.BrokenPipe || error instanceof Deno.errors.ConnectionReset,
      String(error),
    );
  }
});

Deno.test("SimpleHTTPRequestHandler closes the file when an override of copyFile() throws", async () => {
  class Failing extends QuietFileHandler {
    override copyFile(): void {
      throw new TypeError("No");
    }
  }
  using directory = new TempDir();
  writeSparse(directory, "endless", ENDLESS);
  const files = COUNTS_FILES ? openFiles() : 0;
  {
    await using server = serveWith(Failing, { directory: directory.path });
    for (let count = 0; count < 20; count++) {
      await exchange(server.serverPort, "GET /endless HTTP/1.1\r\n\r\n");
    }
    assertEquals(server.errors.length, 20);
  }
  if (COUNTS_FILES) assertEquals(openFiles(), files);
});
