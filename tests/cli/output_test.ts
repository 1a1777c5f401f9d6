import { assertEquals } from "@std/assert";
import { fromFileUrl } from "@std/path";

const MAIN = fromFileUrl(new URL("../../mod.ts", import.meta.url));

/** What the command is started for, and not to serve. */
const RESULTS = ["--help", "--completions bash", "hash-password -h", "hash-password ada"];

/** Run the command in a shell, with a password to read. */
async function run(args: string, redirection: string): Promise<[code: number, stderr: string]> {
  const command = `echo secret | "$0" run --quiet --no-prompt "$1" ${args} ${redirection}`;
  const { code, stderr } = await new Deno.Command("bash", {
    args: ["-o", "pipefail", "-c", command, Deno.execPath(), MAIN],
  }).output();
  return [code, new TextDecoder().decode(stderr)];
}

for (const args of RESULTS) {
  Deno.test({
    name: `main() ends with status 1 when there is no room for what ${args} prints`,
    ignore: Deno.build.os !== "linux",
    fn: async () => {
      const [code, stderr] = await run(args, "> /dev/full");
      const reason = "No space left on device (os error 28)";
      assertEquals(stderr, `http-server: error: Cannot write to standard output: ${reason}\n`);
      assertEquals(code, 1);
    },
  });
}

Deno.test({
  name: "main() ends with status 0 when somebody has read enough of --help",
  ignore: Deno.build.os === "windows",
  fn: async () => {
    assertEquals(await run("--help", "| true"), [0, ""]);
  },
});
