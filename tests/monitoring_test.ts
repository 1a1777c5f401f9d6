import { assert, assertEquals, assertMatch, assertThrows } from "@std/assert";
import { serve } from "../mod.ts";
import { Command } from "./cli/command.ts";
import { eventually } from "./helpers/eventually.ts";
import { CapturedStderr } from "./helpers/capture_stderr.ts";
import { LaterClock } from "./helpers/later_clock.ts";
import { OpenedFiles } from "./helpers/opened_files.ts";
import { type Answer, RawClient, request } from "./helpers/raw_client.ts";
import { TempDir } from "./helpers/temp_dir.ts";
import { FLAGS } from "./workers/loops.ts";

const LOCAL = { hostname: "127.0.0.1", port: 0 } as const;

/** Ask for something, over a connection of its own. */
async function get(port: number, target: string, method = "GET"): Promise<Answer> {
  return await request(port, target, { method, headers: { Connection: "close" } });
}

/** A sample of the text format, without a time stamp. */
const SAMPLE_REGEXP =
  /^([a-z_]+)(_bucket|_sum|_count)?(\{[a-z]+="[^"\\]*"(?:,[a-z]+="[^"\\]*")*\})? (\S+)$/;

/** Read the page as Prometheus' text format 0.0.4 says, strictly. */
async function scrape(port: number): Promise<Map<string, number>> {
  const { text } = await get(port, "/metrics");
  assert(text.endsWith("\n"));
  const samples = new Map<string, number>();
  let metric = "";
  for (const line of text.slice(0, -1).split("\n")) {
    const [, header, name] = /^# (HELP|TYPE) ([a-z_]+) .+$/.exec(line) ?? [];
    if (header === "HELP") metric = name!;
    else if (header === "TYPE") assertEquals(name, metric);
    else {
      assertMatch(line, SAMPLE_REGEXP);
      const [key = "", value] = line.split(" ");
      assert(key.startsWith(metric) && !samples.has(key), line);
      assert(Number.isFinite(Number(value)), line);
      samples.set(key, Number(value));
    }
  }
  return samples;
}

Deno.test("serve() says that it is alive, and does not log it", async () => {
  using directory = new TempDir();
  using stderr = new CapturedStderr();
  await using server = serve({ ...LOCAL, directory: directory.path, health: "/healthz" });
  const { port } = server.addr;
  for (const target of ["/healthz", "/healthz?now"]) {
    const answer = await get(port, target);
    assertEquals([answer.status, answer.text], [200, "ok\n"]);
    assertEquals(answer.field("content-type"), "text/plain; charset=utf-8");
    assertEquals(answer.field("cache-control"), "no-store");
  }
  assertEquals((await get(port, "/healthz", "HEAD")).text, "");
  assertEquals(stderr.text, "");
  assertEquals((await get(port, "/healthz/")).status, 404);
  assertEquals((await get(port, "/healthzz")).status, 404);
  assertEquals((await get(port, "/healthz", "POST")).status, 405);
});

Deno.test("serve() counts what it answers, from memory or not", async () => {
  using directory = new TempDir();
  directory.writeOld("a.txt", "hello");
  using _clock = new LaterClock();
  using _stderr = new CapturedStderr();
  await using server = serve({ ...LOCAL, directory: directory.path, metrics: "/metrics" });
  const { port } = server.addr;
  let bytes = 0;
  {
    using client = await RawClient.connect(port);
    await client.request("GET /a.txt HTTP/1.1\r\n\r\n");
    await client.request("HEAD /a.txt HTTP/1.1\r\n\r\n");
    using opened = new OpenedFiles();
    const message = "GET /a.txt HTTP/1.1\r\n\r\n".repeat(9);
    await client.send(`${message}BREW / HTTP/1.1\r\n\r\n`);
    bytes = (await client.readToEnd()).length;
    assertEquals(opened.count, 0);
  }
  await get(port, "/none");
  // The client may see the end before the server does.
  await eventually(async () => {
    assertEquals((await scrape(port)).get("http_connections_open"), 1);
  });
  const before = await scrape(port);
  const after = await scrape(port);
  const requests = (method: string, code: string): number | undefined =>
    after.get(`http_requests_total{method="${method}",code="${code}"}`);
  assertEquals(requests("HEAD", "200"), 1);
  assertEquals(requests("other", "501"), 1);
  assertEquals(requests("GET", "404"), 1);
  const scrapes = after.get("http_connections_total")! - 2;
  assertEquals(requests("GET", "200"), 10 + scrapes - 1);
  assertEquals(after.get("http_connections_open"), 1);
  const all = 1 + 1 + 1 + requests("GET", "200")!;
  assertEquals(after.get("http_request_duration_seconds_count"), all);
  assertEquals(after.get('http_request_duration_seconds_bucket{le="+Inf"}'), all);
  assert(after.get("http_request_duration_seconds_sum")! > 0);
  assert(after.get("http_sent_bytes_total")! > bytes);
  assert(after.get("process_resident_memory_bytes")! > 1024 * 1024);
  assert(before.get("process_start_time_seconds")! < Date.now() / 1000);
});

Deno.test("serve() counts the bytes that it sends", async () => {
  using directory = new TempDir();
  directory.writeOld("large", new Uint8Array(1_000_000));
  using _stderr = new CapturedStderr();
  await using server = serve({ ...LOCAL, directory: directory.path, metrics: "/metrics" });
  const { port } = server.addr;
  using client = await RawClient.connect(port);
  await client.send("GET /large HTTP/1.1\r\nConnection: close\r\n\r\n");
  const received = (await client.readToEnd()).length;
  const { http_sent_bytes_total: bytes } = Object.fromEntries(await scrape(port));
  assertEquals(bytes, received);
});

const WRONG = [{ health: "healthz" }, { metrics: "/a?b" }, { health: "/a", metrics: "/a" }, {
  health: "/a b",
}];

for (const options of WRONG) {
  Deno.test(`serve() refuses ${JSON.stringify(options)}`, () => {
    assertThrows(() => serve({ ...LOCAL, ...options }), RangeError);
  });
}

Deno.test({
  name: "main() counts the requests of all event loops together",
  ignore: Deno.build.os === "windows",
  async fn(): Promise<void> {
    const args = ["--workers", "3", "-b", "127.0.0.1", "--metrics", "/metrics", "0"];
    await using command = new Command(args, { flags: FLAGS });
    const port = await command.readPort();
    const clients = Array.from({ length: 40 }, () => get(port, "/none"));
    assertEquals((await Promise.all(clients)).map(({ status }) => status), Array(40).fill(404));
    await eventually(async () => {
      const samples = await scrape(port);
      assertEquals(samples.get('http_requests_total{method="GET",code="404"}'), 40);
      assertEquals(samples.get("http_connections_open"), 1);
    });
  },
});
