/**
 * Makes one program of the command, with Deno in it and its permissions baked in:
 *
 *     deno task compile                                  # ./http-server, with -NR
 *     deno task compile --allow-write=/srv/www -o serve  # more flags of deno compile
 *
 * @module
 */

import { walkSync } from "@std/fs";
import { fromFileUrl } from "@std/path";

const ROOT = new URL("../", import.meta.url);

/** What the command needs to serve a directory. It never prompts. */
const FLAGS = ["--allow-net", "--allow-read", "--no-prompt"];

const OUTPUT = "http-server";

const WORKER_MODULE_REGEXP = /\/workers\/[^/]+$|_thread\.ts$/;

const PACKAGE_REGEXP = /"(npm:[^"]+)"/g;

/**
 * Put together the arguments for Deno.
 *
 * @param flags Those of the user, which come last and so count
 * @returns The arguments
 */
export function compileArguments(flags: readonly string[]): string[] {
  const includes = [...workerModules(), ...packages()].flatMap((name) => ["--include", name]);
  const output = flags.some((flag) => /^(?:-o|--output(?:=|$))/.test(flag))
    ? []
    : ["--output", OUTPUT];
  return ["compile", ...FLAGS, ...output, ...includes, ...flags, "mod.ts"];
}

/** The modules that workers begin with, and those that they are told to load. */
function workerModules(): string[] {
  const paths = Array.from(modulesIn("src/"), ({ path }) => path);
  return paths.filter((path) => WORKER_MODULE_REGEXP.test(path)).sort();
}

/** The packages from npm, which are loaded when they are first used. */
function packages(): string[] {
  const names = [...modulesIn("src/")].flatMap(({ text }) =>
    Array.from(text.matchAll(PACKAGE_REGEXP), ([, name]) => name!)
  );
  return [...new Set(names)].sort();
}

function* modulesIn(directory: string): Generator<{ path: string; text: string }> {
  const options = { includeDirs: false, exts: ["ts"] };
  for (const { path } of walkSync(fromFileUrl(new URL(directory, ROOT)), options)) {
    yield { path, text: Deno.readTextFileSync(path) };
  }
}

if (import.meta.main) {
  const { code } = await new Deno.Command(Deno.execPath(), {
    args: compileArguments(Deno.args),
    cwd: ROOT,
  }).spawn().status;
  Deno.exit(code);
}
