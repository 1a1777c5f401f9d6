import { assertEquals } from "@std/assert";
import { request } from "../helpers/raw_client.ts";
import { TempDir } from "../helpers/temp_dir.ts";
import { Command } from "./command.ts";

const LOCAL = ["-b", "127.0.0.1"];
const NET = "--allow-net=127.0.0.1";

Deno.test("main() serves a single file with the permission to read nothing else", async () => {
  using directory = new TempDir();
  const path = directory.write("a b.txt", "content");
  directory.write("other.txt", "other");
  const flags = [NET, `--allow-read=${path}`];
  await using command = new Command([...LOCAL, path, "0"], { flags });
  const url = `http://127.0.0.1:${await command.readPort()}`;
  const answer = await fetch(`${url}/`);
  assertEquals([answer.url, await answer.text()], [`${url}/a%20b.txt`, "content"]);
  const other = await fetch(`${url}/other.txt`);
  assertEquals(other.status, 404);
  await other.body?.cancel();
});

Deno.test("main() serves a directory by its relative path with the permission to read that", async () => {
  using directory = new TempDir();
  directory.mkdir("pub/d");
  directory.write("pub/a.txt", "content");
  directory.write("secret.txt", "secret");
  Deno.symlinkSync("a.txt", directory.join("pub/in.txt"));
  Deno.symlinkSync("../secret.txt", directory.join("pub/out.txt"));
  const flags = [NET, "--allow-read=pub"];
  await using command = new Command([...LOCAL, "-d", "pub", "0"], { flags, cwd: directory.path });
  const port = await command.readPort();
  for (
    const [target, status] of [
      ["/a.txt", 200],
      ["/in.txt", 200],
      ["/out.txt", 404],
      ["/d/", 200],
      ["/", 200],
    ] as const
  ) {
    const answer = await request(port, target, { headers: { Connection: "close" } });
    assertEquals(answer.status, status, target);
  }
});

/** Target, and what shows that an argument has arrived: a field of the answer, and its value. */
type Check = [target: string, field: string, expected: string];

const CASES: [args: string[], checks: Check[]][] = [
  [
    [
      ...["--cache", "60", "--immutable", "--charset", "ascii", "--clean-urls", "--coop"],
      ...["--cors=https://a.example", "--cors=https://b.example", "--dotfiles", "--symlinks"],
    ],
    [
      ["/a.txt", "cache-control", "max-age=60"],
      ["/a.3f9a1c0e.js", "cache-control", "max-age=31536000, immutable"],
      ["/a.txt", "content-type", "text/plain; charset=ascii"],
      ["/a.txt", "content-encoding", "gzip"],
      ["/a.txt", "cross-origin-opener-policy", "same-origin"],
      ["/a.txt", "access-control-allow-origin", "https://b.example"],
      ["/page.html?q", "location", "/page?q"],
      ["/.x.txt", "content-length", "1"],
      ["/out.txt", "content-length", "1"],
    ],
  ],
  [
    ["--no-compress", "--spa=page.html", "--cors", "--prefix", "/p"],
    [
      ["/p/a.txt", "content-encoding", "undefined"],
      ["/p/any/where", "content-type", "text/html; charset=utf-8"],
      ["/p/a.txt", "access-control-allow-origin", "*"],
      ["/p?q", "location", "/p/?q"],
    ],
  ],
];

for (const [args, checks] of CASES) {
  Deno.test(`main() serves files with ${args.join(" ")}, in workers too`, async () => {
    using outside = new TempDir();
    using directory = new TempDir();
    directory.write("a.txt", "a".repeat(2000));
    for (const name of ["page.html", "a.3f9a1c0e.js", ".x.txt"]) directory.write(name, "x");
    Deno.symlinkSync(outside.write("out.txt", "x"), directory.join("out.txt"));
    const flags = ["--unstable-net", "--allow-net", "--allow-read"];
    const options = [...LOCAL, "-d", directory.path, "--workers", "2", ...args, "0"];
    await using command = new Command(options, { flags });
    const port = await command.readPort();
    const headers = { Connection: "close", Origin: "https://b.example", "Accept-Encoding": "gzip" };
    for (const [target, field, expected] of checks) {
      // Some of the connections go to each of the two.
      for (let count = 0; count < 6; count++) {
        const answer = await request(port, target, { headers });
        assertEquals(String(answer.field(field)), expected, target);
      }
    }
  });
}
