import { assert, assertEquals } from "@std/assert";
import { Command } from "./cli/command.ts";
import { CuttingProxy } from "./handlers/sharing/cutting_proxy.ts";
import { SharingServer } from "./handlers/sharing/sharing_server.ts";
import { areSame, noise } from "./helpers/bytes.ts";
import { TempDir } from "./helpers/temp_dir.ts";

Deno.test("examples/resumable_upload.ts uploads a file over a network that breaks", async () => {
  await using sharing = new SharingServer({ upload: true });
  using local = new TempDir();
  const content = noise(5_000_000);
  const path = local.write("große datei.bin", content);
  await using proxy = new CuttingProxy(sharing.port, [1_000_000, 2_000_000]);
  const endpoint = `http://127.0.0.1:${proxy.port}/`;
  await using command = new Command([path, endpoint], {
    flags: [`--allow-net=127.0.0.1:${proxy.port}`, `--allow-read=${local.path}`],
    program: new URL("../examples/resumable_upload.ts", import.meta.url),
  });
  const { code, stdout, stderr } = await command.outcome();
  assertEquals([code, stdout], [0, `${endpoint}gro%C3%9Fe%20datei.bin\n`], stderr);
  assertEquals(proxy.cut, 2);
  const stored = Deno.readFileSync(sharing.directory.join("große datei.bin"));
  assert(areSame(stored, content));
});
