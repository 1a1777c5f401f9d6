import { assert, assertEquals } from "@std/assert";
import { startChild } from "../../bench/children.ts";
import { textOf } from "../helpers/bytes.ts";
import { TempDir } from "../helpers/temp_dir.ts";

const linuxOnly = { ignore: Deno.build.os !== "linux" };

Deno.test("startChild() runs the program under the id that it returns", linuxOnly, async () => {
  const child = startChild(["sh", "-c", "echo $$"], { core: undefined });
  const { stdout } = await child.output();
  assertEquals(new TextDecoder().decode(stdout), `${child.pid}\n`);
});

Deno.test("startChild() notes when the program itself begins", linuxOnly, async () => {
  using directory = new TempDir();
  const begun = directory.join("begun");
  const before = Date.now();
  const child = startChild(["cat", begun], { core: undefined, begun });
  const noted = Number(textOf((await child.output()).stdout).replace(",", ".")) * 1000;
  assert(before <= noted && Math.floor(noted) <= Date.now(), `${noted}`);
});

Deno.test("startChild() sends output and messages to the log", linuxOnly, async () => {
  const log = await Deno.makeTempFile();
  try {
    const script = "echo out; echo err >&2";
    await startChild(["sh", "-c", script], { core: undefined, log }).status;
    assertEquals(await Deno.readTextFile(log), "out\nerr\n");
  } finally {
    await Deno.remove(log);
  }
});
