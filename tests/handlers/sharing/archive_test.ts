import { assert, assertEquals, assertStringIncludes } from "@std/assert";
import { crc32 } from "node:zlib";
import { loadTar, writeTar } from "../../../src/handlers/sharing/tar.ts";
import { writeZip } from "../../../src/handlers/sharing/zip.ts";
import {
  centralHeader,
  dataDescriptor,
  endRecords,
  localHeader,
  zipLength,
} from "../../../src/handlers/sharing/zip_records.ts";
import { join, noise, textOf, utf8 } from "../../helpers/bytes.ts";
import { PYTHON } from "../../helpers/programs.ts";
import { eventually } from "../../helpers/eventually.ts";
import { openFiles } from "../../helpers/resources.ts";
import { RawClient } from "../../helpers/raw_client.ts";
import { TempDir } from "../../helpers/temp_dir.ts";
import { head, SharingServer } from "./sharing_server.ts";

/** Lists an archive as Python reads it: names, sizes and what the content comes down to. */
const PYTHON_LIST = `
import sys, zipfile, tarfile, hashlib, json
path = sys.argv[1]
def sha(data): return hashlib.sha256(data).hexdigest()
if path.endswith(".zip"):
    archive = zipfile.ZipFile(path)
    assert archive.testzip() is None
    entries = [(i.filename, None if i.is_dir() else sha(archive.read(i)), i.external_attr >> 16 & 0o777) for i in archive.infolist()]
else:
    archive = tarfile.open(path)
    entries = [(i.name + ("/" if i.isdir() else ""), None if i.isdir() else sha(archive.extractfile(i).read()), i.mode) for i in archive]
print(json.dumps(entries))
`;

/** A program that may be missing. */
async function has(program: string): Promise<boolean> {
  return (await new Deno.Command("which", { args: [program] }).output()).success;
}
const UNZIP = await has("unzip");
const BSDTAR = await has("bsdtar");

/** Run a program, and say what it wrote. */
async function run(program: string, ...args: string[]): Promise<string> {
  const { success, stdout, stderr } = await new Deno.Command(program, { args }).output();
  assert(success, `${program} ${args.join(" ")}: ${textOf(stderr)}${textOf(stdout)}`);
  return textOf(stdout);
}

/** Download an archive, and see that it is as long as it says. */
async function download(url: string, path: string, init?: RequestInit): Promise<Response> {
  const answer = await fetch(url, init);
  assertEquals(answer.status, 200);
  await Deno.writeFile(path, answer.body!);
  const length = answer.headers.get("Content-Length");
  if (length !== null) assertEquals(Deno.statSync(path).size, Number(length));
  return answer;
}

/** A directory with all that may be in one, and what its archive has: the content, or `null`. */
function makeTree(directory: TempDir): Record<string, Uint8Array | null> {
  const large = noise(600_000);
  directory.mkdir("photos/2024/empty");
  directory.write("photos/a.bin", large);
  directory.write("photos/2024/größe ☃.txt", "ü");
  directory.write("photos/zero", "");
  directory.write("photos/back\\slash", "b");
  directory.write("photos/C:drive", "d");
  directory.write("photos/line\nend", "e");
  directory.write(`photos/${"long ".repeat(45)}x`, "l");
  directory.write("photos/.hidden", "h");
  Deno.chmodSync(directory.join("photos/zero"), 0o755);
  Deno.symlinkSync("a.bin", directory.join("photos/link"));
  Deno.symlinkSync("..", directory.join("photos/2024/circle"));
  Deno.symlinkSync("nowhere", directory.join("photos/broken"));
  const text = (value: string): Uint8Array => new TextEncoder().encode(value);
  return {
    "photos/": null,
    "photos/2024/": null,
    "photos/2024/empty/": null,
    "photos/2024/größe ☃.txt": text("ü"),
    "photos/C%3Adrive": text("d"),
    "photos/a.bin": large,
    "photos/back%5Cslash": text("b"),
    "photos/line%0Aend": text("e"),
    "photos/link": large,
    [`photos/${"long ".repeat(45)}x`]: text("l"),
    "photos/zero": text(""),
  };
}

async function digestOf(content: Uint8Array | null): Promise<string | null> {
  if (content === null) return null;
  return new Uint8Array(await crypto.subtle.digest("SHA-256", content.slice())).toHex();
}

