import { assertEquals, assertMatch } from "@std/assert";
import { Command, runCommand } from "../cli/command.ts";
import { RawClient, request } from "../helpers/raw_client.ts";
import { TempDir } from "../helpers/temp_dir.ts";
import { untilRefused } from "../helpers/until_refused.ts";
import { FLAGS } from "./loops.ts";

const POSIX = Deno.build.os !== "windows";

/** More than the buffers of both sides hold: the server has to wait for the client. */
const SIZE = 32 * 1024 * 1024;

/** Start the command with two loops. */
function start(...args: string[]): Command {
  return new Command(["--workers", "2", "-b", "127.0.0.1", ...args], { flags: FLAGS });
}

/** Ask for something of which there is nothing. */
async function ask(port: number, target: string): Promise<void> {
  assertEquals((await request(port, target, { headers: { Connection: "close" } })).status, 404);
}

/** Ask for something large and wait with reading it. */
async function download(port: number): Promise<RawClient> {
  const client = await RawClient.connect(port);
  await client.send("GET /large HTTP/1.1\r\n\r\n");
  await client.readHead();
  return client;
}

Deno.test({
  name: "main() logs whole lines, and all of them, when there are several workers",
  ignore: !POSIX,
  async fn(): Promise<void> {
    await using command = start("0");
    const port = await command.readPort();
    const targets = Array.from({ length: 1000 }, (_, n) => `/${String(n).padEnd(300, "x")}`);
    const waiting = targets.values();
    // Those who share an iterator take turns.
    const client = async (): Promise<void> => {
      for (const target of waiting) await ask(port, target);
    };
    await Promise.all(Array.from({ length: 20 }, client));
    command.kill("SIGTERM");
    const { stderr } = await command.outcome();
    const logged: string[] = [];
    for (const line of stderr.trimEnd().split("\n")) {
      assertMatch(
        line,
        /^127\.0\.0\.1 - - \[[^\]]+\] (code 404, .*|"GET \/\d+x+ HTTP\/1\.1" 404 -)$/,
      );
      const [, target] = /"GET (\S+)/.exec(line) ?? [];
      if (target !== undefined) logged.push(target);
    }
    assertEquals(logged.sort(), targets.sort());
  },
});

Deno.test({
  name: "main() ends at once with status 0 on Ctrl-C when there are several workers",
  ignore: !POSIX,
  async fn(): Promise<void> {
    using directory = new TempDir();
    Deno.createSync(directory.join("large")).close();
    Deno.truncateSync(directory.join("large"), SIZE);
    await using command = start("-d", directory.path, "0");
    const port = await command.readPort();
    const clients = await Promise.all([1, 2, 3, 4].map(() => download(port)));
    command.kill("SIGINT");
    const { code, stdout } = await command.outcome();
    for (const client of clients) client[Symbol.dispose]();
    assertEquals([code, stdout], [0, "\nKeyboard interrupt received, exiting.\n"]);
  },
});

Deno.test({
  name: "main() finishes what its workers are answering on SIGTERM and ends with status 143",
  ignore: !POSIX,
  async fn(): Promise<void> {
    using directory = new TempDir();
    Deno.createSync(directory.join("large")).close();
    Deno.truncateSync(directory.join("large"), SIZE);
    // As long as a busy machine may take, since it is the end of the answers that is waited for.
    await using command = start("--grace", "60", "-d", directory.path, "0");
    const port = await command.readPort();
    const clients = await Promise.all([1, 2, 3, 4].map(() => download(port)));
    command.kill("SIGTERM");
    await untilRefused(port);
    for (const client of clients) {
      assertEquals((await client.readToEnd()).length, SIZE);
      client[Symbol.dispose]();
    }
    const { code, stdout } = await command.outcome();
    assertEquals([code, stdout], [143, ""]);
  },
});

Deno.test({
  name: "main() does not share a port with another command",
  ignore: !POSIX,
  async fn(): Promise<void> {
    await using command = start("0");
    const port = await command.readPort();
    await using other = start(String(port));
    const { code, stderr } = await other.outcome();
    const advice = "the port is in use; choose another, or 0 for any that is free";
    const message = `Cannot listen on 127.0.0.1, port ${port}: ${advice}`;
    assertEquals([code, stderr], [1, `http-server: error: ${message}\n`]);
  },
});

/** Flags, arguments, and what the message has to say. */
const MISSING: [flags: string[], args: string[], message: RegExp][] = [
  [["-NR"], ["0"], /^Deno does not share the port between workers: add --unstable-net$/],
  [
    ["-N", "-R=tests", "--unstable-net"],
    ["-d", "tests", "0"],
    /^Deno does not permit workers to read the server's own modules: add --allow-read=\/.*\/src\/$/,
  ],
  [
    ["-R", "-N=127.0.0.1:0", "--unstable-net"],
    ["-b", "127.0.0.1", "0"],
    /^Deno does not permit workers to listen on 127\.0\.0\.1, port \d+, which was free: permit /,
  ],
];

for (const [flags, args, message] of MISSING) {
  Deno.test({
    name: `main() says what is missing for workers in ${[...flags, ...args].join(" ")}`,
    ignore: !POSIX,
    async fn(): Promise<void> {
      const { code, stdout, stderr } = await runCommand(["--workers=2", ...args], { flags });
      assertEquals([code, stdout], [1, ""]);
      assertMatch(stderr.replace("http-server: error: ", "").trimEnd(), message);
    },
  });
}

for (const value of ["0", "-1", "129", "1.5", "two", ""]) {
  Deno.test(`main() ends with status 2 when --workers is ${JSON.stringify(value)}`, async () => {
    const { code, stderr } = await runCommand([`--workers=${value}`]);
    const message = `argument --workers: must be from 1 to 128, or auto: '${value}'`;
    assertEquals([code, stderr.trimEnd().split("error: ")[1]], [2, message]);
  });
}

Deno.test({
  name: "main() serves with a loop for each core when --workers is auto",
  ignore: !POSIX,
  async fn(): Promise<void> {
    const args = ["--workers", "auto", "-b", "127.0.0.1", "0"];
    await using command = new Command(args, { flags: FLAGS });
    await ask(await command.readPort(), "/nothing");
  },
});
