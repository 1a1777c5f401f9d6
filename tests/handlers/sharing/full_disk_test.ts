import { assert, assertEquals, assertStringIncludes } from "@std/assert";
import { noise } from "../../helpers/bytes.ts";
import { canMount, MemoryDisk } from "./memory_disk.ts";
import { SharingServer, WRITABLE } from "./sharing_server.ts";

Deno.test({
  name: "A full disk is answered with 507, leaves no half file and loses no old one",
  ignore: !canMount(),
  fn: async () => {
    using disk = new MemoryDisk(1024 * 1024);
    await using sharing = new SharingServer({
      ...WRITABLE,
      directory: disk.path,
      overwrite: "replace",
    });
    const names = (): string[] => [...Deno.readDirSync(disk.path)].map(({ name }) => name);
    assertEquals((await sharing.send("PUT", "/a.bin", "old")).status, 201);
    const large = noise(2_000_000);
    const put = await sharing.send("PUT", "/a.bin", large);
    assertEquals([put.status, names()], [507, ["a.bin"]]);
    assertStringIncludes(put.text, "no space");
    const form = new FormData();
    form.append("file", new File([large], "b.bin"));
    const posted = await fetch(`${sharing.origin}/`, { method: "POST", body: form });
    await posted.body?.cancel();
    assertEquals([posted.status, names()], [507, ["a.bin"]]);
    const resumable = await sharing.send("POST", "/", large, {
      "Tus-Resumable": "1.0.0",
      "Content-Type": "application/offset+octet-stream",
      "Upload-Length": String(large.length),
      "Upload-Metadata": `filename ${btoa("c.bin")}`,
    });
    assertEquals(resumable.status, 507);
    assertEquals(names(), ["a.bin"]);
    assertEquals(Deno.readTextFileSync(`${disk.path}/a.bin`), "old");
    assert(sharing.server.errors.length === 0);
  },
});
