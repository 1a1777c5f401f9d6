import { assertEquals } from "@std/assert";
import { FileHTTPRequestHandler, type FileHTTPRequestHandlerOptions } from "../../../mod.ts";
import { CapturedStderr } from "../../helpers/capture_stderr.ts";
import { LaterClock } from "../../helpers/later_clock.ts";
import { OpenedFiles } from "../../helpers/opened_files.ts";
import { type Answer, RawClient } from "../../helpers/raw_client.ts";
import { serveWith } from "../../helpers/servers.ts";
import { TempDir } from "../../helpers/temp_dir.ts";

const TEXT = "All work and no play makes Jack a dull boy.\n".repeat(100);

/** A server with the memory of answers, and one connection to it. */
async function withMemory(
  directory: TempDir,
  options: FileHTTPRequestHandlerOptions,
  test: (ask: (target: string, ...fields: string[]) => Promise<Answer>) => Promise<void>,
): Promise<void> {
  using _stderr = new CapturedStderr();
  await using server = serveWith(FileHTTPRequestHandler, { directory: directory.path, ...options });
  using client = await RawClient.connect(server.serverPort);
  await test((target, ...fields) =>
    client.request(`GET ${target} HTTP/1.1\r\n${["Host: a", ...fields].join("\r\n")}\r\n\r\n`)
  );
}

Deno.test("FileHTTPRequestHandler opens a file once for the same answers", async () => {
  using directory = new TempDir();
  directory.mkdir("d");
  directory.mkdir("list");
  for (const name of ["a.txt", "d/index.htm", "page.html", "c.js"]) directory.writeOld(name, TEXT);
  directory.writeOld("c.js.br", "BROTLI");
  using _clock = new LaterClock();
  await withMemory(directory, { cleanUrls: true, cors: ["https://a.example"] }, async (ask) => {
    const tag = (await ask("/a.txt")).field("etag")!;
    const listed = (await ask("/list/")).field("etag")!;
    const requests: [target: string, ...fields: string[]][] = [
      ["/a.txt"],
      ["/a.txt", "Accept-Encoding: gzip"],
      ["/a.txt", "Accept-Encoding: zstd, br;q=0.5"],
      ["/a.txt", `If-None-Match: ${tag}`],
      ["/a.txt", "Origin: https://a.example"],
      ["/a.txt", "Origin: https://b.example"],
      ["/d/"],
      ["/list/", "Accept-Encoding: gzip"],
      ["/list/", "Accept-Encoding: br"],
      ["/list/", `If-None-Match: ${listed}`],
      ["/page"],
      ["/c.js", "Accept-Encoding: br"],
    ];
    const first = [];
    for (const request of requests) first.push(await ask(...request));
    using opened = new OpenedFiles();
    for (const [index, request] of requests.entries()) {
      const again = await ask(...request);
      assertEquals([again.status, again.body], [first[index]!.status, first[index]!.body]);
      const fields = (answer: Answer): unknown => answer.fields.filter(([name]) => name !== "Date");
      assertEquals(fields(again), fields(first[index]!));
    }
    assertEquals(opened.count, 0);
    assertEquals(first[1]!.field("content-encoding"), "gzip");
    assertEquals(first[4]!.field("access-control-allow-origin"), "https://a.example");
    assertEquals(first[5]!.field("access-control-allow-origin"), undefined);
  });
});

Deno.test("FileHTTPRequestHandler never gives an answer that no longer holds", async () => {
  using directory = new TempDir();
  directory.writeOld("a.js", TEXT);
  directory.writeOld("a.js.br", "BROTLI");
  using _clock = new LaterClock();
  await withMemory(directory, {}, async (ask) => {
    const fields = "Accept-Encoding: br";
    assertEquals((await ask("/a.js", fields)).text, "BROTLI");
    assertEquals((await ask("/a.js", fields)).text, "BROTLI");
    // The file is newer now than what was made of it.
    directory.writeOld("a.js", TEXT.slice(0, 2000), new Date("2022-01-01T00:00:00Z"));
    const changed = await ask("/a.js", fields);
    assertEquals(changed.field("content-encoding"), "br");
    assertEquals(changed.text === "BROTLI", false);
    assertEquals((await ask("/a.js")).text, TEXT.slice(0, 2000));
    // Parts and conditions are not taken for the whole.
    assertEquals((await ask("/a.js", "Range: bytes=0-2")).text, "All");
    assertEquals((await ask("/a.js", 'If-Match: "x"')).status, 412);
    directory.writeOld("a.js", "1", new Date("2023-01-01T00:00:00Z"));
    assertEquals((await ask("/a.js")).text, "1");
  });
});

/** What is missing, and what then comes: with options, a target, a file and the status with it. */
const COMING: readonly [
  options: FileHTTPRequestHandlerOptions,
  target: string,
  name: string,
  status: number,
][] = [
  [{}, "/a.txt", "a.txt", 200],
  [{}, "/a.txt", "404.html", 404],
  [{ cleanUrls: true }, "/page", "page.html", 200],
  [{ spa: true }, "/page", "index.html", 200],
  [{}, "/d/", "d/index.htm", 200],
];

for (const [options, target, name, status] of COMING) {
  Deno.test(`FileHTTPRequestHandler sees ${name} come for ${target} with ${Object.keys(options)}`, async () => {
    using directory = new TempDir();
    using _clock = new LaterClock();
    await withMemory(directory, options, async (ask) => {
      for (let count = 0; count < 3; count++) {
        const { status, text, field } = await ask(target);
        assertEquals([status, text.includes("File not found")], [404, true]);
        assertEquals(field("connection"), undefined);
      }
      if (name.startsWith("d/")) directory.mkdir("d");
      directory.writeOld(name, TEXT);
      for (let count = 0; count < 3; count++) {
        const answer = await ask(target);
        assertEquals([answer.status, answer.text], [status, TEXT]);
      }
    });
  });
}

Deno.test("FileHTTPRequestHandler notices within a second or so that a compressed file is there", async () => {
  using directory = new TempDir();
  directory.writeOld("a.js", TEXT);
  using clock = new LaterClock();
  await withMemory(directory, {}, async (ask) => {
    const fields = "Accept-Encoding: br";
    for (let count = 0; count < 2; count++) assertEquals((await ask("/a.js", fields)).status, 200);
    directory.write("a.js.br", "BROTLI");
    clock.offset += 2000;
    assertEquals((await ask("/a.js", fields)).text, "BROTLI");
  });
});
