import { assertEquals } from "@std/assert";
import { makeFiles, MODIFIED, PROBE_PATH, PROBE_SIZE } from "../../bench/files.ts";
import { TempDir } from "../helpers/temp_dir.ts";

Deno.test("makeFiles() makes a set once, and nothing else", () => {
  using parent = new TempDir();
  const cache = parent.join("not/there/yet");
  const directory = makeFiles("plain", cache);
  const probe = directory + PROBE_PATH;
  const { size, mtime, ino } = Deno.statSync(probe);
  assertEquals([size, mtime], [PROBE_SIZE, MODIFIED]);
  assertEquals(makeFiles("plain", cache), directory);
  assertEquals(Deno.statSync(probe).ino, ino);
  assertEquals([...Deno.readDirSync(`${directory}/..`)].map(({ name }) => name), ["plain"]);
});
