/**
 * Checks the project's own rules, those that no formatter, linter or compiler knows.
 *
 *     deno task check:project
 *
 * @module
 */

import { walkSync } from "@std/fs";
import { fromFileUrl, relative, SEPARATOR } from "@std/path";
import { join } from "@std/path/posix";

/** A file, as the rules see it. */
export interface Source {
  /** Its path in the project, with `/` on every system. */
  readonly path: string;
  /** What it says. */
  readonly text: string;
}

/** What a rule finds wrong. */
export interface Fault {
  /** The number of the line, from 1. */
  readonly line: number;
  /** What is wrong with it. */
  readonly message: string;
}

/** The most lines of code that a module may have. Those that hold a table have no limit. */
const MAX_LINES_OF_CODE = 350;
const TABLES = /_data\.ts$|^src\/http\/status\.ts$/;

/** The parts of the library from the bottom up. A module may import from its own part, and from those before it. */
const PARTS = [
  // With the version of the package in it.
  /^deno\.json$/,
  /^src\/(python|http)\//,
  /^src\/server\//,
  /^src\/handlers\//,
  /^src\/((workers|fetch|testing)\/|[^/]+\.ts$)/,
  /^src\/cli\//,
  /^mod\.ts$/,
];

const IMPORT = /(?:\bfrom|\bimport\(?)\s*"(\.[^"]+)"/g;
/** What git ignores or keeps for itself, such as every hidden folder but `.ci`. */
const NOT_OURS = /[\\/](\.(?!ci$)[^\\/]+|vendor|node_modules|coverage|dist|__pycache__)$/;

/**
 * Applies all the rules to a file.
 *
 * @param source The file
 * @returns What is wrong with it, rule by rule
 */
export function* checkSource(source: Source): Generator<Fault> {
  yield* checkPaths(source);
  if (!source.path.endsWith(".ts")) return;
  yield* checkSize(source);
  yield* checkImports(source);
  yield* checkNotes(source);
  if (source.path.startsWith("src/")) yield* checkOutput(source);
}

/** No file names a place that only one machine has. */
function checkPaths({ text }: Source): Generator<Fault> {
  const pattern = /\/(?:root|work|Users\/\w+|home\/\w+)\/\w/;
  return linesWith(text, pattern, "A path of somebody's machine");
}

/** A module is small enough to be read at one go. */
function* checkSize({ path, text }: Source): Generator<Fault> {
  const count = text.split("\n").filter((line) => !/^\s*(\/\/|\/?\*|$)/.test(line)).length;
  if (count <= MAX_LINES_OF_CODE || TABLES.test(path)) return;
  yield {
    line: 1,
    message: `${count} lines of code, ${MAX_LINES_OF_CODE} at most: split the module`,
  };
}

/** The library's parts depend on each other in one direction, and on nothing else in the project. */
function* checkImports({ path, text }: Source): Generator<Fault> {
  const own = PARTS.findIndex((part) => part.test(path));
  if (own === -1) return;
  for (const { index, 1: specifier = "" } of text.matchAll(IMPORT)) {
    const target = join(path, "..", specifier);
    const part = PARTS.findIndex((part) => part.test(target));
    const line = text.slice(0, index).split("\n").length;
    if (part === -1) yield { line, message: `${target} is no part of the library` };
    if (part > own) {
      yield { line, message: `${target} is above this module: turn the import round` };
    }
  }
}

/** Whatever is left to do is an issue that can be found. */
function checkNotes({ text }: Source): Generator<Fault> {
  return linesWith(text, /\/\/ *(TODO|FIXME)\b(?!\(#\d+\))/, "A TODO without an issue: TODO(#1)");
}

/** What the library says goes where its user wants it. */
function checkOutput({ text }: Source): Generator<Fault> {
  return linesWith(text, /^(?! *\*).*\bconsole\./, "Output that the library's user can't redirect");
}

function* linesWith(text: string, pattern: RegExp, message: string): Generator<Fault> {
  for (const [index, line] of text.split("\n").entries()) {
    if (pattern.test(line)) yield { line: index + 1, message };
  }
}

/** The project's own files. */
function* readSources(root: string): Generator<Source> {
  const options = { includeDirs: false, includeSymlinks: false, skip: [NOT_OURS] };
  for (const { path } of walkSync(root, options)) {
    const name = relative(root, path).replaceAll(SEPARATOR, "/");
    yield { path: name, text: Deno.readTextFileSync(path) };
  }
}

if (import.meta.main) {
  let count = 0;
  for (const source of readSources(fromFileUrl(new URL("..", import.meta.url)))) {
    for (const { line, message } of checkSource(source)) {
      console.error(`${source.path}:${line}: ${message}`);
      count++;
    }
  }
  if (count > 0) Deno.exit(1);
}