Deno.test({
  name: "Archives have in them what the listing shows, for Python, unzip and bsdtar",
  ignore: PYTHON === undefined || !UNZIP || !BSDTAR,
  fn: async () => {
    await using sharing = new SharingServer({ archive: true });
    using target = new TempDir();
    const expected = makeTree(sharing.directory);
    for (const format of ["zip", "tar", "tar.gz"]) {
      const path = target.join(`photos.${format}`);
      const answer = await download(`${sharing.origin}/photos/?archive=${format}`, path);
      assertEquals(
        answer.headers.get("Content-Disposition"),
        `attachment; filename="photos.${format}"`,
      );
      assertEquals(answer.headers.has("Content-Length"), format === "zip");
      const entries = JSON.parse(await run(PYTHON!, "-c", PYTHON_LIST, path)) as [
        ...[name: string, digest: string | null, mode: number],
      ][];
      assertEquals(
        Object.fromEntries(entries.map(([name, digest]) => [name, digest])),
        Object.fromEntries(
          await Promise.all(
            Object.entries(expected).map(async (
              [name, content],
            ) => [name, await digestOf(content)]),
          ),
        ),
        format,
      );
      assertEquals(entries.find(([name]) => name === "photos/zero")![2], 0o755);
      if (format === "zip") await run("unzip", "-tqq", path);
      // From a pipe, without the end of the archive.
      const listing = await run("sh", "-c", 'LC_ALL=C.UTF-8 bsdtar -tf - < "$1"', "sh", path);
      assertEquals(listing.trimEnd().split("\n").length, Object.keys(expected).length);
    }
  },
});

Deno.test("An archive of a selection has nothing else in it", async () => {
  await using sharing = new SharingServer({ archive: true });
  using target = new TempDir();
  sharing.directory.mkdir("sub");
  for (const name of ["a.txt", "b & c.txt", "sub/d.txt", "e.txt"]) {
    sharing.directory.write(name, name);
  }
  const query = "archive=zip&name=b+%26+c.txt&name=sub&name=none";
  const form = {
    method: "POST",
    body: query,
    headers: { "Content-Type": "application/x-www-form-urlencoded" },
  };
  for (const [url, init] of [[`/?${query}`, {}], ["/", form]] as const) {
    const path = target.join("x.zip");
    await download(sharing.origin + url, path, init);
    const names = textOf(Deno.readFileSync(path)).match(/files\/[\w &/.]*(?=UT)/g);
    assertEquals([...new Set(names)], [
      ...["files/", "files/b & c.txt", "files/sub/", "files/sub/d.txt"],
    ]);
  }
  for (
    const [query, status] of [
      ["archive=rar", 400],
      ["archive=zip&name=none", 404],
      ["archive=zip&name=../x", 400],
      ["archive=zip&name=", 400],
    ] as const
  ) {
    assertEquals((await sharing.send("GET", `/?${query}`)).status, status, query);
  }
  const head = await sharing.send("HEAD", "/?archive=zip");
  assertEquals([head.status, head.body.length], [200, 0]);
  assert(Number(head.field("Content-Length")) > 0);
});

Deno.test("Without the option, ?archive is what it always was", async () => {
  await using sharing = new SharingServer({});
  const answer = await sharing.send("GET", "/?archive=zip", "", { Accept: "text/plain" });
  assertStringIncludes(answer.field("Content-Type")!, "text/plain");
});

/** Ways in which a file changes, and whether the archive is whole then. */
const CHANGES:
  readonly (readonly [what: string, change: (path: string) => void, whole: boolean])[] = [
    ["grows", (path) => Deno.writeTextFileSync(path, "more", { append: true }), true],
    ["becomes shorter", (path) => Deno.truncateSync(path, 10), false],
    ["is gone", (path) => Deno.removeSync(path), false],
    ["is replaced", (path) => {
      Deno.writeFileSync(`${path}.new`, noise(1_000_000, 2));
      Deno.renameSync(`${path}.new`, path);
    }, false],
  ];

Deno.test("An archive of a tree that changes is whole, or broken off", async () => {
  // More than what fits into the buffers of a connection, and does not compress.
  const content = noise(16_000_000);
  for (const [what, change, whole] of CHANGES) {
    for (const format of whole ? ["zip", "tar"] : ["zip", "tar", "tar.gz"]) {
      await using sharing = new SharingServer({ archive: true });
      sharing.directory.write("a.bin", content);
      const later = sharing.directory.write("b.bin", content.subarray(0, 100_000));
      using client = await RawClient.connect(sharing.port);
      await client.send(head("GET", `/?archive=${format}`, { Connection: "close" }));
      const length = /^Content-Length: (\d+)/m.exec(await client.readHead())?.[1];
      change(later);
      const received = await client.readToEnd();
      const isWhole = length === undefined
        ? textOf(received.subarray(-5)) === "0\r\n\r\n"
        : received.length === Number(length);
      assertEquals(isWhole, whole, `${what}, ${format}`);
      assertEquals(sharing.server.errors, []);
    }
  }
});

