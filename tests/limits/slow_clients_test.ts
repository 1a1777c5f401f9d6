import { assert, assertEquals, assertGreaterOrEqual } from "@std/assert";
import { fromFileUrl } from "@std/path";
import { Command } from "../cli/command.ts";
import { PYTHON } from "../helpers/programs.ts";
import { RawClient } from "../helpers/raw_client.ts";
import { TempDir } from "../helpers/temp_dir.ts";

const PROGRAM = fromFileUrl(new URL("slow_clients.py", import.meta.url));

/** How many slow clients there are of each kind, if the system lets them have as many descriptors. */
const CLIENTS = 1000;

/** How long they have, in seconds, which is exact to a second. */
const TIMEOUT = 3;

/** More than the buffers of both sides hold, in bytes. */
const SIZE = 64 * 1024 * 1024;

Deno.test({
  name:
    "--limit drops 1,000 clients that send and 1,000 that read byte by byte, and serves others meanwhile",
  ignore: PYTHON === undefined || Deno.build.os === "windows",
  async fn(): Promise<void> {
    using directory = new TempDir();
    // Nothing but zeros, which take no space on the disk.
    Deno.createSync(directory.join("large")).close();
    Deno.truncateSync(directory.join("large"), SIZE);
    directory.write("small", "small");
    const limits = [`head-timeout=${TIMEOUT}`, `write-timeout=${TIMEOUT}`];
    const options = limits.flatMap((limit) => ["--limit", limit]);
    const args = ["-b", "127.0.0.1", "-d", directory.path, "--log", "off", ...options, "0"];
    await using command = new Command(args);
    const port = await command.readPort();
    await using slow = new Command([PROGRAM, `${port}`, "/large", `${CLIENTS}`], {
      executable: PYTHON!,
    });
    const [, count] = /^ready (\d+)$/.exec(await slow.readLine()) ?? [];
    let areThere = true;
    const ended = slow.outcome().finally(() => areThere = false);
    using client = await RawClient.connect(port);
    let answers = 0;
    for (; areThere; answers++) {
      const answer = await client.request("GET /small HTTP/1.1\r\nHost: a\r\n\r\n");
      assertEquals([answer.status, answer.text], [200, "small"]);
    }
    const { stdout, stderr } = await ended;
    const [, senders, readers, after] = /^dropped (\d+) (\d+) ([\d.]+)\n$/.exec(stdout) ?? [];
    assertEquals(
      [stderr, senders, readers].join(),
      ["", Number(count) / 2, Number(count) / 2].join(),
    );
    assertGreaterOrEqual(Number(after), TIMEOUT - 1);
    assert(answers > 10, `${answers} answers`);
    command.kill("SIGTERM");
    assertEquals((await command.outcome()).code, 143);
  },
});
