import { assert, assertEquals, assertStringIncludes } from "@std/assert";
import { RawClient } from "../helpers/raw_client.ts";
import { TempDir } from "../helpers/temp_dir.ts";
import { FLAGS } from "../workers/loops.ts";
import { Command, runCommand } from "./command.ts";

const LOCAL = ["-b", "127.0.0.1"];

Deno.test({
  name: "main() tells pages of changes from all event loops, slowly where that is asked for",
  ignore: Deno.build.os === "windows",
  fn: async () => {
    using directory = new TempDir();
    const options = ["--live", "--delay", "10", "--rate", "1M", "--workers", "2"];
    await using command = new Command([...LOCAL, "-d", directory.path, ...options, "0"], {
      flags: FLAGS,
    });
    const port = await command.readPort();
    const clients = await Promise.all(Array.from({ length: 16 }, () => RawClient.connect(port)));
    await Promise.all(clients.map(async (client) => {
      await client.send("GET /.http-server/live HTTP/1.1\r\nHost: x\r\n\r\n");
      await client.readHead();
    }));
    directory.write("a.css", "");
    await Promise.all(clients.map(async (client) => {
      let text = "";
      while (!text.includes("a.css")) {
        const bytes = await client.read();
        assert(bytes !== null, text);
        text += new TextDecoder().decode(bytes);
      }
      client[Symbol.dispose]();
    }));
    command.kill("SIGTERM");
    const { code } = await command.outcome();
    assertEquals(code, 143);
  },
});

const WRONG = [
  [["--delay", "x"], "must be from 0 to 60000: 'x'"],
  [["--delay", "60001"], "must be from 0 to 60000: '60001'"],
  [["--rate", "0"], "must be a number of bytes: '0'"],
  [["--rate", "fast"], "must be a number of bytes: 'fast'"],
] as const;

for (const [args, message] of WRONG) {
  Deno.test(`main() refuses ${args.join(" ")}`, async () => {
    const { code, stderr } = await runCommand(args);
    assertEquals(code, 2);
    assertStringIncludes(stderr, message);
  });
}
