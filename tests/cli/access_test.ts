import { assert, assertEquals, assertMatch, assertStringIncludes } from "@std/assert";
import { fromFileUrl } from "@std/path";
import { basic, HASHES } from "../handlers/auth/users.ts";
import { PYTHON } from "../helpers/programs.ts";
import { request } from "../helpers/raw_client.ts";
import { TempDir } from "../helpers/temp_dir.ts";
import { FLAGS } from "../workers/loops.ts";
import { Command, runCommand } from "./command.ts";

const LOCAL = ["-b", "127.0.0.1"];
const [HASH] = HASHES as [string];

async function statusOf(port: number, authorization?: string): Promise<number> {
  const headers = {
    Connection: "close",
    ...(authorization === undefined ? {} : { Authorization: authorization }),
  };
  return (await request(port, "/", { headers })).status;
}

async function hashPassword(args: readonly string[], input: string): Promise<string> {
  await using command = new Command(["hash-password", ...args], { flags: [] });
  await command.write(input);
  await command.closeInput();
  const { code, stdout, stderr } = await command.outcome();
  assertEquals([code, stderr], [0, ""]);
  return stdout;
}

Deno.test("main() makes a hash, needs no permission for it, and lets the user in by it", async () => {
  const line = await hashPassword(["grace"], "sesame\n");
  assertMatch(line, /^grace:\$scrypt\$[^\n]+\n$/);
  assertMatch(await hashPassword([], "sesame"), /^\$scrypt\$[^\n]+\n$/);
  await using command = new Command([...LOCAL, "--auth", line.trim(), "0"]);
  const port = await command.readPort();
  assertEquals(await statusOf(port), 401);
  assertEquals(await statusOf(port, basic("grace", "sesame")), 200);
  assertEquals(await statusOf(port, basic("grace", "sesame\n")), 401);
});

/** Runs a program on a terminal of its own, types, and shows what is on the screen. */
const TERMINAL = `
import os, pty, sys
keys = iter(["wrong\\x15sesamé\\x7fe\\r".encode(), b"sesame\\n"])
pid, fd = pty.fork()
if pid == 0:
    os.execvp(sys.argv[1], sys.argv[1:])
screen = b""
asked = 0
while True:
    try:
        piece = os.read(fd, 4096)
    except OSError:
        break
    if not piece:
        break
    screen += piece
    if screen.count(b": ") > asked:
        asked += 1
        os.write(fd, next(keys))
sys.stdout.write(screen.decode())
sys.exit(os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1]))
`;

Deno.test({
  name: "main() reads a password from a terminal without showing it",
  ignore: PYTHON === undefined,
  fn: async () => {
    const main = fromFileUrl(new URL("../../mod.ts", import.meta.url));
    const args = [Deno.execPath(), "run", "--quiet", "--no-prompt", main, "hash-password", "grace"];
    const { code, stdout } = await new Deno.Command(PYTHON!, {
      args: ["-c", TERMINAL, ...args],
      env: { NO_COLOR: "1" },
    }).output();
    const [first, second, line, ...rest] = new TextDecoder().decode(stdout).split(/\r?\n/);
    assertEquals([code, first, second, rest], [0, "Password: ", "Again: ", [""]]);
    await using command = new Command([...LOCAL, "--auth", line!, "0"]);
    assertEquals(await statusOf(await command.readPort(), basic("grace", "sesame")), 200);
  },
});

Deno.test("main() takes users from a file, and passwords where that is permitted", async () => {
  using directory = new TempDir();
  const file = directory.write("users", `# readers\nada:${HASH}:ro\n\nbob:${HASHES[2]}\n`);
  const args = [...LOCAL, "--auth-file", file, "--auth", "eve:apple", "--insecure-plain", "0"];
  await using command = new Command(args);
  const port = await command.readPort();
  for (const authorization of [basic("ada"), basic("bob"), basic("eve", "apple")]) {
    assertEquals(await statusOf(port, authorization), 200);
  }
  assertEquals(await statusOf(port, basic("eve")), 401);
});

Deno.test("main() warns of passwords that go over the network without TLS", async () => {
  for (
    const [args, warns] of [[[], true], [LOCAL, false], [["--tls-self-signed"], false]] as const
  ) {
    await using command = new Command([...args, "--auth", `ada:${HASH}`, "0"], { flags: ["-NR"] });
    await command.readPort();
    command.kill("SIGTERM");
    const { stderr } = await command.outcome();
    assertEquals(stderr.includes("passwords are sent unencrypted to all interfaces"), warns);
  }
});

const WRONG = [
  [["--auth", "ada:secret"], 2, "must be a hash of the password"],
  [["--auth", "ada"], 2, "a name, a colon"],
  [["--public-read"], 2, "needs --auth or --auth-file"],
  [["--insecure-plain"], 2, "needs --auth or --auth-file"],
  [["--auth-file", "/nowhere/at/all"], 1, "there is no file '/nowhere/at/all'"],
  [["--auth-file", fromFileUrl(import.meta.url)], 1, "Cannot use"],
  [["hash-password", "a:b"], 2, "a name cannot have a colon"],
  [["hash-password", "a", "b"], 2, "unrecognized arguments"],
] as const;

for (const [args, status, message] of WRONG) {
  Deno.test(`main() refuses ${args.join(" ")}, and does not show a password`, async () => {
    const { code, stderr } = await runCommand(args);
    assertEquals(code, status);
    assertStringIncludes(stderr, message);
    assert(!stderr.includes("secret"));
  });
}

Deno.test("main() does not start where it may not read what verifies the hash", async () => {
  using directory = new TempDir();
  const { code, stderr } = await runCommand(
    [...LOCAL, "-d", directory.path, "--auth", `ada:${HASHES[2]}`, "0"],
    { flags: ["--allow-net", `--allow-read=${directory.path}`] },
  );
  assertEquals(code, 1);
  assertMatch(stderr, /add --allow-read=\/\S+\/src\/handlers\/auth\/, or use scrypt\n$/);
});

Deno.test({
  name: "main() asks for passwords in all event loops",
  ignore: Deno.build.os === "windows",
  fn: async () => {
    const args = [...LOCAL, "--workers", "2", "--auth", `ada:${HASHES[1]}`, "0"];
    await using command = new Command(args, { flags: FLAGS });
    const port = await command.readPort();
    const ask = (authorization?: string): Promise<Set<number>> =>
      Promise.all(Array.from({ length: 12 }, () => statusOf(port, authorization)))
        .then((statuses) => new Set(statuses));
    assertEquals(await ask(), new Set([401]));
    // One at a time: no address has many waiting.
    for (let count = 0; count < 8; count++) assertEquals(await statusOf(port, basic("ada")), 200);
  },
});
