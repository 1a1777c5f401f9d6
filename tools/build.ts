/**
 * Makes what is published, in `dist/`:
 *
 *     deno task build
 *     deno task build DIRECTORY
 *
 * That are the sources, for their types and documentation, and in `js/` the same as JavaScript: one
 * module with what a start takes, and few for what is needed later, since each module costs time at a
 * start, needed or not.
 *
 * @module
 */

import { walkSync } from "@std/fs";
import { basename, dirname, fromFileUrl, join, relative } from "@std/path";
import { type OutputChunk, type Plugin, rolldown } from "npm:rolldown@1.3.3";
import { loadOrder } from "./load_order.ts";

const ROOT = fromFileUrl(new URL("../", import.meta.url));

const DIRECTORY = "dist";

/** Where the JavaScript is put. */
const SCRIPTS = "js";

/** What a start takes. */
const START = "start";

/**
 * What is loaded later, by the module of JavaScript that it comes into: the first that matches. What is
 * needed together belongs together.
 */
const LATER: readonly (readonly [name: string, paths: RegExp])[] = [
  // They load node:zlib.
  ["compression", /^src\/handlers\/(?:file\/compression|sharing\/zip)\.ts$/],
  ["sharing", /^src\/handlers\/sharing\//],
  ["listing", /^src\/handlers\/(?:listing|page)\/|\/(?:render_)?listing\.ts$/],
  ["cgi", /^src\/handlers\/cgi\/|^src\/cli\/cgi\.ts$/],
  ["command", /^src\/cli\//],
  ["deployment", /^src\/handlers\/(?:auth|live|logging|monitoring|slow)\//],
  ["more", /^(?:src\/(?!fetch\/|testing\/)|deno\.json$)/],
];

/** How the modules of workers are named. */
const WORKER_REGEXP = /new URL\("(\.[^"]+\.ts)", import\.meta\.url\)/g;

/** What of `deno.json` counts here. */
interface Config {
  readonly name: string;
  readonly version: string;
  readonly license: string;
  readonly exports: Readonly<Record<string, string>>;
  readonly imports: Readonly<Record<string, string>>;
  readonly compilerOptions: Readonly<Record<string, unknown>>;
  readonly publish: { readonly include: readonly string[] };
}

/**
 * Make the package.
 *
 * @param directory Where to; what is in it goes
 * @throws {Error} when a module of JavaScript would need one that needs it
 */
export async function build(directory: string): Promise<void> {
  const config: Config = JSON.parse(Deno.readTextFileSync(join(ROOT, "deno.json")));
  const chunks = await bundle(config.exports);
  checkOrder(chunks);
  if (exists(directory)) Deno.removeSync(directory, { recursive: true });
  for (const path of config.publish.include.flatMap(filesIn)) {
    write(join(directory, path), Deno.readTextFileSync(join(ROOT, path)));
  }
  write(join(directory, "deno.json"), formatConfig(config));
  for (const { fileName, code } of chunks) write(join(directory, SCRIPTS, fileName), code);
  // Stand-ins for @std, where jsr.io can't be reached.
  const vendor = join(ROOT, "vendor");
  if (exists(vendor)) Deno.symlinkSync(vendor, join(directory, "vendor"), { type: "dir" });
}

function exists(path: string): boolean {
  try {
    return Deno.statSync(path).isDirectory;
  } catch {
    return false;
  }
}

function write(path: string, text: string): void {
  Deno.mkdirSync(dirname(path), { recursive: true });
  Deno.writeTextFileSync(path, text);
}

/** What JSR and Deno are to know of the package: nothing of the work on it. */
function formatConfig(config: Config): string {
  const { name, version, license, imports, compilerOptions } = config;
  const exports = Object.fromEntries(
    Object.keys(config.exports).map((name) => [name, `./${SCRIPTS}/${nameOf(name)}.js`]),
  );
  const publish = { include: [...config.publish.include, SCRIPTS], exclude: ["!."] };
  const fields = { name, version, license, exports, imports, compilerOptions, publish };
  const packages = { vendor: true, lock: false, nodeModulesDir: "none" };
  return `${JSON.stringify({ ...fields, ...packages }, undefined, 2)}\n`;
}

/** Make the modules of JavaScript. */
async function bundle(exports: Config["exports"]): Promise<OutputChunk[]> {
  const start = new Set([...await loadOrder(), "src/cli/load_order.ts"]);
  const types = new Map(
    Object.entries(exports).map(([name, path]) => [nameOf(name), path.replace("./", "")]),
  );
  const workers = new Map(workerModules().map((path) => [basename(path, ".ts"), path]));
  const entries = new Set([...types.values(), ...workers.values()]);
  const groups = [
    { name: START, test: (id: string) => start.has(pathOf(id)) },
    ...LATER.map(([name, paths]) => ({
      name,
      test: (id: string) => paths.test(pathOf(id)) && !entries.has(pathOf(id)),
    })),
  ];
  await using bundle = await rolldown({
    cwd: ROOT,
    input: Object.fromEntries([...types, ...workers]),
    platform: "neutral",
    external: /^(?:@std|node:|npm:)/,
    preserveEntrySignatures: "allow-extension",
    plugins: [workerUrls(), versionOnly()],
    // What a module imports at once may be there already where it is imported later.
    checks: { ineffectiveDynamicImport: false },
  });
  const { output } = await bundle.generate({
    format: "esm",
    comments: false,
    // Names stay, for stack traces; without white space a start takes 3 % less, and a download 13 %.
    minify: { compress: false, mangle: false, codegen: { removeWhitespace: true } },
    entryFileNames: "[name].js",
    chunkFileNames: "[name].js",
    codeSplitting: {
      includeDependenciesRecursively: false,
      groups: groups.map((group, index) => ({ ...group, priority: groups.length - index })),
    },
  });
  return output.filter((file) => file.type === "chunk").map((chunk) => ({
    ...chunk,
    code: headOf(chunk.name, types.get(chunk.name), [...workers.keys()]) + toAscii(chunk.code),
  }));
}

/** What comes first in a module of JavaScript. */
function headOf(name: string, types: string | undefined, workers: readonly string[]): string {
  if (types !== undefined) return `/* @ts-self-types="../${types}" */\n`;
  if (name !== START) return "";
  // Seen by `deno cache`, for machines without a network; `deno run` passes over types.
  return workers.map((name) => `/** @typedef {import("./${name}.js")} */\n`).join("");
}

/**
 * Write what is not ASCII, which is within literals, as escapes: where a source has one such character, V8
 * keeps all of it in two bytes each, which takes 3 % of a start.
 */
function toAscii(code: string): string {
  return code.replace(
    /[^\0-\x7f]/g,
    (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, "0")}`,
  );
}

/** Workers begin with modules of JavaScript as well, all of which are in one directory. */
function workerUrls(): Plugin {
  const replacement = (_: string, path: string): string =>
    `new URL("./${basename(path, ".ts")}.js", import.meta.url)`;
  return {
    name: "worker-urls",
    transform: {
      filter: { code: "import.meta.url" },
      handler: (code) => code.replaceAll(WORKER_REGEXP, replacement),
    },
  };
}

/** Of `deno.json`, the version is all that the command looks at. */
function versionOnly(): Plugin {
  return {
    name: "version-only",
    transform: {
      filter: { id: /[\\/]deno\.json$/ },
      handler: (code) => JSON.stringify({ version: JSON.parse(code).version }),
    },
  };
}

/** A class can't extend one of a module that is waiting for its own. */
function checkOrder(chunks: readonly OutputChunk[]): void {
  const imports = new Map(chunks.map((chunk) => [chunk.fileName, chunk.imports]));
  const check = (name: string, above: readonly string[]): void => {
    if (above.includes(name)) throw new Error(`${[...above, name].join(" imports ")}`);
    for (const imported of imports.get(name) ?? []) check(imported, [...above, name]);
  };
  for (const name of imports.keys()) check(name, []);
}

/** The modules that workers begin with, by their paths in the project. */
function workerModules(): string[] {
  return filesIn("src").flatMap((path) =>
    Array.from(
      Deno.readTextFileSync(join(ROOT, path)).matchAll(WORKER_REGEXP),
      ([, name = ""]) => join(dirname(path), name).replaceAll("\\", "/"),
    )
  );
}

/** What an export is called: `mod` for `.`, and `fetch` for `./fetch`. */
function nameOf(name: string): string {
  return name === "." ? "mod" : basename(name);
}

/** The path of a module in the project. */
function pathOf(id: string): string {
  return relative(ROOT, id).replaceAll("\\", "/");
}

/** A file, or those in a directory, by their paths in the project. */
function filesIn(name: string): string[] {
  const path = join(ROOT, name);
  if (Deno.statSync(path).isFile) return [name];
  return Array.from(walkSync(path, { includeDirs: false }), (entry) => pathOf(entry.path)).sort();
}

if (import.meta.main) await build(Deno.args[0] ?? join(ROOT, DIRECTORY));
