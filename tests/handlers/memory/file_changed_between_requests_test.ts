/**
 * What clients see is right the moment that a file changes.
 *
 * @module
 */

import { assert, assertEquals, assertLess } from "@std/assert";
import { FileHTTPRequestHandler, SimpleHTTPRequestHandler } from "../../../mod.ts";
import { areSame, noise } from "../../helpers/bytes.ts";
import { CapturedStderr } from "../../helpers/capture_stderr.ts";
import { LaterClock } from "../../helpers/later_clock.ts";
import { OpenedFiles } from "../../helpers/opened_files.ts";
import { type Answer, get, RawClient } from "../../helpers/raw_client.ts";
import { serveWith, type TestServer } from "../../helpers/servers.ts";
import { TempDir } from "../../helpers/temp_dir.ts";

const TIME = new Date("2021-01-01T00:00:00Z");

/** Answers are remembered for the handler as it is, not for one with methods of its own. */
function serveRemembering(directory: string): TestServer<{ directory: string }> {
  return serveWith(SimpleHTTPRequestHandler, { directory });
}

Deno.test("SimpleHTTPRequestHandler shows each of many changes of equal size within milliseconds", async () => {
  using directory = new TempDir();
  using _stderr = new CapturedStderr();
  await using server = serveRemembering(directory.path);
  using client = await RawClient.connect(server.serverPort);
  for (let count = 1000; count < 1300; count++) {
    directory.write("file", `version ${count}`);
    const answer = await client.request("GET /file HTTP/1.1\r\n\r\n");
    assertEquals(answer.text, `version ${count}`);
  }
});

/** What is done to a file that is remembered with `old text`, and what it holds then. */
interface Change {
  readonly what: string;
  readonly change: (directory: TempDir, path: string) => unknown;
  readonly content: string | undefined;
}

const CHANGES: readonly Change[] = [
  { what: "is left alone", change: () => {}, content: "old text" },
  {
    what: "is touched",
    change: (_, path) => Deno.utimeSync(path, 0, 5),
    content: "old text",
  },
  {
    what: "is overwritten",
    change: (directory) => directory.write("file", "new text"),
    content: "new text",
  },
  {
    what: "grows",
    change: (_, path) => Deno.writeTextFileSync(path, "!", { append: true }),
    content: "old text!",
  },
  {
    what: "is truncated",
    change: (_, path) => Deno.truncateSync(path, 3),
    content: "old",
  },
  {
    what: "becomes empty",
    change: (directory) => directory.write("file", ""),
    content: "",
  },
  {
    what: "is removed",
    change: (_, path) => Deno.removeSync(path),
    content: undefined,
  },
  {
    what: "is overwritten and given its old time",
    change: async (directory) => {
      await directory.tick();
      directory.writeOld("file", "new text", TIME);
    },
    content: "new text",
  },
  {
    what: "is replaced by one of the same size and time",
    change: (directory, path) =>
      Deno.renameSync(directory.writeOld("other", "new text", TIME), path),
    content: "new text",
  },
  {
    what: "becomes a link to another",
    change: (directory, path) => {
      const other = directory.writeOld("other", "new text", TIME);
      Deno.removeSync(path);
      Deno.symlinkSync(other, path);
    },
    content: "new text",
  },
  {
    what: "becomes a directory",
    change: (directory, path) => {
      Deno.removeSync(path);
      directory.mkdir("file");
    },
    content: undefined,
  },
];

/** Ask for so much else that of what was remembered no bodies are left. */
async function crowdOut(directory: TempDir, port: number): Promise<void> {
  const size = 250_000;
  directory.writeOld("filler", "x".repeat(size), TIME);
  using client = await RawClient.connect(port);
  for (let count = 0; count < 34 * 1024 * 1024 / size + 20; count++) {
    const answer = await client.request(`GET /filler?${count} HTTP/1.1\r\n\r\n`);
    assertEquals(answer.body.length, size);
  }
}

Deno.test("SimpleHTTPRequestHandler shows at once that a file whose body was crowded out is changed", async (t) => {
  using directory = new TempDir();
  using _clock = new LaterClock();
  using _stderr = new CapturedStderr();
  using places = new DisposableStack();
  await using server = serveRemembering(directory.path);
  const ask = (index: number): Promise<Answer> => get(server.serverPort, `/${index}/file`);
  const sites = CHANGES.map((_, index) => {
    const site = places.use(new TempDir());
    site.writeOld("file", "old text", TIME);
    Deno.symlinkSync(site.path, directory.join(`${index}`));
    return site;
  });
  for (const index of sites.keys()) assertEquals((await ask(index)).text, "old text");
  await crowdOut(directory, server.serverPort);
  for (const [index, { what, change, content }] of CHANGES.entries()) {
    await t.step(what, async () => {
      const path = sites[index]!.join("file");
      assertEquals((await ask(index)).text, "old text");
      await change(sites[index]!, path);
      for (let count = 0; count < 6; count++) {
        const answer = await ask(index);
        assertEquals(answer.status === 200 ? answer.text : undefined, content);
        if (content === undefined) continue;
        const { mtime } = Deno.statSync(path);
        assertEquals(answer.field("Last-Modified"), mtime!.toUTCString());
        assertEquals(answer.field("Content-Length"), String(content.length));
      }
    });
  }
});