Deno.test("A client that leaves during an archive leaves nothing open", async () => {
  for (const format of ["zip", "tar", "tar.gz"]) {
    await using sharing = new SharingServer({ archive: true });
    sharing.directory.write("a.bin", noise(16_000_000));
    const before = openFiles();
    {
      using client = await RawClient.connect(sharing.port);
      await client.send(head("GET", `/?archive=${format}`));
      await client.readExactly(100_000);
    }
    await eventually(() => assertEquals(openFiles(), before, format));
    assertEquals((await sharing.send("GET", "/?archive=rar")).status, 400);
  }
});

Deno.test("Archives leave time for others, however fast they are taken", async () => {
  using directory = new TempDir();
  const path = directory.write("a.bin", noise(64 * 1024));
  const { size, mtime, ino, dev } = Deno.statSync(path);
  const entries = Array.from({ length: 2000 }, (_, index) => ({
    name: `${index}`,
    path,
    size,
    mtime: mtime!.getTime(),
    mode: 0o644,
    ino,
    dev,
    isDirectory: false,
  }));
  const library = await loadTar();
  for (
    const [name, archive] of [
      ["zip", (write) => writeZip(entries, write)],
      ["tar", (write) => writeTar(library, entries, false, write)],
      ["tar.gz", (write) => writeTar(library, entries.slice(0, 200), true, write)],
    ] as readonly [string, (write: (bytes: Uint8Array) => void) => Promise<void>][]
  ) {
    let turns = 0;
    const timer = setInterval(() => turns++, 0);
    await archive(() => {});
    clearInterval(timer);
    assert(turns > 1, name);
  }
});

/** Reads an archive whose files are mostly holes. */
const PYTHON_READ = `
import sys, zipfile, json
archive = zipfile.ZipFile(sys.argv[1])
print(json.dumps([[i.filename, i.file_size, i.header_offset] for i in archive.infolist()]))
print(archive.read("behind").decode())
`;

Deno.test({
  name: "A zip archive of more than 4 GiB is one that Python reads, and as long as it says",
  ignore: PYTHON === undefined,
  fn: async () => {
    using directory = new TempDir();
    const common = { path: "", mtime: 0, mode: 0o644, ino: 0, dev: 0, isDirectory: false };
    const large = { ...common, name: "large", size: 2 ** 32 + 5 };
    const behind = { ...common, name: "behind", size: 5 };
    const path = directory.write("large.zip", "");
    using file = Deno.openSync(path, { write: true });
    let offset = 0;
    const put = (bytes: Uint8Array): void => {
      file.seekSync(offset, Deno.SeekMode.Start);
      file.writeSync(bytes);
      offset += bytes.length;
    };
    put(localHeader(large));
    // A hole in the place of zeros.
    offset += large.size;
    put(dataDescriptor(large, 0));
    const second = offset;
    put(localHeader(behind));
    put(utf8("hello"));
    const crc = crc32(utf8("hello"));
    put(dataDescriptor(behind, crc));
    const central = offset;
    put(centralHeader(large, 0, 0));
    put(centralHeader(behind, crc, second));
    put(endRecords(2, offset - central, central));
    assertEquals(offset, await zipLength([large, behind]));
    const [entries, content] = (await run(PYTHON!, "-c", PYTHON_READ, path)).trim().split("\n");
    assertEquals(JSON.parse(entries!), [["large", large.size, 0], ["behind", 5, second]]);
    assertEquals(content, "hello");
  },
});

Deno.test({
  name: "A zip archive may have more than 65,535 entries",
  ignore: PYTHON === undefined,
  fn: async () => {
    using directory = new TempDir();
    const entries = Array.from({ length: 65_536 }, (_, index) => ({
      name: `${index}/`,
      path: "",
      size: 0,
      mtime: 0,
      mode: 0o755,
      ino: 0,
      dev: 0,
      isDirectory: true,
    }));
    const pieces: Uint8Array[] = [];
    await writeZip(entries, (bytes) => {
      pieces.push(bytes);
    });
    const path = directory.write("many.zip", join(pieces));
    assertEquals(Deno.statSync(path).size, await zipLength(entries));
    const program = "import sys, zipfile; print(len(zipfile.ZipFile(sys.argv[1]).namelist()))";
    assertEquals(await run(PYTHON!, "-c", program, path), "65536\n");
  },
});
