import { assertEquals, assertMatch, assertStringIncludes } from "@std/assert";
import { main } from "../../mod.ts";
import { formatUsage } from "../../src/cli/help.ts";
import { CapturedStderr } from "../helpers/capture_stderr.ts";
import { get } from "../helpers/raw_client.ts";
import { TempDir } from "../helpers/temp_dir.ts";
import { Command, HAS_IPV6, runCommand } from "./command.ts";

const LOCAL = ["-b", "127.0.0.1"];

async function text(url: string): Promise<string> {
  return await (await fetch(url)).text();
}

Deno.test("main() serves the current directory when there are no arguments but the port", async () => {
  using directory = new TempDir();
  directory.write("a.txt", "here");
  await using command = new Command(["0"], { cwd: directory.path });
  const port = await command.readPort();
  assertEquals(await text(`http://127.0.0.1:${port}/a.txt`), "here");
});

Deno.test("main() says where it serves in CPython's words", async () => {
  await using command = new Command([...LOCAL, "0"]);
  assertMatch(
    await command.readLine(),
    /^Serving HTTP on 127\.0\.0\.1 port (\d+) \(http:\/\/127\.0\.0\.1:\1\/\) \.\.\.$/,
  );
});

Deno.test({
  name: "main() puts an IPv6 address in brackets in the URL only",
  ignore: !HAS_IPV6,
  async fn(): Promise<void> {
    await using command = new Command(["-b", "::1", "0"]);
    assertMatch(
      await command.readLine(),
      /^Serving HTTP on ::1 port (\d+) \(http:\/\/\[::1\]:\1\/\) \.\.\.$/,
    );
  },
});

Deno.test({
  name: "main() answers by IPv4 and IPv6 when no address is given",
  ignore: !HAS_IPV6 || Deno.build.os === "windows",
  async fn(): Promise<void> {
    using directory = new TempDir();
    directory.write("a.txt", "here");
    await using command = new Command(["0", directory.path]);
    const port = await command.readPort();
    assertEquals(await text(`http://127.0.0.1:${port}/a.txt`), "here");
    assertEquals(await text(`http://[::1]:${port}/a.txt`), "here");
  },
});

Deno.test({
  name: "main() serves on each address, with a line for each",
  ignore: !HAS_IPV6,
  async fn(): Promise<void> {
    using directory = new TempDir();
    directory.write("a.txt", "here");
    const args = ["-b", "127.0.0.1", "-b", "::1", "-d", directory.path, "0"];
    await using command = new Command(args);
    const first = await command.readPort();
    const second = await command.readPort();
    assertEquals(await text(`http://127.0.0.1:${first}/a.txt`), "here");
    assertEquals(await text(`http://[::1]:${second}/a.txt`), "here");
  },
});

for (const option of [["-d"], ["--directory"], []]) {
  Deno.test(`main() serves the directory of ${option[0] ?? "the operand"}`, async () => {
    using directory = new TempDir();
    directory.write("a.txt", "there");
    await using command = new Command([...LOCAL, ...option, directory.path, "0"]);
    const port = await command.readPort();
    assertEquals((await get(port, "/a.txt")).text, "there");
  });
}

Deno.test("main() adds the fields of -H in order", async () => {
  using directory = new TempDir();
  directory.write("a.txt", "");
  const fields = ["-H", "X-A", "1", "-H", "x-b", "two words", "-H", "X-A", ""];
  await using command = new Command([...LOCAL, ...fields, "-d", directory.path, "0"]);
  const port = await command.readPort();
  const { fields: sent } = await get(port, "/a.txt");
  assertEquals(sent.slice(-3), [["X-A", "1"], ["x-b", "two words"], ["X-A", ""]]);
});

Deno.test("main() sends the type of --content-type when there is no other", async () => {
  using directory = new TempDir();
  directory.write("a", "");
  directory.write("a.txt", "");
  const args = [...LOCAL, "--content-type", "text/x-own", "-d", directory.path, "0"];
  await using command = new Command(args);
  const port = await command.readPort();
  assertEquals((await get(port, "/a")).field("content-type"), "text/x-own; charset=utf-8");
  assertEquals((await get(port, "/a.txt")).field("content-type"), "text/plain; charset=utf-8");
});

Deno.test("main() has CPython's media types alone with --simple, for all loops", async () => {
  using directory = new TempDir();
  directory.write("a.ts", "");
  directory.write("a.html", "");
  const args = [...LOCAL, "--simple", "--workers", "2", "-d", directory.path, "0"];
  const flags = ["--unstable-net", "--allow-net", "--allow-read"];
  await using command = new Command(args, { flags });
  const port = await command.readPort();
  for (let count = 0; count < 4; count++) {
    const answers = [await get(port, "/a.ts"), await get(port, "/a.html")];
    const types = answers.map((answer) => answer.field("content-type"));
    assertEquals(types, ["application/octet-stream", "text/html"]);
  }
});

for (
  const [args, fields] of [
    [["--simple"], ["text/plain", undefined]],
    [["--charset", "", "--cache", "60"], ["text/plain", "max-age=60"]],
    [[], ["text/plain; charset=utf-8", "no-cache"]],
  ] as const
) {
  for (const workers of ["1", "2"]) {
    const name = JSON.stringify([...args, "--workers", workers]);
    Deno.test(`main() serves files with the handler and the options of ${name}`, async () => {
      using directory = new TempDir();
      directory.write("a.txt", "");
      await using command = new Command(
        [...LOCAL, ...args, "--workers", workers, "-d", directory.path, "0"],
        { flags: ["--unstable-net", "--allow-net", "--allow-read"] },
      );
      const port = await command.readPort();
      for (let count = 0; count < 4; count++) {
        const answer = await get(port, "/a.txt");
        assertEquals(["content-type", "cache-control"].map((name) => answer.field(name)), [
          ...fields,
        ]);
      }
    });
  }
}

