import { assert, assertEquals } from "@std/assert";
import { SimpleHTTPRequestHandler } from "../../mod.ts";
import { CapturedStderr } from "../helpers/capture_stderr.ts";
import { LaterClock } from "../helpers/later_clock.ts";
import { RawClient } from "../helpers/raw_client.ts";
import { serveWith } from "../helpers/servers.ts";
import { TempDir } from "../helpers/temp_dir.ts";

/** To where the clock is set, in milliseconds from the right time. */
const STEPS = [86_400_000, 0, -86_400_000, 3_600_000, -1, 2 ** 40, 0];

const REQUEST = "GET /a HTTP/1.1\r\nHost: a\r\n\r\n";

Deno.test("SimpleHTTPRequestHandler serves on, and serves what there is, whenever the clock is set", async () => {
  using directory = new TempDir();
  directory.write("a", "0");
  using clock = new LaterClock();
  using _stderr = new CapturedStderr();
  const limits = { headTimeout: 60, idleTimeout: 60, writeTimeout: 60, bodyTimeout: 60 };
  await using server = serveWith(SimpleHTTPRequestHandler, { directory: directory.path }, limits);
  using client = await RawClient.connect(server.serverPort);
  using halfway = await RawClient.connect(server.serverPort);
  await halfway.send(REQUEST.slice(0, 10));
  for (const [index, step] of STEPS.entries()) {
    clock.offset = step;
    for (const content of [`${index}`, `${index}!`]) {
      directory.write("a", content);
      for (let turn = 0; turn < 3; turn++) {
        const answer = await client.request(REQUEST);
        assertEquals(answer.text, content);
        const date = Date.parse(answer.field("date")!);
        assert(Math.abs(date - Date.now()) < 10_000, answer.field("date"));
      }
    }
  }
  await halfway.send(REQUEST.slice(10));
  assertEquals((await halfway.readAnswer()).status, 200);
});
