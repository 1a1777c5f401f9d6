import { assertEquals } from "@std/assert";
import { get } from "../helpers/raw_client.ts";
import { TempDir } from "../helpers/temp_dir.ts";
import { Command, runCommand } from "./command.ts";

/** Flags, arguments, and the message without its beginning. */
const MISSING: [flags: string[], args: string[], message: string][] = [
  [["-N"], ["-d", "."], "to read '.': add --allow-read=."],
  [["-N"], ["-d", "/"], "to read '/': add --allow-read=/"],
  [["-N", "-R=src"], ["-d", "tests"], "to read 'tests': add --allow-read=tests"],
  [["-N", "-R=src"], ["-d", "a b"], "to read 'a b': add '--allow-read=a b'"],
  [["-N", "-R=src"], ["-d", "a,b"], "to read 'a,b': add --allow-read"],
  [["-N", "-R=src"], ["-d", "it's"], `to read "it's": add --allow-read`],
  [
    ["-R"],
    ["-b", "127.0.0.1", "8000"],
    "to listen on 127.0.0.1, port 8000: add --allow-net=127.0.0.1:8000",
  ],
  [
    ["-R", "-N=127.0.0.1:80"],
    ["-b", "127.0.0.1", "8000"],
    "to listen on 127.0.0.1, port 8000: add --allow-net=127.0.0.1:8000",
  ],
  [
    ["-R", "-N=127.0.0.1:80"],
    ["-b", "127.0.0.1", "0"],
    "to listen on 127.0.0.1, port 0: add --allow-net=127.0.0.1",
  ],
  [
    ["-R"],
    ["-b", "::1", "8000"],
    "to listen on ::1, port 8000: add '--allow-net=[::1]:8000'",
  ],
  [
    ["-R", "-N=127.0.0.1"],
    ["8000"],
    "to listen on all interfaces, port 8000: add '--allow-net=[::]:8000,0.0.0.0:8000' " +
    "or choose another address with --bind",
  ],
];

for (const [flags, args, message] of MISSING) {
  Deno.test(`main() names the flag that is missing in ${[...flags, ...args].join(" ")}`, async () => {
    const stderr = `http-server: error: Deno does not permit ${message}\n`;
    assertEquals(await runCommand(args, { flags }), { code: 1, stdout: "", stderr });
  });
}

Deno.test("main() needs no more than the address and the directory", async () => {
  using directory = new TempDir();
  directory.write("a.unheard-of", "here");
  directory.mkdir("empty");
  const flags = ["--allow-net=127.0.0.1:0", `--allow-read=${directory.path}`];
  const args = ["-b", "127.0.0.1", "-d", directory.path, "0"];
  await using command = new Command(args, { flags });
  const port = await command.readPort();
  assertEquals((await get(port, "/a.unheard-of")).text, "here");
  assertEquals((await get(port, "/empty/")).status, 200);
  command.kill("SIGINT");
  assertEquals((await command.outcome()).code, 0);
});

Deno.test("main() serves by IPv4 when that is all that Deno permits", async () => {
  using directory = new TempDir();
  const flags = ["--allow-net=0.0.0.0:0", `--allow-read=${directory.path}`];
  await using command = new Command(["-d", directory.path, "0"], { flags });
  const line = await command.readLine();
  assertEquals(line.split(" port ")[0], "Serving HTTP on 0.0.0.0");
});