Deno.test("main() refuses options of files that would be passed over", async (t) => {
  for (
    const [args, message] of [
      [["--simple", "--cache", "1"], "argument --cache: not allowed with argument --simple"],
      [["--overwrite", "rename"], "argument --overwrite: needs --upload"],
      [["--mkdir", "--max-upload", "1M"], "argument --max-upload: needs --upload"],
    ] as const
  ) {
    await t.step(args.join(" "), async () => {
      const { code, stderr } = await runCommand(args);
      assertEquals(code, 2);
      assertStringIncludes(stderr, `http-server: error: ${message}\n`);
    });
  }
});

for (const [args, version] of [[["-p", "HTTP/1.0"], "HTTP/1.0"], [[], "HTTP/1.1"]] as const) {
  Deno.test(`main() speaks ${version} with ${JSON.stringify(args)}`, async () => {
    using directory = new TempDir();
    await using command = new Command([...LOCAL, ...args, "-d", directory.path, "0"]);
    const port = await command.readPort();
    assertEquals((await get(port, "/")).version, version);
  });
}

Deno.test("main() logs to standard error", async () => {
  using directory = new TempDir();
  await using command = new Command([...LOCAL, "-d", directory.path, "0"]);
  const port = await command.readPort();
  await get(port, "/nope");
  command.kill("SIGINT");
  const { stderr } = await command.outcome();
  const [, time] = /\[(.*?)\]/.exec(stderr)!;
  assertMatch(time!, /^\d\d\/[A-Z][a-z]{2}\/\d{4} \d\d:\d\d:\d\d$/);
  assertEquals(
    stderr.replaceAll(time!, "TIME"),
    "127.0.0.1 - - [TIME] code 404, message File not found\n" +
      '127.0.0.1 - - [TIME] "GET /nope HTTP/1.1" 404 -\n',
  );
});

for (const args of [["-h"], ["--help"]]) {
  Deno.test(`main() prints help on standard output with ${args[0]}`, async () => {
    const { code, stdout, stderr } = await runCommand(args, { flags: [] });
    assertStringIncludes(stdout, "\npositional arguments:\n");
    assertEquals([code, stderr], [0, ""]);
  });
}

Deno.test("main() prints the versions on standard output with --version", async () => {
  const { version } = JSON.parse(Deno.readTextFileSync("deno.json"));
  const stdout = `http-server ${version} (Deno ${Deno.version.deno})\n`;
  assertEquals(await runCommand(["--version"], { flags: [] }), { code: 0, stdout, stderr: "" });
});

Deno.test("main() prints usage and what is wrong on standard error when arguments are wrong", async () => {
  const outcome = await runCommand(["-x"], { flags: [] });
  const stderr = `${formatUsage(80)}http-server: error: unrecognized arguments: -x\n`;
  assertEquals(outcome, { code: 2, stdout: "", stderr });
});

Deno.test("main() says it in one sentence when it cannot serve", async (t) => {
  using directory = new TempDir();
  const file = directory.write("file", "");
  using listener = Deno.listen({ hostname: "127.0.0.1", port: 0 });
  const { port } = listener.addr;
  const cases: [args: string[], message: string][] = [
    [
      [...LOCAL, `${port}`],
      `Cannot listen on 127.0.0.1, port ${port}: ` +
      "the port is in use; choose another, or 0 for any that is free",
    ],
    [
      ["-b", "192.0.2.1", "8000"],
      "Cannot listen on 192.0.2.1, port 8000: this machine does not have that address",
    ],
    [["-d", `${file}s`], `Cannot serve '${file}s': there is no such directory`],
    [["--simple", "-d", file], `Cannot serve '${file}': it is not a directory`],
    [["-d", `${file}/a`], `Cannot serve '${file}/a': it is not a directory`],
    [["--upload", file], `Cannot serve '${file}' with --upload: it is not a directory`],
    [["--cache=1", "--spa", file], `Cannot serve '${file}' with --spa: it is not a directory`],
  ];
  for (const [args, message] of cases) {
    await t.step(message, async () => {
      const stderr = `http-server: error: ${message}\n`;
      assertEquals(await runCommand(args), { code: 1, stdout: "", stderr });
    });
  }
});

Deno.test({
  name: "main() says so when the system does not permit to read the directory",
  // Nothing is forbidden to the superuser.
  ignore: Deno.build.os === "windows" || Deno.uid() === 0,
  async fn(): Promise<void> {
    using directory = new TempDir();
    const path = directory.mkdir("closed");
    Deno.chmodSync(path, 0);
    const { code, stderr } = await runCommand(["-d", path]);
    const message = `Cannot serve '${path}': the system does not permit to read it`;
    assertEquals([code, stderr], [1, `http-server: error: ${message}\n`]);
  },
});

Deno.test({
  name: "main() listens nowhere when one of the addresses fails",
  ignore: !HAS_IPV6,
  async fn(): Promise<void> {
    using listener = Deno.listen({ hostname: "127.0.0.1", port: 0 });
    const { port } = listener.addr;
    const { code, stdout } = await runCommand(["-b", "::1", "-b", "127.0.0.1", `${port}`]);
    assertEquals([code, stdout], [1, ""]);
  },
});

Deno.test("main() returns the exit status instead of ending the process", async () => {
  using stderr = new CapturedStderr();
  assertEquals(await main(["--bogus"]), 2);
  assertStringIncludes(stderr.text, "error: unrecognized arguments: --bogus\n");
});
