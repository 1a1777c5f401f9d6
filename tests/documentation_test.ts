/**
 * What the guides tell to type, and where they lead to, and that what is exported has an example. The
 * programs in both are run by `deno test --doc`.
 *
 * @module
 */

import { assert, assertEquals } from "@std/assert";
import { exists, walkSync } from "@std/fs";
import { dirname, fromFileUrl, join, relative } from "@std/path";
import { parseArguments } from "../src/cli/arguments.ts";

const ROOT = fromFileUrl(new URL("../", import.meta.url));

/** A file with its text. */
interface Guide {
  readonly path: string;
  readonly text: string;
}

const GUIDES: readonly Guide[] = [...guides()];

/** A command, in a line of its own or between backquotes, which may go on behind a backslash. */
const COMMAND_REGEXP =
  /(?:^(?:#| \*)? {4,}|`)((?:deno (?:run|task)|http-server) (?:\\\n|[^\n`])+)/gm;

/** A word of a shell. */
const WORD_REGEXP = /'[^']*'|"[^"]*"|[^\s'"]+/g;

/** Where a guide leads to, but for other hosts. */
const LINK_REGEXP = /\]\((?!https?:)([^)#\s]*)(?:#([^)\s]+))?\)/g;

/** A link in a documentation comment, but for those to other hosts; JSON writes a line's end as \n. */
const DOC_LINK_REGEXP = /\{@link(?:code)?(?:\s|\\n)+(?!https?:)([^}\s|\\]+)/g;

/** What stands for something else in a usage. */
const PLACEHOLDER_REGEXP = /^\[|\.\.\./;

function* guides(): Generator<Guide> {
  const options = { exts: ["md", "ts", "conf", "Caddyfile"], includeDirs: false };
  for (const folder of ["docs", "examples"]) {
    for (const { path } of walkSync(join(ROOT, folder), options)) yield read(path);
  }
  for (const name of ["README.md", "CONTRIBUTING.md", "SECURITY.md", "Containerfile", "mod.ts"]) {
    yield read(join(ROOT, name));
  }
}

function read(path: string): Guide {
  return { path: relative(ROOT, path), text: Deno.readTextFileSync(path) };
}

/** The commands in a text, as words. */
function* commandsIn(text: string): Generator<string[]> {
  for (const [, command = ""] of text.matchAll(COMMAND_REGEXP)) {
    const line = command.replaceAll("\\\n", " ").replace(/ #.*| \|.*/, "");
    const words = line.match(WORD_REGEXP) ?? [];
    yield words.map((word) => word.replace(/^(['"])(.*)\1$/, "$2"));
  }
}

/** What follows the server's name in its command. */
function argumentsOf(words: readonly string[]): string[] | undefined {
  const [program] = words;
  const start = program === "http-server" ? 0 : words.indexOf("jsr:@pyport/http-server");
  return start < 0 ? undefined : words.slice(start + 1);
}

/** The names of a guide's sections in addresses. */
function anchorsIn(text: string): Set<string> {
  const headings = text.replaceAll(/^```[^]*?^```$/gm, "").matchAll(/^#+ (.*)$/gm);
  return new Set(
    Array.from(
      headings,
      ([, title = ""]) =>
        title.toLowerCase().replaceAll(/[^\p{L}\p{N} _-]/gu, "").replaceAll(" ", "-"),
    ),
  );
}

Deno.test("the guides' commands have options that there are", () => {
  let count = 0;
  for (const { path, text } of GUIDES) {
    for (const words of commandsIn(text)) {
      const args = argumentsOf(words);
      if (args === undefined || args[0] === "hash-password") continue;
      if (args.some((arg) => PLACEHOLDER_REGEXP.test(arg))) continue;
      try {
        parseArguments(args);
      } catch (cause) {
        throw new Error(`${path}: ${words.join(" ")}`, { cause });
      }
      count++;
    }
  }
  assert(count > 30, `Only ${count} were found`);
});

Deno.test("the guides' tasks are there", () => {
  const { tasks } = JSON.parse(Deno.readTextFileSync(join(ROOT, "deno.json")));
  const missing = GUIDES.flatMap(({ path, text }) =>
    [...commandsIn(text)]
      .filter(([, what, name = ""]) => what === "task" && !(name.replace(/\*$/, "fmt") in tasks))
      .map((words) => `${path}: ${words.join(" ")}`)
  );
  assertEquals(missing, []);
});

Deno.test("the guides lead to files and sections that are there", async () => {
  const dead: string[] = [];
  for (const { path, text } of GUIDES.filter(({ path }) => path.endsWith(".md"))) {
    for (const [link, target = "", anchor] of text.matchAll(LINK_REGEXP)) {
      const file = target === "" ? path : join(dirname(path), target);
      const isThere = await exists(join(ROOT, file)) &&
        (anchor === undefined || anchorsIn(read(join(ROOT, file)).text).has(anchor));
      if (!isThere) dead.push(`${path}: ${link}`);
    }
  }
  assertEquals(dead, []);
});

/** What `deno doc --json` says of a module, as far as it is needed here. */
interface ModuleDoc {
  readonly symbols: readonly {
    readonly name: string;
    readonly declarations: readonly Declaration[];
  }[];
}

/** One of the declarations of a name: a type and a value can share one. */
interface Declaration {
  readonly jsDoc?: { readonly tags?: readonly { readonly kind: string; readonly doc?: string }[] };
  /** Of a class or an interface, and of others in other forms. */
  readonly def?: { readonly properties?: readonly Member[]; readonly methods?: readonly Member[] };
}

/** What a class or an interface declares, and not what it inherits. */
interface Member {
  readonly name: string;
}

/** What the modules export that others import. */
async function exportsOf(): Promise<Map<string, readonly Declaration[]>> {
  const { exports } = JSON.parse(Deno.readTextFileSync(join(ROOT, "deno.json")));
  const { code, stdout, stderr } = await new Deno.Command(Deno.execPath(), {
    args: ["doc", "--json", ...Object.values<string>(exports)],
    cwd: ROOT,
  }).output();
  assertEquals(code, 0, new TextDecoder().decode(stderr));
  const nodes: Record<string, ModuleDoc> = JSON.parse(new TextDecoder().decode(stdout)).nodes;
  const symbols = Object.values(nodes).flatMap((module) => module.symbols);
  return new Map(symbols.map(({ name, declarations }) => [name, declarations]));
}

Deno.test("all that is exported has an example, which asserts something", async () => {
  const exported = await exportsOf();
  assert(exported.size > 90, `Only ${exported.size} were found`);
  const lacking = [...exported].filter(([, declarations]) => {
    const tags = declarations.flatMap(({ jsDoc }) => jsDoc?.tags ?? []);
    const examples = tags.filter(({ kind }) => kind === "example").map(({ doc = "" }) => doc);
    return examples.length === 0 || !examples.every((doc) => /\bassert\w*\(/.test(doc));
  });
  assertEquals(lacking.map(([name]) => name), []);
});

Deno.test("links to what is exported, and to its members, lead somewhere", async () => {
  const exported = await exportsOf();
  const names = new Set(exported.keys());
  for (const [name, declarations] of exported) {
    for (const { properties = [], methods = [] } of declarations.flatMap(({ def }) => def ?? [])) {
      for (const member of [...properties, ...methods]) names.add(`${name}.${member.name}`);
    }
  }
  const text = JSON.stringify([...exported]);
  const links = Array.from(text.matchAll(DOC_LINK_REGEXP), ([, name = ""]) => name);
  assert(links.length > 100, `Only ${links.length} were found`);
  assertEquals([...new Set(links)].filter((name) => !names.has(name)), []);
});
