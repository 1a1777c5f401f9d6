/** Requests that come by a name which somebody has made lead here (DNS rebinding). */

import { assertEquals, assertThrows } from "@std/assert";
import { CGIFileHTTPRequestHandler, serve, type ServeOptions } from "../../../mod.ts";
import { CapturedStderr } from "../../helpers/capture_stderr.ts";
import { LaterClock } from "../../helpers/later_clock.ts";
import { OpenedFiles } from "../../helpers/opened_files.ts";
import { type Answer, RawClient } from "../../helpers/raw_client.ts";
import { TempDir } from "../../helpers/temp_dir.ts";

const LOCAL = { hostname: "127.0.0.1", port: 0, log: "off" } as const;

/** Ask each on a connection of its own. */
async function ask(
  options: ServeOptions,
  heads: readonly string[],
): Promise<Answer[]> {
  await using server = serve({ ...LOCAL, ...options });
  const answers: Answer[] = [];
  for (const head of heads) {
    using client = await RawClient.connect(server.addr.port);
    await client.send(`${head}\r\n\r\n`);
    answers.push(await client.readAnswer(!head.startsWith("HEAD")));
  }
  return answers;
}

const ALLOWED = ["files.example", ".apps.example", "Nas"];

/** What comes behind `HTTP/1.1`, and the status. */
const HOSTS: readonly (readonly [fields: readonly string[], status: number])[] = [
  [["Host: files.example"], 200],
  [["Host: FILES.example.:8000"], 200],
  [["Host: apps.example"], 200],
  [["Host: a.b.apps.example"], 200],
  [["Host: nas:8000"], 200],
  [["Host: localhost"], 200],
  [["Host: a.localhost:8000"], 200],
  [["Host: 127.0.0.1:8000"], 200],
  [["Host: [::1]:8000"], 200],
  [[], 200],
  [["Host: evil.example"], 421],
  [["Host: sub.files.example"], 421],
  [["Host: files.example.evil.example"], 421],
  [["Host: evilapps.example"], 421],
  [["Host: nas.local"], 421],
  [["Host: files.example@evil.example"], 421],
  [["Host:"], 421],
  [["Host: localhost", "Host: evil.example"], 400],
  [["Host: evil.example", "X-Forwarded-Host: localhost"], 421],
];

Deno.test("serve() with allowedHosts answers by those names, and by what leads nowhere else", async () => {
  using directory = new TempDir();
  directory.writeOld("a.txt", "hello");
  const options = { directory: directory.path, allowedHosts: ALLOWED };
  const answers = await ask(
    options,
    HOSTS.map(([fields]) => ["GET /a.txt HTTP/1.1", ...fields].join("\r\n")),
  );
  for (const [index, [fields, status]] of HOSTS.entries()) {
    assertEquals(answers[index]!.status, status, fields.join());
    assertEquals(answers[index]!.text.includes("hello"), status === 200);
  }
  const [absolute, none, any] = await Promise.all([
    ask(options, ["GET http://evil.example/a.txt HTTP/1.1\r\nHost: localhost"]),
    ask({ ...options, allowedHosts: [] }, ["GET /a.txt HTTP/1.1\r\nHost: files.example"]),
    ask({ ...options, allowedHosts: ["*"] }, ["GET /a.txt HTTP/1.1\r\nHost: evil.example"]),
  ]);
  assertEquals([absolute, none, any].map(([answer]) => answer!.status), [421, 421, 200]);
});

Deno.test("serve() with allowedHosts refuses all that is asked for by another name", async () => {
  using directory = new TempDir();
  directory.mkdir("cgi-bin");
  directory.write("cgi-bin/run.sh", "#!/bin/sh\nprintf 'Content-Type: text/plain\\n\\nran'\n");
  Deno.chmodSync(directory.join("cgi-bin/run.sh"), 0o755);
  const everything: ServeOptions = {
    directory: directory.path,
    allowedHosts: [],
    handler: CGIFileHTTPRequestHandler,
    upload: true,
    mkdir: true,
    delete: true,
    archive: true,
    checksums: true,
    cors: true,
    live: true,
    health: "/health",
    metrics: "/metrics",
  };
  const requests = [
    ...["GET /", "HEAD /", "OPTIONS /", "OPTIONS *", "GET /none", "GET /?archive=tar"],
    ...["GET /SHA256SUMS", "GET /health", "GET /metrics", "GET /.http-server-live/events"],
    ...["GET /cgi-bin/run.sh", "POST /cgi-bin/run.sh", "PUT /a.txt", "MKCOL /a", "DELETE /cgi-bin"],
    ...["POST /", "PATCH /?upload=x", "BREW /", "TRACE /"],
  ];
  const heads = requests.map((line) =>
    `${line} HTTP/1.1\r\nHost: evil.example\r\nExpect: 100-continue`
  );
  for (const [index, answer] of (await ask(everything, heads)).entries()) {
    assertEquals(answer.status, 421, requests[index]);
    assertEquals(answer.field("access-control-allow-methods"), undefined);
  }
  assertEquals([...Deno.readDirSync(directory.path)].map(({ name }) => name), ["cgi-bin"]);
});

Deno.test("serve() with allowedHosts does not forget it when it remembers answers", async () => {
  using directory = new TempDir();
  directory.writeOld("a.txt", "hello");
  using _clock = new LaterClock();
  using _stderr = new CapturedStderr();
  const options = { directory: directory.path, allowedHosts: ["files.example"] };
  await using server = serve({ ...LOCAL, log: "python", ...options });
  const get = async (host: string): Promise<string> => {
    using client = await RawClient.connect(server.addr.port);
    const { status, text } = await client.request(`GET /a.txt HTTP/1.1\r\n${host}\r\n\r\n`);
    return `${status} ${text === "hello"}`;
  };
  const right = "Host: files.example";
  assertEquals(await get(right), "200 true");
  using opened = new OpenedFiles();
  assertEquals(await get(right), "200 true");
  assertEquals(opened.count, 0);
  for (
    const wrong of [
      ...["Host: evil.example", "host: evil.example", "HOST:evil.example"],
      ...[`${right}\r\nHost: evil.example`, `Host: evil.example\r\n${right}`],
      ...["Host: files.example.evil.example", "Host: evil.example\r\nX: \r\n y"],
    ]
  ) {
    const expected = wrong.includes("\r\nHost:") ? "400 false" : "421 false";
    assertEquals(await get(wrong), expected, wrong);
    assertEquals(await get(wrong), expected, wrong);
  }
  assertEquals(await get(right), "200 true");
});

Deno.test("serve() refuses allowedHosts that are no names", () => {
  for (const host of ["http://a.example", "a.example:80", "a/b", "", "*.a.example", "..", "é"]) {
    assertThrows(() => serve({ ...LOCAL, allowedHosts: [host] }), RangeError, "allowedHosts");
  }
  assertThrows(
    () => serve({ ...LOCAL, allowedHosts: "a.example" as unknown as string[] }),
    TypeError,
    "allowedHosts",
  );
});
