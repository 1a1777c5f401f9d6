import { assert, assertEquals, assertRejects, assertStringIncludes } from "@std/assert";
import { sha256Of } from "../../../src/handlers/sharing/checksum_memory.ts";
import { FileChangedError } from "../../../src/handlers/disk/served_file.ts";
import { noise, textOf } from "../../helpers/bytes.ts";
import { TempDir } from "../../helpers/temp_dir.ts";
import { SharingServer } from "./sharing_server.ts";

/** Let `sha256sum` verify. */
async function verify(sums: string, directory: TempDir): Promise<string> {
  using other = new TempDir();
  const path = other.write("SUMS", sums);
  const { stdout, stderr } = await new Deno.Command("sha256sum", {
    args: ["--check", "--strict", path],
    cwd: directory.path,
    env: { LC_ALL: "C.UTF-8" },
  }).output();
  return textOf(stdout) + textOf(stderr);
}

Deno.test("sha256sum accepts the checksums of a directory and of a file", async () => {
  await using sharing = new SharingServer({ checksums: true });
  const { directory } = sharing;
  directory.mkdir("sub");
  directory.write("large.bin", noise(3_000_000));
  directory.write("sub/ä b.txt", "ü");
  directory.write("line\nend \\ back", "x");
  directory.write(".hidden", "x");
  for (const target of ["/?sha256", "/SHA256SUMS"]) {
    const { text, status } = await sharing.send("GET", target, "", { Connection: "close" });
    assertEquals(status, 200);
    // Chunked: between the lengths there is a line for each file.
    const sums = text.split("\r\n").filter((_, index) => index % 2 === 1).join("");
    assertEquals(sums.trimEnd().split("\n").length, 3);
    const report = await verify(sums, directory);
    assertEquals(report.match(/: OK$/gm)?.length, 3, report);
  }
  const one = await sharing.send("GET", "/sub/%C3%A4%20b.txt?sha256");
  using sub = new TempDir();
  sub.write("ä b.txt", "ü");
  assertEquals(await verify(one.text, sub), "ä b.txt: OK\n");
});

Deno.test("A file that is called SHA256SUMS is served as it is", async () => {
  await using sharing = new SharingServer({ checksums: true });
  sharing.directory.write("SHA256SUMS", "mine");
  assertEquals((await sharing.send("GET", "/SHA256SUMS")).text, "mine");
  assertEquals((await sharing.send("GET", "/none/SHA256SUMS")).status, 404);
  assertEquals((await sharing.send("GET", "/none?sha256")).status, 404);
  await using off = new SharingServer({});
  assertEquals((await off.send("GET", "/SHA256SUMS")).status, 404);
});

Deno.test("A checksum is computed once as long as the file stays the same", async () => {
  await using sharing = new SharingServer({ checksums: true });
  const path = sharing.directory.writeOld("a.txt", "one");
  const first = await sharing.send("GET", "/a.txt?sha256");
  // What is remembered does not look into the file: this one is not what its times say.
  Deno.writeTextFileSync(path, "ONE");
  const { mtime } = Deno.statSync(sharing.directory.writeOld("b.txt", ""));
  Deno.utimeSync(path, mtime!, mtime!);
  assertEquals((await sharing.send("GET", "/a.txt?sha256")).text, first.text);
  Deno.writeTextFileSync(path, "two");
  const changed = await sharing.send("GET", "/a.txt?sha256");
  assert(changed.text !== first.text);
  assertStringIncludes(changed.text, "  a.txt\n");
});

Deno.test("sha256Of() throws FileChangedError when the file is gone or another one", async () => {
  using directory = new TempDir();
  const path = directory.write("a.txt", "a");
  const info = Deno.statSync(path);
  Deno.renameSync(directory.write("b.txt", "b"), path);
  await assertRejects(() => sha256Of({ path, info }), FileChangedError);
  Deno.removeSync(path);
  // The first file of a process is opened in another way than the next ones.
  for (let count = 0; count < 2; count++) {
    await assertRejects(() => sha256Of({ path, info }), FileChangedError);
  }
});
