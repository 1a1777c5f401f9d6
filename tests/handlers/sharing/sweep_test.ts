import { assertEquals } from "@std/assert";
import { PartialFile } from "../../../src/handlers/sharing/partial_file.ts";
import { makeId, partialName, resumableNames } from "../../../src/handlers/sharing/partial_name.ts";
import { sweep } from "../../../src/handlers/sharing/sweep.ts";
import { utf8 } from "../../helpers/bytes.ts";
import { TempDir } from "../../helpers/temp_dir.ts";

Deno.test("sweep() removes what a killed server left, and nothing else", async () => {
  using directory = new TempDir();
  using outside = new TempDir();
  directory.mkdir("sub/deep");
  directory.write(partialName(makeId()), "left");
  directory.write(`sub/deep/${partialName(makeId())}`, "left");
  outside.write(partialName(makeId()), "not ours");
  Deno.symlinkSync(outside.path, directory.join("link"));
  directory.write(".http-server-upload", "a name of somebody's own");
  directory.mkdir(`sub/${partialName(makeId())}`);
  using partial = PartialFile.create(directory.path, directory.path);
  partial.write(utf8("being written"));
  assertEquals(await sweep(directory.path), 2);
  assertEquals([...Deno.readDirSync(directory.path)].length, 4);
  assertEquals([...Deno.readDirSync(outside.path)].length, 1);
  assertEquals(partial.place("a.txt", "error"), { name: "a.txt", replaced: false });
  assertEquals(Deno.readTextFileSync(directory.join("a.txt")), "being written");
});

Deno.test("sweep() keeps resumable uploads for a day", async () => {
  using directory = new TempDir();
  const [fresh, old, lateBytes] = [makeId(), makeId(), makeId()].map(resumableNames);
  for (const { data, note } of [fresh!, old!, lateBytes!]) {
    for (const name of [data, note]) directory.writeOld(name, "{}");
  }
  directory.write(fresh!.data, "{}");
  directory.write(fresh!.note, "{}");
  directory.write(lateBytes!.data, "{}");
  assertEquals(await sweep(directory.path), 2);
  const names = [...Deno.readDirSync(directory.path)].map(({ name }) => name);
  assertEquals(
    names.toSorted(),
    [fresh!.data, fresh!.note, lateBytes!.data, lateBytes!.note].toSorted(),
  );
});

// On Windows, directories do not tell that they are large.
const ignore = Deno.build.os === "windows";

Deno.test("sweep() reads a large directory while others are served", { ignore }, async () => {
  using directory = new TempDir();
  for (let index = 0; index < 10_000; index++) directory.write(`a long name of file ${index}`, "");
  directory.write(partialName(makeId()), "left");
  const { readDirSync } = Deno;
  const found: string[] = [];
  Deno.readDirSync = (path) => {
    found.push(String(path));
    return readDirSync(path);
  };
  try {
    assertEquals(await sweep(directory.path), 1);
  } finally {
    Deno.readDirSync = readDirSync;
  }
  assertEquals(found, []);
});
