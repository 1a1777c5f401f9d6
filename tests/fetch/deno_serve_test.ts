import { assertEquals, assertStringIncludes } from "@std/assert";
import { fromFileUrl } from "@std/path";
import { TempDir } from "../helpers/temp_dir.ts";

const PROGRAM = fromFileUrl(new URL("../../examples/deploy.ts", import.meta.url));
const CONFIG = fromFileUrl(new URL("../../deno.json", import.meta.url));

for (const flags of [[], ["--parallel"]]) {
  Deno.test(`examples/deploy.ts serves with deno serve ${flags.join()}`, async () => {
    using directory = new TempDir();
    directory.writeOld("a.txt", "hello");
    const args = [
      "serve",
      "--no-prompt",
      `--config=${CONFIG}`,
      "--allow-read",
      "--host=127.0.0.1",
      "--port=0",
    ];
    await using process = new Deno.Command(Deno.execPath(), {
      args: [...args, ...flags, PROGRAM],
      cwd: directory.path,
      env: { NO_COLOR: "1", DENO_JOBS: "2" },
      stdin: "null",
      stdout: "null",
      stderr: "piped",
    }).spawn();
    const lines = process.stderr.pipeThrough(new TextDecoderStream());
    let seen = "";
    let url: string | undefined;
    for await (const text of lines.values({ preventCancel: true })) {
      seen += text;
      url = /http:\/\/127\.0\.0\.1:\d+\//.exec(seen)?.[0];
      if (url !== undefined) break;
    }
    const answer = await fetch(`${url}a.txt`);
    assertEquals([answer.status, await answer.text()], [200, "hello"]);
    const listing = await fetch(`${url}`);
    assertStringIncludes(await listing.text(), "a.txt");
    process.kill("SIGKILL");
    await lines.cancel();
  });
}
