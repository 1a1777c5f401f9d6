import { assert, assertEquals, assertLessOrEqual } from "@std/assert";
import { FileHTTPRequestHandler, SimpleHTTPRequestHandler } from "../../mod.ts";
import { CapturedStderr } from "../helpers/capture_stderr.ts";
import { LaterClock } from "../helpers/later_clock.ts";
import { RawClient } from "../helpers/raw_client.ts";
import { serveWith } from "../helpers/servers.ts";
import { TempDir } from "../helpers/temp_dir.ts";

const YEAR = 366 * 24 * 60 * 60 * 1000;

/** How far from the right time the clock is, in milliseconds, one after the other. */
const OFFSETS = [0, YEAR, -YEAR, 3000, -3000, 0, 1000, 0];

for (const Handler of [SimpleHTTPRequestHandler, FileHTTPRequestHandler]) {
  Deno.test(`${Handler.name} serves on as before when the clock steps`, async () => {
    using directory = new TempDir();
    using clock = new LaterClock();
    using _stderr = new CapturedStderr();
    class Limited extends Handler {
      // Deadlines are none of the clock's business.
      override timeout = 60;
    }
    await using server = serveWith(Limited, { directory: directory.path });
    using client = await RawClient.connect(server.serverPort);
    for (const [index, offset] of OFFSETS.entries()) {
      clock.offset = offset;
      directory.write("file", `text ${index}`);
      for (let count = 0; count < 3; count++) {
        const answer = await client.request("GET /file HTTP/1.1\r\n\r\n");
        assertEquals([answer.status, answer.text], [200, `text ${index}`]);
        const date = Date.parse(answer.field("Date")!);
        assertLessOrEqual(Math.abs(Date.now() - date), 10_000);
        assert(answer.field("Last-Modified") !== undefined);
      }
    }
  });
}
