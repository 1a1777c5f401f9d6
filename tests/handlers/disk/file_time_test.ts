import { assertEquals, assertInstanceOf } from "@std/assert";
import { QuietFileHandler } from "../../helpers/quiet_handlers.ts";
import { exchange } from "../../helpers/raw_client.ts";
import { serveWith } from "../../helpers/servers.ts";
import { TempDir } from "../../helpers/temp_dir.ts";

/** Times whose year is none of Python's `datetime`, and that few file systems can keep. */
const NO_DATES = [new Date("+010000-01-01T00:00:00Z"), new Date("0000-12-31T23:59:59Z")];

/** Whether the file system of the tests keeps them. */
function keepsAllTimes(): boolean {
  using directory = new TempDir();
  return NO_DATES.every((time) => {
    const path = directory.writeOld("file", "", time);
    return Deno.statSync(path).mtime?.getTime() === time.getTime();
  });
}

Deno.test({
  name: "SimpleHTTPRequestHandler raises as CPython does when the time of a file is no date",
  ignore: !keepsAllTimes(),
  fn: async () => {
    using directory = new TempDir();
    await using server = serveWith(QuietFileHandler, { directory: directory.path });
    for (const time of NO_DATES) {
      directory.writeOld("file", "", time);
      const since = "If-Modified-Since: Sun, 09 Sep 2001 01:46:40 GMT\r\n";
      for (const field of ["", since, since.replace("2001", "9999")]) {
        assertEquals(
          (await exchange(server.serverPort, `GET /file HTTP/1.1\r\n${field}\r\n`)).length,
          0,
        );
        assertInstanceOf(server.errors.pop(), RangeError);
      }
    }
  },
});
