import { assert, assertEquals } from "@std/assert";
import { RawClient } from "../../helpers/raw_client.ts";
import { serveDirectory } from "../../helpers/servers.ts";
import { TempDir } from "../../helpers/temp_dir.ts";
import { head, SharingServer } from "../sharing/sharing_server.ts";

/** How many entries the large directory has: all that is done with them takes many turns on any machine. */
const ENTRIES = 8000;

/** How many files there are that are read one by one. */
const FILES = 1000;

/** How many small requests are to be answered meanwhile, where one long turn would leave time for one. */
const MEANWHILE = 5;

function makeEntries(directory: TempDir): void {
  directory.mkdir("large");
  for (let index = 0; index < ENTRIES; index++) directory.write(`large/file ${index}.txt`, "");
  directory.mkdir("files");
  for (let index = 0; index < FILES; index++) directory.write(`files/${index}.txt`, "");
  directory.write("small.txt", "small");
}

/** Send a large request, and small ones one after the other until it is answered to the end. */
async function answeredBeside(port: number, large: string): Promise<number> {
  using client = await RawClient.connect(port);
  using other = await RawClient.connect(port);
  let isAnswered = false;
  const answered = client.send(large).then(() => client.readToEnd()).then((bytes) => {
    isAnswered = true;
    return bytes;
  });
  let count = 0;
  while (!isAnswered) {
    const { text } = await other.request(head("GET", "/small.txt"));
    assertEquals(text, "small");
    count++;
  }
  const status = new TextDecoder().decode((await answered).subarray(0, 12));
  assert(/^HTTP\/1\.1 20[04]$/.test(status), status);
  return count;
}

/** A request that ends its connection, so that its answer ends with it. */
function lastHead(method: string, target: string, accept = "*/*"): string {
  return head(method, target, { Accept: accept, Connection: "close" });
}

Deno.test("SimpleHTTPRequestHandler answers small requests while it lists a large directory", async () => {
  using directory = new TempDir();
  makeEntries(directory);
  await using server = serveDirectory(directory.path);
  const count = await answeredBeside(server.serverPort, lastHead("GET", "/large/"));
  assert(count >= MEANWHILE, `${count} answers`);
});

Deno.test("FileHTTPRequestHandler answers small requests while it works on a large directory", async (t) => {
  await using sharing = new SharingServer({ archive: true, checksums: true, delete: true });
  makeEntries(sharing.directory);
  const requests: readonly (readonly [method: string, target: string, accept?: string])[] = [
    ["GET", "/large/"],
    ["GET", "/large/?q=7"],
    ["GET", "/large/?sort=size"],
    ["GET", "/large/?sort=date&limit=10000"],
    ["GET", "/large/?limit=10000", "application/json"],
    ["GET", "/large/?limit=10000", "text/plain"],
    ["GET", "/files/?sha256"],
    ["GET", "/files/?archive=zip"],
    ["GET", "/files/?archive=tar"],
    ["GET", "/files/?archive=tar.gz"],
    ["DELETE", "/large?recursive"],
  ];
  for (const [method, target, accept] of requests) {
    await t.step(`${method} ${target} ${accept ?? ""}`, async () => {
      const count = await answeredBeside(sharing.port, lastHead(method, target, accept));
      assert(count >= MEANWHILE, `${count} answers`);
    });
  }
});
