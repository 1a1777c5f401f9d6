import { assert, assertEquals } from "@std/assert";
import { eventually } from "../helpers/eventually.ts";
import { RawClient } from "../helpers/raw_client.ts";
import { TempDir } from "../helpers/temp_dir.ts";
import { Command } from "./command.ts";

const POSIX = Deno.build.os !== "windows";

const REQUEST = "GET /cgi-bin/hang HTTP/1.1\r\nHost: a\r\n\r\n";

/** The command with a script that never ends, which was asked for. */
function startHanging(directory: TempDir, ...args: readonly string[]): Command {
  directory.mkdir("cgi-bin");
  const script = directory.write("cgi-bin/hang", "#!/bin/sh\necho $$ > pid\nexec sleep 3600\n");
  Deno.chmodSync(script, 0o755);
  const flags = ["--allow-net", "--allow-read", "--allow-run", "--allow-env"];
  const options = ["-b", "127.0.0.1", "-d", directory.path, "--cgi", "0", ...args];
  return new Command(options, { flags });
}

for (const [signal, status] of [["SIGTERM", 143], ["SIGINT", 0]] as const) {
  Deno.test({
    name: `main() ends after the grace period on ${signal} although a handler never returns`,
    ignore: !POSIX,
    async fn(): Promise<void> {
      using directory = new TempDir();
      await using command = startHanging(directory, "--grace", "0.2");
      using client = await RawClient.connect(await command.readPort());
      await client.send(REQUEST);
      await eventually(() => assert(hasStarted(directory)));
      command.kill(signal);
      assertEquals((await command.outcome()).code, status);
      assertEquals(await client.read().catch(() => null), null);
    },
  });
}

Deno.test({
  name: "--limit handler-timeout answers 503 in the place of a script that never ends",
  ignore: !POSIX,
  async fn(): Promise<void> {
    using directory = new TempDir();
    await using command = startHanging(directory, "--limit", "handler-timeout=0.5");
    using client = await RawClient.connect(await command.readPort());
    const answer = await client.request(REQUEST);
    assertEquals([answer.status, answer.field("connection")], [503, "close"]);
    assertEquals(await client.read(), null);
    const pid = Deno.readTextFileSync(directory.join("cgi-bin/pid")).trim();
    await eventually(() => assertEquals(isRunning(pid), false));
  },
});

/** Whether the script that never ends has begun. */
function hasStarted(directory: TempDir): boolean {
  try {
    return Deno.readTextFileSync(directory.join("cgi-bin/pid")).endsWith("\n");
  } catch {
    return false;
  }
}

function isRunning(pid: string): boolean {
  return new Deno.Command("ps", { args: ["-p", pid] }).outputSync().success;
}
