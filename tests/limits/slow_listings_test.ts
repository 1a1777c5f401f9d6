import { assertEquals, assertGreater, assertLess } from "@std/assert";
import { FileHTTPRequestHandler } from "../../mod.ts";
import { eventually } from "../helpers/eventually.ts";
import { QuietFileHandler } from "../helpers/quiet_handlers.ts";
import { RawClient, request } from "../helpers/raw_client.ts";
import { serveWith } from "../helpers/servers.ts";
import { TempDir } from "../helpers/temp_dir.ts";

class QuietFile extends FileHTTPRequestHandler {
  override logMessage(): void {}
}

/** A page has each byte of such a name as three characters, and more than the system buffers in all. */
const LONG = "\u{1f600}".repeat(60);

/** Far more clients than there is memory for pages. */
const MANY = 100;

for (
  const [name, Handler, target] of [
    ["SimpleHTTPRequestHandler", QuietFileHandler, "/"],
    ["FileHTTPRequestHandler", QuietFile, "/?limit=10000"],
  ] as const
) {
  Deno.test(`${name} makes no listings while many are not taken, and then again`, async () => {
    using directory = new TempDir();
    for (let index = 0; index < 10_000; index++) directory.write(`${LONG}${index}`, "");
    directory.mkdir("sub");
    directory.write("sub/one", "");
    await using server = serveWith<{ directory: string }>(Handler, { directory: directory.path });
    const statusOf = async (path: string): Promise<number> => {
      return (await request(server.serverPort, path, { headers: { Connection: "close" } })).status;
    };
    const clients: RawClient[] = [];
    try {
      const statuses: string[] = [];
      while (statuses.at(-1) !== "503" && clients.length < MANY) {
        const client = await RawClient.connect(server.serverPort);
        clients.push(client);
        await client.send(`GET ${target} HTTP/1.1\r\nHost: a\r\n\r\n`);
        statuses.push((await client.readHead()).split(" ")[1]!);
      }
      assertGreater(statuses.indexOf("503"), 2);
      assertLess(statuses.indexOf("503"), MANY);
      assertEquals(await statusOf("/sub/"), 503);
      assertEquals(await statusOf("/sub/one"), 200);
    } finally {
      for (const client of clients) client[Symbol.dispose]();
    }
    await eventually(async () => {
      assertEquals(await statusOf("/sub/"), 200);
    });
  });
}
