/**
 * {@linkcode runExact}: running a script as CPython does.
 *
 * @module
 */

import { HTTPStatus } from "../../http/status.ts";
import { repr } from "../../python/repr.ts";
import { unquote } from "../../python/unquote.ts";
import { requireKnownFormat } from "./known_format.ts";
import type { ScriptHandler } from "./members.ts";
import type { Environment } from "./request.ts";
import { statOrNull } from "../disk/files.ts";
import { sendBusy } from "./busy.ts";
import { locateScript, type ScriptLocation } from "./location.ts";
import { nobodyUser } from "./nobody.ts";
import { pythonArguments, pythonEnvironment } from "./python_environment.ts";
import { reasonNotToRun } from "./refused_script.ts";
import { exitCodeOf, ScriptProcess } from "./script_process.ts";
import { scriptRequest } from "./script_request.ts";
import { takeTurn, type Turn } from "./turns.ts";

/** How much of the request is handed on in one step, in bytes. */
const BLOCK_SIZE = 65536;

/** The exit code of CPython's child when it could not become the script. */
const NOT_STARTED_CODE = 127;

/** A script that may be run. */
interface Script extends ScriptLocation {
  readonly name: string;
  readonly file: string;
  readonly info: Deno.FileInfo;
}

/**
 * Run the script that `handler.cgiInfo` leads to. What it writes follows the status line and the
 * fields `Server` and `Date` as it is, and the connection ends with it.
 *
 * CPython: `CGIHTTPRequestHandler.run_cgi`.
 *
 * @param handler The handler
 */
export async function runExact(handler: ScriptHandler): Promise<void> {
  const script = findScript(handler);
  if (script === undefined) return;
  using turn = await takeTurn(handler.server, handler.clientAddress[0], handler.cgiLimits);
  if (turn === undefined) return sendBusy(handler);
  const environment = environmentOf(handler, script);
  // What the script sends may have no length; and the script has what the client sends.
  handler.closeConnection = true;
  handler.sendResponse(HTTPStatus.OK, "Script output follows");
  handler.flushHeaders();
  const code = await run(handler, script, environment, turn);
  if (code !== 0) handler.logError(`CGI script exit code ${code}`);
}

function findScript(handler: ScriptHandler): Script | undefined {
  const [directory, rest] = handler.cgiInfo;
  const isDirectory = (path: string): boolean =>
    statOrNull(handler.translatePath(path))?.isDirectory ?? false;
  const location = locateScript(directory, rest, undefined, isDirectory);
  const name = `${location.directory}/${location.script}`;
  const file = handler.translatePath(name);
  const info = statOrNull(file);
  const refuse = (code: HTTPStatus, reason: string): undefined => {
    handler.sendError(code, `${reason} (${repr(name)})`);
  };
  if (info === null) return refuse(HTTPStatus.NOT_FOUND, "No such CGI script");
  const reason = reasonNotToRun(handler, file, info, programOf(handler, file));
  if (reason !== undefined) return refuse(HTTPStatus.FORBIDDEN, reason);
  return { ...location, name, file, info };
}

/** What runs a script. Windows does not look at its first line: there Python runs those in Python. */
function programOf(handler: ScriptHandler, file: string): string {
  return Deno.build.os === "windows" && handler.isPython(file) ? "python" : file;
}

/** What the script gets, unless that has a NUL in it: Python raises before it answers. */
function environmentOf(handler: ScriptHandler, script: Script): Environment {
  const pathInfo = unquote(script.pathInfo);
  const environment = pythonEnvironment(scriptRequest(handler, {
    scriptName: script.name,
    scriptFile: script.file,
    query: script.query,
    pathInfo,
    pathTranslated: handler.translatePath(pathInfo),
    protocol: handler.protocolVersion,
    contentLength: undefined,
  }));
  const unfit = Object.keys(environment).find((name) => environment[name]!.includes("\0"));
  if (unfit === undefined) return environment;
  throw new TypeError(`Cannot hand ${unfit} to a script: it has a NUL in it`);
}

/** Run a script to its end, which is that of its turn, and tell its exit code. */
async function run(
  handler: ScriptHandler,
  script: Script,
  environment: Environment,
  turn: Turn,
): Promise<number> {
  // Python hands the socket to the script, where no timeout is in force.
  handler.request.timeout = null;
  let process;
  try {
    process = start(handler, script, environment);
  } catch (error) {
    handler.server.handleError(handler.request, handler.clientAddress, error);
    return NOT_STARTED_CODE;
  }
  await using running = process;
  running.status.then(() => turn[Symbol.dispose]());
  feed(handler, running);
  try {
    for (let bytes; (bytes = await running.read()) !== undefined;) {
      await handler.wfile.write(bytes);
    }
  } catch {
    running.end("client");
  }
  return exitCodeOf(await running.status);
}

function start(handler: ScriptHandler, script: Script, environment: Environment): ScriptProcess {
  const program = programOf(handler, script.file);
  const args = pythonArguments(script.query);
  if (program === script.file) requireKnownFormat(program, script.info);
  else args.unshift("-u", script.file);
  const command = {
    program,
    args,
    hasInput: true,
    env: { ...handler.cgiEnvironment, ...environment },
    uid: handler.runAsNobody ? nobodyUser()?.uid : undefined,
  };
  return new ScriptProcess(command, handler.cgiLimits);
}

/** Hand on what the client sends, for as long as anybody wants it. */
async function feed({ rfile }: ScriptHandler, script: ScriptProcess): Promise<void> {
  try {
    for (;;) {
      const bytes = await rfile.readSome(BLOCK_SIZE);
      if (bytes.length === 0 || !await script.write(bytes)) break;
    }
  } catch {
    // The client has gone, or its chunks are none: the script sees the end.
  }
  await script.closeStdin();
}
