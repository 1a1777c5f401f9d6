/**
 * What program runs a script, and whether Deno permits it.
 *
 * @module
 */

import { repr } from "../../python/repr.ts";
import { splitext } from "../../python/posixpath.ts";
import { isGranted } from "../../server/permissions.ts";

/** Of how many programs it is remembered that they may be run. */
const MAX_REMEMBERED = 1000;

const permitted = new Set<string>();

/** What every shell passes on as it is, and Deno takes for one path. */
const PLAIN_PATH_REGEXP = /^[\w./:@%+-]+$/;

/** Scripts that Deno can run. */
const DENO_EXTENSIONS: readonly string[] = [".ts", ".mts", ".js", ".mjs"];

/**
 * The variables that a script run by Deno may read: those of RFC 3875 and of this server, whether or
 * not they are set.
 */
const CGI_VARIABLES: readonly string[] = (
  "AUTH_TYPE CONTENT_LENGTH CONTENT_TYPE DOCUMENT_ROOT GATEWAY_INTERFACE " +
  "HTTPS HTTP_* PATH_INFO PATH_TRANSLATED QUERY_STRING REDIRECT_STATUS " +
  "REMOTE_ADDR REMOTE_HOST REMOTE_IDENT REMOTE_PORT REMOTE_USER " +
  "REQUEST_METHOD REQUEST_SCHEME REQUEST_URI SCRIPT_FILENAME SCRIPT_NAME " +
  "SERVER_ADDR SERVER_NAME SERVER_PORT SERVER_PROTOCOL SERVER_SOFTWARE"
).split(" ");

/**
 * Whether Deno runs a script.
 *
 * @param path The script
 * @returns Whether its extension is `.ts`, `.mts`, `.js` or `.mjs`
 */
export function isDenoScript(path: string): boolean {
  return DENO_EXTENSIONS.includes(splitext(path)[1].toLowerCase());
}

/**
 * The program that this Deno can be started as, of those that it is permitted to start.
 *
 * @returns The path of this Deno; its name if that is what was permitted, or if this is a program
 * that `deno compile` made, which runs no other scripts
 */
export function denoProgram(): string {
  if (Deno.build.standalone) return "deno";
  const path = Deno.execPath();
  return mayRun(path) || !mayRun("deno") ? path : "deno";
}

/**
 * The arguments that let Deno run a script with the least that it needs.
 *
 * @param script The script
 * @param directories What it may read
 * @param variables The names of variables that it may read besides those of CGI
 * @param flags What else it is permitted
 * @returns The arguments, without those of the script
 */
export function denoArguments(
  script: string,
  directories: readonly string[],
  variables: readonly string[],
  flags: readonly string[],
): string[] {
  return [
    "run",
    "--quiet",
    "--no-prompt",
    // A comma is written twice where it does not divide.
    `--allow-read=${directories.map((path) => path.replaceAll(",", ",,")).join()}`,
    `--allow-env=${[...CGI_VARIABLES, ...variables].join()}`,
    ...flags,
    script,
  ];
}

/**
 * Whether Deno permits to run a program.
 *
 * @param program Its path or name
 * @returns Whether it does, without asking the user
 */
export function mayRun(program: string): boolean {
  // Should it be revoked, Deno refuses to start the program.
  if (permitted.has(program)) return true;
  const may = isGranted({ name: "run", command: program });
  if (may && permitted.size < MAX_REMEMBERED) permitted.add(program);
  return may;
}

/**
 * What to say when Deno does not permit to run a program.
 *
 * @param program Its path
 * @returns A sentence that names the flag to add
 */
export function missingRunMessage(program: string): string {
  const flag = PLAIN_PATH_REGEXP.test(program) ? `--allow-run=${program}` : "--allow-run";
  return `Deno does not permit to run ${repr(program)}: add ${flag}`;
}
