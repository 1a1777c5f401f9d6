/**
 * A listing that is remembered is the listing that would have been made.
 *
 * @module
 */

import { assertEquals, assertLess } from "@std/assert";
import { FileHTTPRequestHandler, SimpleHTTPRequestHandler } from "../../../mod.ts";
import { CapturedStderr } from "../../helpers/capture_stderr.ts";
import { LaterClock } from "../../helpers/later_clock.ts";
import { type Answer, exchange, parseAnswer } from "../../helpers/raw_client.ts";
import { serveWith } from "../../helpers/servers.ts";
import { TempDir } from "../../helpers/temp_dir.ts";

/** Counts the directories that are read while it is in scope. */
class ReadDirectories implements Disposable {
  count = 0;
  readonly #readDirSync = Deno.readDirSync;

  constructor() {
    Deno.readDirSync = (path): IteratorObject<Deno.DirEntry> => {
      this.count++;
      return this.#readDirSync.call(Deno, path);
    };
  }

  [Symbol.dispose](): void {
    Deno.readDirSync = this.#readDirSync;
  }
}

interface Change {
  readonly what: string;
  readonly change: (directory: TempDir) => unknown;
  /** What is listed then, or the content of an index page. */
  readonly shown: readonly string[] | string;
}

/** In the directory are a file, a directory, and links to both and to nothing. */
const BEFORE = ["a", "b/", "c@", "d@", "e@"];

const CHANGES: readonly Change[] = [
  { what: "is left alone", change: () => {}, shown: BEFORE },
  {
    what: "gets a file",
    change: (directory) => directory.write("list/f", ""),
    shown: [...BEFORE, "f"],
  },
  {
    what: "loses a file",
    change: (directory) => Deno.removeSync(directory.join("list/a")),
    shown: BEFORE.slice(1),
  },
  {
    what: "has a file renamed",
    change: (directory) => Deno.renameSync(directory.join("list/a"), directory.join("list/g")),
    shown: [...BEFORE.slice(1), "g"],
  },
  {
    what: "has a file become a directory",
    change: (directory) => {
      Deno.removeSync(directory.join("list/a"));
      directory.mkdir("list/a");
    },
    shown: ["a/", ...BEFORE.slice(1)],
  },
  {
    what: "is replaced by another",
    change: (directory) => {
      Deno.renameSync(directory.join("list"), directory.join("old"));
      directory.mkdir("list/other");
    },
    shown: ["other/"],
  },
  {
    what: "gets an index page",
    change: (directory) => directory.write("list/index.htm", "page"),
    shown: "page",
  },
];

async function get(port: number): Promise<string> {
  return parseAnswer(await exchange(port, "GET /list/ HTTP/1.1\r\n\r\n")).text;
}

function shownBy(page: string): string[] | string {
  const lines = [...page.matchAll(/<li><a href="[^"]*">([^<]*)<\/a><\/li>/g)];
  return lines.length > 0 ? lines.map(([, name]) => name!) : page;
}

async function makeDirectory(): Promise<TempDir> {
  const directory = new TempDir();
  directory.mkdir("list/b");
  directory.write("list/a", "");
  Deno.symlinkSync("a", directory.join("list/c"));
  Deno.symlinkSync("b", directory.join("list/d"));
  Deno.symlinkSync("../nothing", directory.join("list/e"));
  await directory.tick();
  return directory;
}

for (const { what, change, shown } of CHANGES) {
  Deno.test(`SimpleHTTPRequestHandler shows at once that a directory whose listing it remembers ${what}`, async () => {
    using directory = await makeDirectory();
    using _clock = new LaterClock();
    using _stderr = new CapturedStderr();
    using read = new ReadDirectories();
    await using server = serveWith(SimpleHTTPRequestHandler, { directory: directory.path });
    for (let count = 0; count < 4; count++) {
      assertEquals(shownBy(await get(server.serverPort)), BEFORE);
    }
    assertLess(read.count, 3, "The last listings were remembered");
    await change(directory);
    for (let count = 0; count < 2; count++) {
      assertEquals(shownBy(await get(server.serverPort)), shown);
    }
  });
}

Deno.test("SimpleHTTPRequestHandler shows at once what the links of a directory lead to", async () => {
  using directory = await makeDirectory();
  using _clock = new LaterClock();
  using _stderr = new CapturedStderr();
  await using server = serveWith(SimpleHTTPRequestHandler, { directory: directory.path });
  for (const href of ["e", "e/"]) {
    if (href === "e/") directory.mkdir("nothing");
    for (let count = 0; count < 3; count++) {
      const [, link] = /<a href="([^"]*)">e@/.exec(await get(server.serverPort)) ?? [];
      assertEquals(link, href);
    }
  }
});

