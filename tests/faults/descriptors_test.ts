import { assertEquals, assertLess } from "@std/assert";
import { RawClient, request } from "../helpers/raw_client.ts";
import { LogReader } from "./log_reader.ts";
import { ShellCommand } from "./shell_command.ts";

/** How many descriptors the command may have; it takes some thirty itself. */
const LIMIT = 64;

/** How many clients are more than that allows. */
const CLIENTS = 100;

Deno.test({
  name:
    "main() closes idle connections when no descriptor is left, accepts again, and says so once",
  ignore: Deno.build.os !== "linux",
  async fn(): Promise<void> {
    await using command = await ShellCommand.start(`ulimit -n ${LIMIT};`);
    const clients: RawClient[] = [];
    for (let count = 0; count < CLIENTS; count++) {
      clients.push(await RawClient.connect(command.port));
    }
    const log = new LogReader(command.process.stderr);
    await log.readUntil((text) => text.includes("Cannot accept"));
    const before = await command.cpuTime();
    await new Promise((resolve) => setTimeout(resolve, 1000));
    const busy = await command.cpuTime() - before;
    // While they are all still there: the idle ones have to make room.
    const answer = await request(command.port, "/a", { headers: { Connection: "close" } });
    assertEquals(answer.text, "here");
    for (const client of clients) client[Symbol.dispose]();
    assertEquals(await command.end(), 143);
    const text = await log.readToEnd();
    assertEquals(text.split("Cannot accept").length - 1, 1);
    // A busy loop would take all of the second.
    assertLess(busy, 0.5);
  },
});
