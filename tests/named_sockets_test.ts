import { assertEquals, assertMatch, assertStringIncludes, assertThrows } from "@std/assert";
import { BaseHTTPRequestHandler, HTTPSServer, serve } from "../mod.ts";
import { Command, runCommand } from "./cli/command.ts";
import { TempDir } from "./helpers/temp_dir.ts";

const POSIX = Deno.build.os !== "windows";

/** Whether there is curl: the tests themselves may not connect to any file. */
const CAN_ASK = POSIX && hasCurl();

function hasCurl(): boolean {
  try {
    return new Deno.Command("curl", { args: ["--version"] }).outputSync().success;
  } catch {
    return false;
  }
}

/** Ask for a file over a Unix socket, as a proxy does for 192.0.2.1. */
async function ask(path: string, target: string): Promise<string> {
  const fields = ["-H", "X-Forwarded-For: 192.0.2.1"];
  const args = ["-s", "--unix-socket", path, ...fields, `http://localhost${target}`];
  const { stdout } = await new Deno.Command("curl", { args }).output();
  return new TextDecoder().decode(stdout);
}

function exists(path: string): boolean {
  try {
    Deno.lstatSync(path);
    return true;
  } catch {
    return false;
  }
}

/** The least that Deno has to permit. */
function flagsFor(socket: string, directory: string): string[] {
  return [
    `--allow-read=${directory},${socket}`,
    `--allow-write=${socket}`,
    `--allow-net=unix:${socket}`,
  ];
}

/** A program that calls `serve()`. */
function startProgram(
  options: { path: string; directory: string; trustProxy?: string[] },
): Command {
  const flags = flagsFor(options.path, options.directory);
  const program = new URL("./unix_program.ts", import.meta.url);
  return new Command([JSON.stringify(options)], { flags, program });
}

Deno.test({
  name: "serve() serves on a Unix socket, and removes it at the end",
  ignore: !CAN_ASK,
  async fn(): Promise<void> {
    using directory = new TempDir();
    directory.write("a.txt", "hello");
    const options = { path: directory.join("web.sock"), directory: directory.path };
    await using program = startProgram(options);
    assertEquals(await program.readLine(), options.path);
    assertEquals(await ask(options.path, "/a.txt"), "hello");
    {
      await using second = startProgram(options);
      const { stderr } = await second.outcome();
      const message = "there is such a file; if nobody listens on it any more, remove it";
      assertStringIncludes(stderr, `AddrInUse: Cannot listen on unix:${options.path}: ${message}`);
    }
    await program.write("\n");
    const { code, stderr } = await program.outcome();
    assertEquals([code, exists(options.path)], [0, false]);
    assertMatch(stderr, /^unix: - - \[[^\]]+\] "GET \/a\.txt HTTP\/1\.1" 200 -\n$/);
  },
});

Deno.test({
  name: "serve() trusts proxies on a Unix socket when told so",
  ignore: !CAN_ASK,
  async fn(): Promise<void> {
    using directory = new TempDir();
    const path = directory.join("web.sock");
    await using program = startProgram({ path, directory: directory.path, trustProxy: ["unix:"] });
    await program.readLine();
    await ask(path, "/");
    await program.write("\n");
    assertMatch((await program.outcome()).stderr, /^192\.0\.2\.1 - - /);
  },
});

Deno.test("serve() refuses options that a Unix socket has not", () => {
  for (const wrong of [{ port: 80 }, { hostname: "::" }, { workers: 2 }, { cert: "", key: "" }]) {
    const [name] = Object.keys(wrong);
    const options = { path: "/nowhere/web.sock", ...wrong };
    const message = `Cannot serve on a Unix socket with option "${name}"`;
    assertThrows(() => serve(options), TypeError, message);
  }
});

Deno.test("HTTPSServer refuses the name of a socket", () => {
  assertThrows(
    () => new HTTPSServer(["unix:web.sock", 0], BaseHTTPRequestHandler, { certfile: "no.pem" }),
    TypeError,
    "Cannot speak TLS on unix:web.sock: it takes a host and a port",
  );
});

Deno.test({
  name: "main() takes over the socket that a server left behind, and no other",
  ignore: !CAN_ASK,
  async fn(): Promise<void> {
    using directory = new TempDir();
    directory.write("a.txt", "hello");
    const socket = directory.join("web.sock");
    const flags = flagsFor(socket, directory.path);
    const args = ["-b", `unix:${socket}`, "-d", directory.path];
    {
      await using killed = new Command(args, { flags });
      assertEquals(await killed.readLine(), `Serving HTTP on unix:${socket} ...`);
      // Somebody listens.
      const { code, stderr } = await runCommand(args, { flags });
      assertEquals([code, stderr.includes("there is such a file")], [1, true]);
      killed.kill("SIGKILL");
      await killed.outcome();
    }
    assertEquals(exists(socket), true);
    await using command = new Command(args, { flags });
    await command.readLine();
    assertEquals(await ask(socket, "/a.txt"), "hello");
    command.kill("SIGINT");
    assertEquals((await command.outcome()).code, 0);
    assertEquals(exists(socket), false);
    directory.write("web.sock", "precious");
    const { code } = await runCommand(args, { flags });
    assertEquals([code, Deno.readTextFileSync(socket)], [1, "precious"]);
  },
});

Deno.test({
  name: "main() names the flags that a Unix socket lacks",
  ignore: !POSIX,
  async fn(): Promise<void> {
    using directory = new TempDir();
    const socket = directory.join("web.sock");
    const flags = flagsFor(socket, directory.path);
    for (const [index, flag] of flags.entries()) {
      const rest = flags.toSpliced(index, 1, ...(index === 0 ? ["--allow-read=tests"] : []));
      const args = ["-b", `unix:${socket}`, "-d", "tests"];
      const { code, stderr } = await runCommand(args, {
        flags: [...rest, ...(index === 0 ? [] : ["--allow-read=tests"])],
      });
      const missing = flag.replace(`${directory.path},`, "");
      assertEquals([code, stderr], [
        1,
        "http-server: error: Deno does not permit to listen on the socket " +
        `'${socket}': add ${missing}\n`,
      ]);
    }
  },
});

const WRONG: [args: string[], message: string][] = [
  [["-b", "fd:99"], "Cannot listen on file descriptor 99: no socket that listens was handed over"],
  [["-b", "unix:/nowhere/web.sock"], "Cannot listen on unix:/nowhere/web.sock: there is no such"],
  [["-b", "fd:3", "--tls-cert", "x"], "Cannot serve over TLS on fd:3: it takes a host and a port"],
  [["-b", "fd:3", "--workers", "2"], "Cannot serve with several workers on fd:3: it takes a host"],
];

for (const [args, message] of WRONG) {
  Deno.test({
    name: `main() says what is wrong with ${args.join(" ")}`,
    ignore: !POSIX,
    async fn(): Promise<void> {
      const flags = ["-NR", "-W", "--unstable-net"];
      const { code, stderr } = await runCommand(args, { flags });
      assertEquals([code, stderr.slice(0, `http-server: error: ${message}`.length)], [
        1,
        `http-server: error: ${message}`,
      ]);
    },
  });
}
