/**
 * How a script is started, with as little as it needs.
 *
 * @module
 */

import { requireKnownFormat } from "./known_format.ts";
import type { ScriptHandler } from "./members.ts";
import { indexArguments, metaVariables } from "./meta_variables.ts";
import { nobodyUser } from "./nobody.ts";
import { denoArguments, denoProgram } from "./program.ts";
import type { RequestBody } from "./request_body.ts";
import { fileOf, type Script } from "./script_file.ts";
import type { ScriptCommand } from "./script_process.ts";
import { scriptRequest } from "./script_request.ts";

/** What Deno is told by its environment: a script is no place for its notices. */
const DENO_ENVIRONMENT = { NO_COLOR: "1", DENO_NO_UPDATE_CHECK: "1" };

/**
 * Put together how to start a script.
 *
 * @param handler The handler of the request
 * @param script The script
 * @param body The request's body
 * @returns The command
 * @throws {Error} when the operating system would hand the script to a shell
 */
export function scriptCommand(
  handler: ScriptHandler,
  script: Script,
  body: RequestBody,
): ScriptCommand {
  const { file, name, query, pathInfo, byDeno } = script;
  const request = scriptRequest(handler, {
    scriptName: name,
    scriptFile: file,
    query,
    pathInfo,
    pathTranslated: pathInfo === "" ? "" : fileOf(handler, pathInfo),
    protocol: handler.requestVersion,
    contentLength: body.length,
  });
  const args = indexArguments(request.method, query);
  const env = { ...handler.cgiEnvironment, ...metaVariables(request) };
  const user = handler.runAsNobody ? nobodyUser() : undefined;
  const cwd = file.slice(0, file.lastIndexOf("/")) || "/";
  const onErrorLine = (line: string): void => handler.logError("%s", line);
  const common = { cwd, ...user, hasInput: !body.isEmpty, onErrorLine };
  if (byDeno) {
    const directories = [cwd, request.documentRoot];
    const variables = Object.keys(handler.cgiEnvironment);
    const options = denoArguments(file, directories, variables, flagsOf(handler, script));
    const environment = { ...DENO_ENVIRONMENT, ...env };
    return { ...common, program: denoProgram(), args: [...options, ...args], env: environment };
  }
  requireKnownFormat(file, script.info);
  return { ...common, program: file, args, env };
}

/** The flags of the directory that is nearest to the script. */
function flagsOf({ denoFlags }: ScriptHandler, { directory }: Script): readonly string[] {
  for (let path = directory; path !== ""; path = path.slice(0, path.lastIndexOf("/"))) {
    if (Object.hasOwn(denoFlags, path)) return denoFlags[path]!;
  }
  return [];
}