Deno.test("SimpleHTTPRequestHandler remembers no listing of a directory that was just changed", async () => {
  using directory = new TempDir();
  using _stderr = new CapturedStderr();
  directory.mkdir("list");
  await using server = serveWith(SimpleHTTPRequestHandler, { directory: directory.path });
  const names: string[] = [];
  for (let count = 100; count < 200; count++) {
    directory.write(`list/${count}`, "");
    names.push(`${count}`);
    assertEquals(shownBy(await get(server.serverPort)), names);
  }
});

/** With a method of its own, a handler makes each of its answers. */
class Forgetful extends FileHTTPRequestHandler {
  override do_GET(): void | Promise<void> {
    return super.do_GET();
  }
}

/** What is done to a directory with a file, a README and a directory in it. */
const PAGE_CHANGES: readonly [what: string, change: (directory: TempDir) => unknown][] = [
  ["is left alone", () => {}],
  ["gets a file", (directory) => directory.write("new", "")],
  ["loses a file", (directory) => Deno.removeSync(directory.join("file"))],
  [
    "has a file renamed",
    (directory) => Deno.renameSync(directory.join("file"), directory.join("other")),
  ],
  ["has a file rewritten in the same size", (directory) => directory.write("file", "SHORT")],
  ["has a file that may be run", (directory) => Deno.chmodSync(directory.join("file"), 0o755)],
  ["has a file become a directory", (directory) => {
    Deno.removeSync(directory.join("file"));
    directory.mkdir("file");
  }],
  ["has a file grow", (directory) => directory.write("file", "longer than before")],
  ["has a file touched", (directory) => Deno.utimeSync(directory.join("file"), 0, 5)],
  ["has a file in a directory of it", (directory) => directory.write("sub/file", "")],
  ["has its README rewritten", (directory) => directory.write("README.md", "# Other\n")],
  ["gets a link", (directory) => Deno.symlinkSync("sub", directory.join("link"))],
  ["gets an index page", (directory) => directory.write("index.html", "page")],
];

for (const [what, change] of PAGE_CHANGES) {
  Deno.test(`FileHTTPRequestHandler shows at once that a directory whose page it remembers ${what}`, async () => {
    using directory = new TempDir();
    directory.write("file", "short");
    directory.write("README.md", "# Title\n");
    directory.mkdir("sub");
    await directory.tick();
    using _clock = new LaterClock();
    using _stderr = new CapturedStderr();
    using read = new ReadDirectories();
    const options = { directory: directory.path };
    await using remembering = serveWith(FileHTTPRequestHandler, options);
    await using forgetful = serveWith(Forgetful, options);
    const ask = async (
      server: { serverPort: number },
      accept: string,
      tag = "",
    ): Promise<Answer> => {
      const field = tag === "" ? "" : `If-None-Match: ${tag}\r\n`;
      return parseAnswer(
        await exchange(server.serverPort, `GET / HTTP/1.1\r\nAccept: ${accept}\r\n${field}\r\n`),
      );
    };
    /** What a client has. */
    const had = new Map<string, Answer>();
    for (const step of [() => {}, change]) {
      await step(directory);
      for (const accept of ["text/html", "application/json", "text/html"]) {
        const made = await ask(forgetful, accept);
        const { text, field } = await ask(remembering, accept);
        assertEquals([text, field("etag")], [made.text, made.field("etag")]);
        const own = had.get(accept) ?? made;
        const { status } = await ask(remembering, accept, own.field("etag"));
        assertEquals(status, own.text === made.text ? 304 : 200);
        had.set(accept, made);
      }
    }
    assertLess(read.count, 18, "Some answers are from memory");
  });
}
