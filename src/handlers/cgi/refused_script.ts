/**
 * Whether a file may be run as a script.
 *
 * @module
 */

import { mayRun, missingRunMessage } from "./program.ts";
import type { ScriptHandler } from "./members.ts";

/**
 * Why a file is not run, which is answered with 403. The log says how Deno could permit it.
 *
 * @param handler The handler of the request
 * @param file The file
 * @param info What it is
 * @param program What runs it: the file itself, or another program
 * @returns The reason; `undefined` if it may be run
 */
export function reasonNotToRun(
  handler: ScriptHandler,
  file: string,
  info: Deno.FileInfo,
  program: string,
): string | undefined {
  if (!info.isFile) return "CGI script is not a plain file";
  if (program === file && !handler.isExecutable(file, info)) return "CGI script is not executable";
  if (mayRun(program)) return undefined;
  handler.logError("%s", missingRunMessage(program));
  return "CGI script is not permitted";
}
