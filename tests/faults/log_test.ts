import { assertEquals, assertGreater } from "@std/assert";
import { RawClient } from "../helpers/raw_client.ts";
import { LogReader } from "./log_reader.ts";
import { ShellCommand } from "./shell_command.ts";

const POSIX = Deno.build.os !== "windows";

/** A request whose log line has about two thousand characters, so that a pipe is full soon. */
const REQUEST = `GET /a?${"x".repeat(2000)} HTTP/1.1\r\n\r\n`;

const LOST_REGEXP = /^([0-9]+) lines of the log lost$/m;

/** Ask for the file again and again. */
async function ask(port: number, count: number): Promise<void> {
  using client = await RawClient.connect(port);
  for (let index = 0; index < count; index++) {
    assertEquals((await client.request(REQUEST)).text, "here");
  }
}

/** The lines about requests. */
function requestLines(log: string): number {
  return log.split("\n").filter((line) => line.includes("GET /a?")).length;
}

Deno.test({
  name: "main() goes on when nobody reads the log, and writes it when somebody does",
  ignore: !POSIX,
  async fn(): Promise<void> {
    await using command = await ShellCommand.start();
    await ask(command.port, 300);
    // A server that ends waits for nobody who has not read for a second.
    const log = new LogReader(command.process.stderr);
    await log.readUntil((text) => requestLines(text) === 300);
    assertEquals(await command.end(), 143);
    assertEquals(requestLines(await log.readToEnd()), 300);
  },
});

Deno.test({
  name: "main() counts what there is no room for while nobody reads the log",
  ignore: !POSIX,
  async fn(): Promise<void> {
    await using command = await ShellCommand.start();
    await ask(command.port, 1500);
    const log = new LogReader(command.process.stderr);
    await log.readUntil((text) => LOST_REGEXP.test(text));
    assertEquals(await command.end(), 143);
    const text = await log.readToEnd();
    const lost = Number(LOST_REGEXP.exec(text)?.[1]);
    assertGreater(lost, 0);
    assertEquals(requestLines(text) + lost, 1500);
  },
});

Deno.test({
  name: "main() ends on SIGTERM although nobody reads the log",
  ignore: !POSIX,
  async fn(): Promise<void> {
    await using command = await ShellCommand.start();
    await ask(command.port, 300);
    assertEquals(await command.end(), 143);
  },
});

for (
  const [what, redirection] of [
    ["is closed", "exec 2>&-;"],
    ["is a full disk", "exec 2>/dev/full;"],
    ["is a pipe without a reader", "mkfifo pipe; (: <pipe) & exec 2>pipe; wait;"],
  ] as const
) {
  Deno.test({
    name: `main() goes on when standard error ${what}`,
    ignore: Deno.build.os !== "linux",
    async fn(): Promise<void> {
      await using command = await ShellCommand.start(redirection);
      await ask(command.port, 20);
      assertEquals(await command.end(), 143);
    },
  });
}
