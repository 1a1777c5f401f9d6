import { assert, assertEquals, assertLess } from "@std/assert";
import { QuietFileHandler } from "../../helpers/quiet_handlers.ts";
import { RawClient } from "../../helpers/raw_client.ts";
import { serveDirectory, serveWith } from "../../helpers/servers.ts";
import { TempDir } from "../../helpers/temp_dir.ts";

const MIB = 1024 * 1024;

/** More than all the buffers between the two ends of a connection hold. */
const SIZE = 128 * MIB;

/** What is done to a file while it is sent, and whether the client gets all that was announced. */
const CHANGES: readonly (readonly [
  what: string,
  change: (path: string) => void,
  complete: boolean,
])[] = [
  ["is left alone", () => {}, true],
  ["becomes a little shorter", (path) => Deno.truncateSync(path, SIZE - 1), false],
  ["becomes empty", (path) => Deno.truncateSync(path, 0), false],
  ["is rewritten in place", (path) => writeAt(path, SIZE - 5, "other"), false],
  ["is rewritten in place with more", (path) => rewrite(path, SIZE + 1), false],
  ["grows", (path) => writeAt(path, SIZE, "more"), true],
  ["grows, and is moved away", (path) => {
    writeAt(path, SIZE, "more");
    Deno.renameSync(path, `${path}.1`);
  }, true],
  ["is renamed", (path) => Deno.renameSync(path, `${path}.1`), true],
  ["is removed", (path) => Deno.removeSync(path), true],
  ["is replaced by another", (path) => replace(path), true],
];

function writeAt(path: string, position: number, text: string): void {
  using file = Deno.openSync(path, { write: true });
  file.seekSync(position, Deno.SeekMode.Start);
  file.writeSync(new TextEncoder().encode(text));
}

/** As a program does that opens the file for writing, which empties it first. */
function rewrite(path: string, size: number): void {
  Deno.truncateSync(path, 0);
  Deno.truncateSync(path, size);
  writeAt(path, 0, "other");
}

function replace(path: string): void {
  Deno.writeTextFileSync(`${path}.new`, "new");
  Deno.renameSync(`${path}.new`, path);
}

for (const [what, change, complete] of CHANGES) {
  const outcome = complete ? "sends all that it announced" : "closes the connection early";
  Deno.test(`SimpleHTTPRequestHandler ${outcome} when a file ${what} while it is sent`, async () => {
    using directory = new TempDir();
    const path = directory.writeOld("file", "");
    Deno.truncateSync(path, SIZE);
    Deno.utimeSync(path, 0, 0);
    await using server = serveDirectory(directory.path);
    using client = await RawClient.connect(server.serverPort);
    await client.send("GET /file HTTP/1.1\r\n\r\n");
    assert((await client.readHead()).includes(`\r\nContent-Length: ${SIZE}\r\n`));
    change(path);
    const length = await countBody(client, SIZE);
    if (complete) {
      assertEquals(length, SIZE);
      assertEquals((await client.request("HEAD / HTTP/1.1\r\n\r\n")).status, 200);
    } else {
      assertLess(length, SIZE);
      assertEquals(await client.read(), null);
    }
    assertEquals(server.errors, []);
  });
}

/** Read a body of zeros, and count. */
async function countBody(client: RawClient, size: number): Promise<number> {
  let length = 0;
  while (length < size) {
    const bytes = await client.readExactly(Math.min(MIB, size - length));
    if (bytes.length === 0) break;
    length += bytes.length;
  }
  return length;
}

Deno.test("SimpleHTTPRequestHandler says in its log that a file was changed", async () => {
  const logged = Promise.withResolvers<string>();
  class Handler extends QuietFileHandler {
    override logError(format: string, ...args: unknown[]): void {
      logged.resolve([format, ...args].join(" "));
    }
  }
  using directory = new TempDir();
  const path = directory.write("file", "");
  Deno.truncateSync(path, SIZE);
  await using server = serveWith(Handler, { directory: directory.path });
  using client = await RawClient.connect(server.serverPort);
  await client.send("GET /file HTTP/1.1\r\n\r\n");
  await client.readHead();
  Deno.truncateSync(path, 0);
  await countBody(client, SIZE);
  assertEquals(await logged.promise, "%s The file became shorter while it was sent");
});
