/**
 * {@linkcode runComplete}: running a script as RFC 3875 says.
 *
 * @module
 */

import { HTTPMessage } from "../../http/message.ts";
import { HTTPStatus } from "../../http/status.ts";
import type { ScriptHandler } from "./members.ts";
import { sendBusy } from "./busy.ts";
import { letGoOn } from "./going_on.ts";
import { RequestBody } from "./request_body.ts";
import { endAnswer, sendAnswer } from "./script_answer.ts";
import { scriptCommand } from "./script_command.ts";
import { findScript, type Script } from "./script_file.ts";
import { ScriptHeadersError } from "./script_headers.ts";
import { ScriptOutput } from "./script_output.ts";
import { exitCodeOf, ScriptProcess } from "./script_process.ts";
import { takeTurn } from "./turns.ts";

/** How often a request may be redirected within the server. */
const MAX_LOCAL_REDIRECTS = 10;

/** Names of scripts that write the status line themselves (RFC 3875, section 5). */
const NON_PARSED_REGEXP = /^nph-/;

/** `HTTP-Version SP status-code`, for the log. */
const STATUS_LINE_REGEXP = /^HTTP\/[0-9]\.[0-9] ([0-9]{3})/;

/** How often the request of a handler was redirected. */
const redirectsOf = new WeakMap<ScriptHandler, number>();

/**
 * Run the script that `handler.cgiInfo` leads to, and answer with what it says.
 *
 * RFC 3875
 *
 * @param handler The handler
 */
export async function runComplete(handler: ScriptHandler): Promise<void> {
  const location = await answer(handler);
  if (location === undefined) return;
  const redirects = redirectsOf.get(handler) ?? 0;
  if (redirects >= MAX_LOCAL_REDIRECTS) {
    handler.logError("CGI scripts redirect more than %d times", MAX_LOCAL_REDIRECTS);
    return handler.sendError(HTTPStatus.BAD_GATEWAY);
  }
  redirectsOf.set(handler, redirects + 1);
  try {
    await redirect(handler, location);
  } finally {
    redirectsOf.set(handler, redirects);
  }
}

/** Answer as if the client had asked for something else (section 6.2.2). */
async function redirect(handler: ScriptHandler, location: string): Promise<void> {
  const fields = [...handler.headers]
    .filter(([name]) => !/^(?:content-.*|transfer-encoding|expect)$/i.test(name))
    .map(([name, value]): [string, string] => [name, value]);
  handler.headers = new HTTPMessage({ fields, defective: handler.headers.defective });
  handler.path = location;
  if (handler.command === "HEAD") return await handler.do_HEAD();
  handler.command = "GET";
  await handler.do_GET();
}

/** Run the script and send its answer; or return where else to look for one. */
async function answer(handler: ScriptHandler): Promise<string | undefined> {
  const script = findScript(handler);
  if (script === undefined) return undefined;
  const body = await beginBody(handler);
  if (body === undefined) return undefined;
  using turn = await takeTurn(handler.server, handler.clientAddress[0], handler.cgiLimits);
  if (turn === undefined) {
    sendBusy(handler);
    return undefined;
  }
  const process = start(handler, script, body);
  if (process === undefined) return undefined;
  await using running = process;
  // The client may take its time for what is left of the answer.
  running.status.then(() => turn[Symbol.dispose]());
  // It goes on for as long as the connection does, and is nothing to wait for.
  body.feed(running);
  const location = await relay(handler, script, running);
  if (!body.ended) handler.closeConnection = true;
  return location;
}

async function beginBody(handler: ScriptHandler): Promise<RequestBody | undefined> {
  const body = await RequestBody.begin(handler);
  if (body === undefined) handler.sendError(HTTPStatus.BAD_REQUEST);
  return body;
}

function start(
  handler: ScriptHandler,
  script: Script,
  body: RequestBody,
): ScriptProcess | undefined {
  try {
    return new ScriptProcess(scriptCommand(handler, script, body), handler.cgiLimits);
  } catch (error) {
    handler.logError("Cannot start the CGI script: %s", messageOf(error));
    handler.sendError(HTTPStatus.INTERNAL_SERVER_ERROR);
    return undefined;
  }
}

/** Send what a running script answers; or return where else to look for an answer. */
async function relay(
  handler: ScriptHandler,
  script: Script,
  running: ScriptProcess,
): Promise<string | undefined> {
  const output = new ScriptOutput(running);
  let location: string | undefined;
  try {
    if (NON_PARSED_REGEXP.test(script.script)) await relayAsItIs(handler, running);
    else location = await relayParsed(handler, output, running);
  } catch (error) {
    if (!(error instanceof ScriptHeadersError)) {
      // The client has gone.
      handler.closeConnection = true;
      running.end("client");
    } else {
      running.end("answer");
      refuse(handler, running, error);
    }
  }
  logEnd(handler, running, await running.status);
  return location;
}

async function relayParsed(
  handler: ScriptHandler,
  output: ScriptOutput,
  running: ScriptProcess,
): Promise<string | undefined> {
  const headers = await output.readHeaders(handler.cgiLimits.headerBytes);
  if (headers.localRedirect !== undefined) {
    while (await output.read() !== undefined);
    return headers.localRedirect;
  }
  const isWhole = await sendAnswer(handler, headers, output);
  if (isWhole && !await running.exitsSoon()) {
    endAnswer(handler, headers);
    await letGoOn(handler, running);
    return undefined;
  }
  const { signal } = await running.status;
  // What a script was about to write when it was killed is missing, and the client is to know.
  if (isWhole && signal === null && running.ended === undefined) endAnswer(handler, headers);
  else handler.closeConnection = true;
  return undefined;
}

/** Scripts that speak for themselves: nobody knows where their answers end. */
async function relayAsItIs(handler: ScriptHandler, running: ScriptProcess): Promise<void> {
  handler.closeConnection = true;
  let isFirst = true;
  for (let bytes; (bytes = await running.read()) !== undefined; isFirst = false) {
    if (isFirst) {
      const line = new TextDecoder().decode(bytes.subarray(0, 12));
      handler.logRequest(STATUS_LINE_REGEXP.exec(line)?.[1] ?? "-");
    }
    await handler.wfile.write(bytes);
  }
  if (!await running.exitsSoon()) await letGoOn(handler, running);
}

/** Answer in the place of a script that did not. */
function refuse(
  handler: ScriptHandler,
  running: ScriptProcess,
  error: ScriptHeadersError,
): void {
  if (running.ended === "client") {
    handler.closeConnection = true;
  } else if (running.ended === "first byte" || running.ended === "total") {
    handler.sendError(HTTPStatus.GATEWAY_TIMEOUT);
  } else {
    handler.logError("CGI script has no usable header block: %s", error.message);
    handler.sendError(HTTPStatus.BAD_GATEWAY);
  }
}

/** Say in the log how a script ended, if there is anything to say. */
function logEnd(
  handler: ScriptHandler,
  running: ScriptProcess,
  status: Deno.CommandStatus,
): void {
  const { firstByteTime, totalTime } = handler.cgiLimits;
  const { ended } = running;
  if (ended === "first byte") {
    handler.logError(`CGI script wrote nothing for ${firstByteTime} seconds, and was ended`);
  } else if (ended === "total") {
    handler.logError(`CGI script ran for ${totalTime} seconds, and was ended`);
  } else if (ended === "client") {
    handler.logError("CGI script was ended, since the client has left");
  } else if (ended === undefined && !status.success) {
    handler.logError(`CGI script exit code ${exitCodeOf(status)}`);
  }
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
