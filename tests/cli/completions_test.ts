import { assertEquals, assertStringIncludes } from "@std/assert";
import { formatCompletions } from "../../src/cli/completions.ts";
import { flagsOf, OPTIONS } from "../../src/cli/options.ts";
import { SHELLS } from "../../src/cli/settings.ts";
import { FISH, ZSH } from "../helpers/programs.ts";
import { TempDir } from "../helpers/temp_dir.ts";
import { runCommand } from "./command.ts";

/** What is typed before the key for completion, and what then is in the line. */
const TYPED: [line: string, completed: string][] = [
  ["http-server --protoc", "http-server --protocol"],
  ["http-server --log j", "http-server --log json"],
  ["http-server --log=j", "http-server --log=json"],
  ["http-server --overwrite ren", "http-server --overwrite rename"],
  ["http-server -d sub", "http-server -d subdir/"],
  ["http-server --directory=sub", "http-server --directory=subdir/"],
  ["http-server --tls-cert cer", "http-server --tls-cert cert.pem"],
  ["http-server --qr sub", "http-server --qr subdir/"],
  ["http-server --tls-self-signed=sub", "http-server --tls-self-signed=subdir/"],
];

/** A directory with names to complete, and the script for a shell. */
function prepare(shell: typeof SHELLS[number]): TempDir & { script: string } {
  const directory = new TempDir();
  directory.mkdir("subdir");
  directory.write("cert.pem", "");
  return Object.assign(directory, { script: directory.write("_script", formatCompletions(shell)) });
}

/** Run a shell with some lines of script. */
function run(shell: string, directory: TempDir, args: readonly string[]): string {
  const { success, stdout, stderr } = new Deno.Command(shell, {
    args: [...args],
    cwd: directory.path,
    env: { HOME: directory.path, LC_ALL: "C.UTF-8" },
  }).outputSync();
  assertEquals([success, new TextDecoder().decode(stderr)], [true, ""]);
  return new TextDecoder().decode(stdout);
}

/** Bash takes `--name=value` for three words, and adds the slash of a directory later. */
const BASH = `source _script
complete_line() {
  read -ra COMP_WORDS <<< "\${1//=/ = }"
  COMP_CWORD=$((\${#COMP_WORDS[@]} - 1))
  _http_server
  printf '%s%s\\n' "\${1%"\${COMP_WORDS[COMP_CWORD]}"}" "\${COMPREPLY[*]}"
}
`;

Deno.test({
  name: "formatCompletions() makes what bash completes with",
  ignore: Deno.build.os === "windows",
  fn: (): void => {
    using directory = prepare("bash");
    const calls = TYPED.map(([line]) => `complete_line '${line}'\n`).join("");
    const output = run("bash", directory, ["--norc", "-c", BASH + calls]);
    assertEquals(
      output.trimEnd().split("\n"),
      TYPED.map(([, completed]) => completed.replace(/\/$/, "")),
    );
  },
});

Deno.test({
  name: "formatCompletions() makes what fish completes with",
  ignore: FISH === undefined,
  fn: (): void => {
    using directory = prepare("fish");
    const calls = TYPED.map(([line]) => `complete -C '${line}'\n`).join("");
    const output = run(FISH!, directory, ["--no-config", "-c", `source _script\n${calls}`]);
    assertEquals(
      output.trimEnd().split("\n").map((line) => line.split("\t")[0]),
      TYPED.map(([, completed]) => completed.split(" ").at(-1)),
    );
  },
});

/** A shell within the shell, with a line editor whose key Ctrl-T completes and prints the line. */
const ZSH_SCRIPT = `
zmodload zsh/zpty
zpty shell zsh -f -i
zpty -w shell 'autoload -U compinit && compinit -D -u; PS1=; source ./_script
  show() { zle complete-word; print -r -- "«$BUFFER»"; zle kill-whole-line }
  zle -N show; bindkey "^T" show; print -r -- REA""DY'
zpty -r shell output $'*READY*'
for line in "$@"; do
  zpty -w -n shell "$line"$'\\C-t'
  zpty -r shell output $'*«*»*'
  print -r -- "\${\${output##*«}%%»*}"
done
zpty -d shell
`;

Deno.test({
  name: "formatCompletions() makes what zsh completes with",
  ignore: ZSH === undefined,
  fn: (): void => {
    using directory = prepare("zsh");
    const lines = TYPED.map(([line]) => line);
    const output = run(ZSH!, directory, ["-f", "-c", ZSH_SCRIPT, "zsh", ...lines]);
    assertEquals(
      output.trimEnd().split("\n").map((line) => line.replace(/[ =]$/, "")),
      TYPED.map(([, completed]) => completed),
    );
  },
});

for (const shell of SHELLS) {
  Deno.test(`formatCompletions() has all options for ${shell}`, () => {
    const script = formatCompletions(shell);
    for (const option of OPTIONS) {
      for (const flag of flagsOf(option)) {
        assertStringIncludes(
          script,
          shell === "fish" ? flag.replace(/^--/, "-l ").replace(/^-(?=\w$)/, "-s ") : flag,
        );
      }
    }
  });
}

Deno.test("main() prints completions, and does nothing else", async () => {
  const outcome = await runCommand(["--completions", "fish"], { flags: [] });
  assertEquals(outcome, { code: 0, stdout: formatCompletions("fish"), stderr: "" });
});
