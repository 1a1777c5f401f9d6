/**
 * Checks that the public API and the command's options are those that were recorded, or records them:
 *
 *     deno task check:api
 *     deno task record:api
 *
 * A change of what others rely on is then seen in the commit that makes it, and made on purpose.
 *
 * @module
 */

import { walkSync } from "@std/fs";
import { dirname, fromFileUrl, join, relative } from "@std/path";
import { formatHelp } from "../src/cli/help.ts";

/** Where it is recorded. */
const RECORD = new URL("../tests/api.txt", import.meta.url);

const ROOT = fromFileUrl(new URL("../", import.meta.url));

/** Wide enough that no option is wrapped. */
const HELP_WIDTH = 1000;

const COMMENT_REGEXP = /\/\*\*[^]*?\*\//g;

/** Where a declaration stands is no part of it. */
const PLACE_REGEXP = /^Defined in .*\n/gm;

/**
 * Leave out the documentation, which may change at any time, except what hides a member.
 *
 * @param source A module
 * @returns The module, without its documentation comments
 */
export function withoutDocumentation(source: string): string {
  return source.replace(
    COMMENT_REGEXP,
    (comment) => comment.includes("@ignore") ? "/** @ignore */" : "",
  );
}

/**
 * Tell two records apart.
 *
 * @param recorded The one
 * @param current The other
 * @returns The lines that only one of them has, each below the heading that it stands under
 */
export function differences(recorded: string, current: string): string[] {
  const [before, after] = [recorded, current].map(linesUnderHeadings);
  return [
    ...before!.filter((line) => !after!.includes(line)).map((line) => `- ${line}`),
    ...after!.filter((line) => !before!.includes(line)).map((line) => `+ ${line}`),
  ];
}

function linesUnderHeadings(record: string): string[] {
  let heading = "";
  return record.split("\n").filter((line) => line !== "").map((line) => {
    if (!line.startsWith(" ")) return heading = line;
    return `${heading}: ${line.trim()}`;
  });
}

/** All that others rely on. */
async function describe(): Promise<string> {
  const scratch = Deno.makeTempDirSync();
  try {
    copySources(scratch);
    const parts = [];
    for (const [name, path] of entries()) {
      parts.push(`# ${name}`, await declarations(scratch, path));
    }
    parts.push("# The command", formatHelp(HELP_WIDTH));
    return parts.map((part) => part.trim()).join("\n\n") + "\n";
  } finally {
    Deno.removeSync(scratch, { recursive: true });
  }
}

/** The modules that the package exports. */
function entries(): [name: string, path: string][] {
  const { exports } = JSON.parse(Deno.readTextFileSync(join(ROOT, "deno.json")));
  return Object.entries(typeof exports === "string" ? { ".": exports } : exports);
}

function copySources(directory: string): void {
  Deno.copyFileSync(join(ROOT, "deno.json"), join(directory, "deno.json"));
  Deno.symlinkSync(join(ROOT, "vendor"), join(directory, "vendor"));
  const paths = [join(ROOT, "mod.ts"), ...walkTypeScript(join(ROOT, "src"))];
  for (const path of paths) {
    const target = join(directory, relative(ROOT, path));
    Deno.mkdirSync(dirname(target), { recursive: true });
    Deno.writeTextFileSync(target, withoutDocumentation(Deno.readTextFileSync(path)));
  }
}

function walkTypeScript(directory: string): string[] {
  return Array.from(walkSync(directory, { includeDirs: false, exts: ["ts"] }), ({ path }) => path);
}

/** The declarations that a module exports, in Deno's words. */
async function declarations(directory: string, path: string): Promise<string> {
  const { success, stdout, stderr } = await new Deno.Command(Deno.execPath(), {
    args: ["doc", "--quiet", path],
    cwd: directory,
    env: { NO_COLOR: "1" },
  }).output();
  const decoder = new TextDecoder();
  if (!success) throw new Error(decoder.decode(stderr));
  return decoder.decode(stdout).replace(PLACE_REGEXP, "").replace(/\n{2,}/g, "\n\n");
}

async function main([mode]: string[]): Promise<number> {
  const current = await describe();
  if (mode === "record") {
    Deno.writeTextFileSync(RECORD, current);
    return 0;
  }
  const found = differences(Deno.readTextFileSync(RECORD), current);
  if (found.length === 0) return 0;
  console.error(found.join("\n"));
  console.error("The public API has changed. If that is on purpose: deno task record:api");
  return 1;
}

if (import.meta.main) Deno.exit(await main(Deno.args));
