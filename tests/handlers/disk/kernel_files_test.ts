/**
 * Files that the kernel makes up when they are read, and whose size says nothing.
 *
 * @module
 */

import { assert, assertEquals } from "@std/assert";
import { Command } from "../../cli/command.ts";
import { exchange, parseAnswer } from "../../helpers/raw_client.ts";
import { TempDir } from "../../helpers/temp_dir.ts";

/** A file of size 0, and one of 4096 bytes. In CPython that is what `Content-Length` says of them. */
const FILES = ["/proc/uptime", "/sys/kernel/uevent_seqnum"];

for (const flags of [["-A"], ["-NR"]]) {
  const isPermitted = flags[0] === "-A";
  Deno.test({
    name: `SimpleHTTPRequestHandler ${
      isPermitted ? "sends as much as there is in" : "has no"
    } files of the kernel with ${flags}`,
    ignore: Deno.build.os !== "linux",
    fn: async () => {
      using directory = new TempDir();
      for (const [index, file] of FILES.entries()) {
        Deno.symlinkSync(file, directory.join(`${index}`));
      }
      const args = ["--simple", "-b", "127.0.0.1", "-d", directory.path, "0"];
      await using command = new Command(args, { flags });
      const port = await command.readPort();
      for (const [index, file] of FILES.entries()) {
        const answer = parseAnswer(await exchange(port, `GET /${index} HTTP/1.0\r\n\r\n`));
        assertEquals(answer.status, isPermitted ? 200 : 404, file);
        assertEquals(answer.field("content-length"), String(answer.body.length));
        assert(answer.body.length > 0);
      }
    },
  });
}
