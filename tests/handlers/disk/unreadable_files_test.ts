/**
 * What the file system forbids. Who may do anything is asked to do without.
 *
 * @module
 */

import { assertEquals } from "@std/assert";
import { fromFileUrl } from "@std/path";
import { Command } from "../../cli/command.ts";
import { get } from "../../helpers/raw_client.ts";
import { TempDir } from "../../helpers/temp_dir.ts";

const MAIN = fromFileUrl(new URL("../../../mod.ts", import.meta.url));

/** What lets root read what nobody may. */
const CAPABILITIES = "-dac_override,-dac_read_search";

/** Directories, each with the same in it, and what may be done with them. */
const DIRECTORIES = { names: 0o444, search: 0o111, none: 0o000 };

const NOT_FOUND = "File not found";
const NO_PERMISSION = "No permission to list directory";

/** What CPython 3.14 answers, and the entries of its listings. */
const ANSWERS: readonly (readonly [target: string, status: number, shown: string | string[]])[] = [
  ["/names", 301, []],
  ["/names/", 200, ["file", "link", "sub"]],
  ["/names/file", 404, NOT_FOUND],
  ["/names/sub", 404, NOT_FOUND],
  ["/names/sub/", 404, NOT_FOUND],
  ["/to_names/", 200, ["file", "link", "sub"]],
  ["/search/", 404, NO_PERMISSION],
  ["/search/file", 200, []],
  ["/search/link", 200, []],
  ["/search/sub", 301, []],
  ["/search/sub/", 200, []],
  ["/none", 301, []],
  ["/none/", 404, NO_PERMISSION],
  ["/none/file", 404, NOT_FOUND],
  ["/to_file", 404, NOT_FOUND],
  ["/unreadable", 404, NOT_FOUND],
  ["/index/", 404, NOT_FOUND],
  ["/", 200, ["index/", "names/", "none/", "search/", "to_file@", "to_names@", "unreadable"]],
];

Deno.test({
  name: "SimpleHTTPRequestHandler answers for what it may not read as CPython does",
  ignore: Deno.build.os !== "linux",
  fn: async (t) => {
    using directory = new TempDir();
    for (const name of Object.keys(DIRECTORIES)) {
      directory.mkdir(`${name}/sub`);
      directory.write(`${name}/file`, "content");
      Deno.symlinkSync("sub/../file", directory.join(`${name}/link`));
    }
    directory.mkdir("index");
    directory.write("unreadable", "content");
    directory.write("index/index.html", "content");
    directory.write("index/index.htm", "second choice");
    Deno.symlinkSync("names/", directory.join("to_names"));
    Deno.symlinkSync("none/file", directory.join("to_file"));
    const modes = { ...DIRECTORIES, "unreadable": 0o000, "index/index.html": 0o000 };
    for (const [name, mode] of Object.entries(modes)) Deno.chmodSync(directory.join(name), mode);
    await using command = startWithoutRights(directory.path);
    const port = await command.readPort();
    for (const [target, status, shown] of ANSWERS) {
      await t.step(`${target} is ${status}`, async () => {
        const answer = await get(port, target);
        assertEquals(answer.status, status);
        if (typeof shown === "string") assertEquals(answer.reason, shown);
        else assertEquals(entriesOf(answer.text), shown);
      });
    }
    for (const name of Object.keys(modes)) Deno.chmodSync(directory.join(name), 0o700);
  },
});

function startWithoutRights(directory: string): Command {
  const run = ["run", "--quiet", "--no-prompt", "--allow-net", "--allow-read", MAIN];
  const args = [...run, "--simple", "-b", "127.0.0.1", "-d", directory, "0"];
  if (Deno.uid() !== 0) return new Command(args, { executable: Deno.execPath() });
  const rights = [`--inh-caps=${CAPABILITIES}`, `--bounding-set=${CAPABILITIES}`];
  return new Command([...rights, Deno.execPath(), ...args], { executable: "setpriv" });
}

function entriesOf(page: string): string[] {
  return Array.from(
    page.matchAll(/^<li><a href="[^"]*">(.*?)<\/a><\/li>$/gm),
    ([, shown]) => shown!,
  );
}
