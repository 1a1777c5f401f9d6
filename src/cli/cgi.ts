/**
 * `--cgi`: the class of the handlers, and a warning of programs that Deno does not permit to run.
 *
 * @module
 */

import { CGIHTTPRequestHandler } from "../handlers/cgi.ts";
import { CGIFileHTTPRequestHandler } from "../handlers/cgi_file.ts";
import { denoProgram, isDenoScript, mayRun } from "../handlers/cgi/program.ts";
import { repr } from "../python/repr.ts";
import { printError, PROGRAM } from "./output.ts";
import { messageOf, scopedFlag } from "./requirements.ts";

/** How many scripts are looked at. */
const MAX_SCRIPTS = 1000;

/** More flags than this nobody wants to read. */
const MAX_PROGRAMS = 5;

const FLAG = "--allow-run";

/** Where scripts are, unless a handler says something else. */
const CGI_DIRECTORIES = ["cgi-bin", "htbin"];

/** A class of handlers, and the module that a worker loads it from. */
interface Choice {
  readonly Handler: typeof CGIHTTPRequestHandler | typeof CGIFileHTTPRequestHandler;
  readonly module: string;
}

/**
 * Get ready to run scripts. What Deno does not permit is said on standard error: files are served
 * without it.
 *
 * @param directory The directory that is served
 * @param simple Whether to run scripts and serve files as CPython does
 * @returns The class of the handlers, and its module
 */
export function prepareCgi(directory: string, simple: boolean): Choice {
  sayWhatIsMissing(directory);
  const exact = new URL("../workers/cgi_handler.ts", import.meta.url);
  const full = new URL("../workers/cgi_file_handler.ts", import.meta.url);
  return simple
    ? { Handler: CGIHTTPRequestHandler, module: exact.href }
    : { Handler: CGIFileHTTPRequestHandler, module: full.href };
}

function sayWhatIsMissing(directory: string): void {
  const missing = missingPrograms(directory);
  if (missing.length === 0) return;
  const flag = missing.length > MAX_PROGRAMS ? FLAG : flagFor(missing);
  const what = missing.slice(0, MAX_PROGRAMS).map((path) => repr(path)).join(", ");
  const more = missing.length > MAX_PROGRAMS ? ", ..." : "";
  const notice = messageOf(`Deno does not permit to run ${what}${more}: add ${flag}`);
  printError(`${PROGRAM}: CGI: ${notice}\n`);
}

/** The flag for several programs, if it can be written without quotes. */
function flagFor(programs: readonly string[]): string {
  const [first] = programs;
  if (programs.length === 1) return scopedFlag(FLAG, first!);
  const isPlain = programs.every((path) => scopedFlag(FLAG, path) === `${FLAG}=${path}`);
  return isPlain ? `${FLAG}=${programs.join()}` : FLAG;
}

/** The programs that run scripts and may not, each once. */
function missingPrograms(directory: string): string[] {
  const scripts = CGI_DIRECTORIES.flatMap((name) => [...filesIn(`${directory}/${name}`)]);
  const programs = scripts.slice(0, MAX_SCRIPTS).map((path) =>
    isDenoScript(path) ? denoProgram() : path
  );
  return [...new Set(programs)].filter((program) => !mayRun(program)).sort();
}

/** The files that would be run: links are followed to files, and not to directories. */
function* filesIn(directory: string): Generator<string> {
  try {
    for (const { name, isDirectory } of Deno.readDirSync(directory)) {
      const path = `${directory}/${name}`;
      if (isDirectory) yield* filesIn(path);
      else if (isDenoScript(path) || isExecutableFile(path)) yield path;
    }
  } catch {
    // There is no such directory, or none that may be read.
  }
}

function isExecutableFile(path: string): boolean {
  try {
    const { isFile, mode } = Deno.statSync(path);
    return isFile && ((mode ?? 0o111) & 0o111) !== 0;
  } catch {
    return false;
  }
}
