import { assert, assertArrayIncludes, assertEquals, assertStringIncludes } from "@std/assert";
import { fromFileUrl } from "@std/path";
import { compileArguments } from "../../tools/compile.ts";
import { Command } from "../cli/command.ts";
import { TempDir } from "../helpers/temp_dir.ts";

const ROOT = new URL("../../", import.meta.url);

Deno.test("compileArguments() takes along what is loaded later", () => {
  const args = compileArguments([]);
  const included = args.filter((_, index) => args[index - 1] === "--include");
  assertArrayIncludes(included, [fromFileUrl(new URL("src/workers/worker.ts", ROOT))]);
  const packages = included.filter((name) => name.startsWith("npm:"));
  assert(packages.length > 0);
  // All with their versions, as in the sources.
  assert(
    packages.every((name) => /^npm:(?:@[^/]+\/)?[^@/]+@\d+\.\d+\.\d+$/.test(name)),
    `${packages}`,
  );
  assert(included.every((name) => name.startsWith("npm:") || Deno.statSync(name).isFile));
});

Deno.test("compileArguments() permits what a plain run needs, and what is asked for", () => {
  const args = compileArguments(["--allow-write=/srv", "--output=serve"]);
  assertEquals(args.slice(0, 4), ["compile", "--allow-net", "--allow-read", "--no-prompt"]);
  assertEquals(args.slice(-3), ["--allow-write=/srv", "--output=serve", "mod.ts"]);
  assert(!args.includes("http-server"));
});

Deno.test("the flags of compileArguments() let the command serve, and do nothing else", async () => {
  using directory = new TempDir();
  directory.write("page.txt", "page");
  const [, ...args] = compileArguments([]);
  const flags = args.filter((arg) => /^--(?:allow-|no-prompt$)/.test(arg));
  const options = { flags, program: new URL(args.at(-1)!, ROOT) };
  const local = ["-b", "127.0.0.1", "-d", directory.path, "0"];
  await using command = new Command(local, options);
  const answer = await fetch(`http://127.0.0.1:${await command.readPort()}/page.txt`);
  assertEquals(await answer.text(), "page");
  await using refused = new Command(["--upload", ...local], options);
  const { code, stderr } = await refused.outcome();
  assertEquals(code, 1);
  assertStringIncludes(stderr, `add --allow-write=${directory.path}`);
});

/** Deno downloads the program that it puts scripts into. */
async function canCompile(): Promise<boolean> {
  using directory = new TempDir();
  directory.write("main.ts", "");
  const { success } = await new Deno.Command(Deno.execPath(), {
    args: ["compile", "--quiet", "--no-config", "--no-check", "--output", "main", "main.ts"],
    cwd: directory.path,
  }).output();
  return success;
}

const HERE = await canCompile();

Deno.test({
  name: "deno task compile makes a program that serves, and refuses what it may not" +
    (HERE ? "" : ": not here, where Deno cannot download what it compiles with"),
  ignore: !HERE,
  fn: async () => {
    using directory = new TempDir();
    const page = directory.mkdir("site");
    directory.write("site/page.txt", "page");
    directory.mkdir("site/cgi-bin");
    const executable = directory.join("http-server");
    const { success, stderr } = await new Deno.Command(Deno.execPath(), {
      args: compileArguments(["--quiet", "--output", executable]),
      cwd: ROOT,
    }).output();
    assert(success, new TextDecoder().decode(stderr));
    const args = ["-b", "127.0.0.1", "-d", page, "0"];
    {
      await using command = new Command(args, { executable });
      const answer = await fetch(`http://127.0.0.1:${await command.readPort()}/page.txt`);
      assertEquals(await answer.text(), "page");
      command.kill("SIGINT");
      assertEquals((await command.outcome()).code, 0);
    }
    const script = directory.write("site/cgi-bin/hello", "#!/bin/sh\n");
    Deno.chmodSync(script, 0o755);
    {
      await using command = new Command(["--cgi", ...args], { executable });
      await command.readPort();
      command.kill("SIGINT");
      const { stderr } = await command.outcome();
      assertStringIncludes(stderr, `compile it with --allow-run=${script}`);
    }
    await using refused = new Command(["--upload", ...args], { executable });
    const outcome = await refused.outcome();
    assertEquals(outcome.code, 1);
    assertStringIncludes(outcome.stderr, "compile it with --allow-write");
  },
});