for (const { what, change, content } of CHANGES) {
  Deno.test(`SimpleHTTPRequestHandler shows at once that a file that it remembers ${what}`, async () => {
    using directory = new TempDir();
    const path = directory.writeOld("file", "old text", TIME);
    using _clock = new LaterClock();
    using _stderr = new CapturedStderr();
    using opened = new OpenedFiles();
    await using server = serveRemembering(directory.path);
    for (let count = 0; count < 4; count++) {
      assertEquals((await get(server.serverPort, "/file")).text, "old text");
    }
    assertLess(opened.count, 3, "The last answers were remembered");
    await change(directory, path);
    for (let count = 0; count < 4; count++) {
      const answer = await get(server.serverPort, "/file");
      assertEquals(answer.status === 200 ? answer.text : undefined, content);
      if (content === undefined) continue;
      const { mtime } = Deno.statSync(path);
      assertEquals(answer.field("Last-Modified"), mtime!.toUTCString());
      assertEquals(answer.field("Content-Length"), String(content.length));
    }
  });
}

Deno.test("SimpleHTTPRequestHandler sees an index page come and go", async () => {
  using directory = new TempDir();
  directory.writeOld("index.htm", "second", TIME);
  using _clock = new LaterClock();
  using _stderr = new CapturedStderr();
  using opened = new OpenedFiles();
  await using server = serveRemembering(directory.path);
  for (const [page, text] of [[undefined, "second"], ["index.html", "first"]] as const) {
    if (page !== undefined) directory.writeOld(page, text, TIME);
    for (let count = 0; count < 4; count++) {
      assertEquals((await get(server.serverPort, "/")).text, text);
    }
  }
  assertLess(opened.count, 5, "The last answers were remembered");
  Deno.removeSync(directory.join("index.html"));
  assertEquals((await get(server.serverPort, "/")).text, "second");
  Deno.removeSync(directory.join("index.htm"));
  assert(
    (await get(server.serverPort, "/")).text.includes("<title>Directory listing for /</title>"),
  );
});

for (const Handler of [SimpleHTTPRequestHandler, FileHTTPRequestHandler]) {
  Deno.test(`${Handler.name} sees at once that what was missing has come, and that it has gone`, async () => {
    using directory = new TempDir();
    using _clock = new LaterClock();
    using _stderr = new CapturedStderr();
    await using server = serveWith(Handler, { directory: directory.path });
    const statuses: number[] = [];
    const ask = async (): Promise<void> => {
      statuses.push((await get(server.serverPort, "/d/file")).status);
    };
    const steps = [
      () => {},
      () => directory.mkdir("d"),
      () => directory.writeOld("d/file", "text", TIME),
      () => Deno.removeSync(directory.join("d/file")),
      () => Deno.symlinkSync("../elsewhere", directory.join("d/file")),
      () => directory.writeOld("elsewhere", "text", TIME),
      () => Deno.removeSync(directory.join("d"), { recursive: true }),
    ];
    for (const step of steps) {
      step();
      for (let count = 0; count < 3; count++) await ask();
    }
    const expected = [404, 404, 200, 404, 404, 200, 404];
    assertEquals(statuses, expected.flatMap((status) => [status, status, status]));
  });
}

Deno.test("SimpleHTTPRequestHandler sees a directory above a file change into another", async () => {
  using directory = new TempDir();
  for (const version of ["1", "2"]) {
    directory.mkdir(version);
    directory.writeOld(`${version}/file`, `version ${version}`, TIME);
  }
  using _clock = new LaterClock();
  using _stderr = new CapturedStderr();
  await using server = serveRemembering(directory.path);
  for (const version of ["1", "2", "1"]) {
    Deno.symlinkSync(version, directory.join("new"));
    Deno.renameSync(directory.join("new"), directory.join("current"));
    for (let count = 0; count < 4; count++) {
      assertEquals((await get(server.serverPort, "/current/file")).text, `version ${version}`);
    }
  }
});

Deno.test("SimpleHTTPRequestHandler serves the same bytes from memory as from disk", async () => {
  using directory = new TempDir();
  const sizes = [0, 1, 32_000, 33_000, 262_143, 262_144, 262_145, 600_000];
  for (const size of sizes) directory.write(`${size}`, noise(size, size + 1));
  using _clock = new LaterClock();
  using _stderr = new CapturedStderr();
  await using server = serveRemembering(directory.path);
  for (let count = 0; count < 4; count++) {
    for (const size of sizes) {
      const { body } = await get(server.serverPort, `/${size}`);
      assert(areSame(body, noise(size, size + 1)), `${size} bytes`);
    }
  }
});
