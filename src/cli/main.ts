/**
 * {@linkcode main}: the command. What a start without arguments does not need is loaded when it is
 * needed, since each module makes every start longer.
 *
 * @module
 */

import { deploy, prepareDeployment } from "../deployment.ts";
import { withFields } from "../handler_fields.ts";
import type { AuthOptions } from "../handlers/auth/options.ts";
import { FileHTTPRequestHandler } from "../handlers/file.ts";
import type { FileHTTPRequestHandlerOptions } from "../handlers/file/options.ts";
import { needsWrite } from "../handlers/file/sharing.ts";
import { SimpleHTTPRequestHandler } from "../handlers/simple.ts";
import { prepareLimits } from "../limiting.ts";
import { checkDirectory, prepareSharing } from "../served_directory.ts";
import { drainLog } from "../server/log.ts";
import { requireWorkers } from "../workers/requirements.ts";
import { Workers } from "../workers/workers.ts";
import type { RequestHandlerClass } from "../server/request_handler.ts";
import type { TLSOptions } from "../server/https_server.ts";
import { isSocketName } from "../server/named_socket.ts";
import { readCommandLine } from "./command_line.ts";
import { checkServed } from "./options/file_options.ts";
import { printError, PROGRAM } from "./output.ts";
import type { Endpoint } from "./welcome/reachable.ts";
import { messageOf, requireListen, requireRead, requireWrite } from "./requirements.ts";
import { testWithWorkers } from "./run.ts";
import { DEFAULT_PORT, type Settings } from "./settings.ts";
import { UncaughtErrors } from "./uncaught.ts";
import { welcome } from "./welcome.ts";

/** The exit status of a command that failed. */
const FAILURE_STATUS = 1;

/** The directory that stands for standard input. */
const STANDARD_INPUT = "-";

/**
 * Serve a directory, as the arguments say, until interrupted: what `python -m http.server` does.
 *
 * Needs `--allow-net` for the address, and `--allow-read` for the directory.
 *
 * CPython: the command of `http.server`.
 *
 * @param args The arguments, without the program's name
 * @returns The exit status: 0 after Ctrl-C, 143 after `SIGTERM`, 1 when it could not serve, or not print
 * what it was asked for, and 2 when the arguments are wrong, which was then said on standard error
 *
 * @example Ask for help
 * ```ts
 * import { main } from "@pyport/http-server";
 * import { assertEquals } from "@std/assert";
 *
 * assertEquals(await main(["--help"]), 0);
 * ```
 */
export async function main(args: readonly string[]): Promise<number> {
  using uncaught = new UncaughtErrors();
  const abort = new AbortController();
  try {
    const settings = await readCommandLine(args);
    if (typeof settings === "number") return settings;
    const { directory } = settings;
    const running = directory === STANDARD_INPUT ? runWithInput : run;
    return await Promise.race([running(settings, abort.signal), uncaught.first]);
  } catch (error) {
    printError(`${PROGRAM}: error: ${messageOf(error)}\n`);
    return FAILURE_STATUS;
  } finally {
    abort.abort();
    await drainLog();
  }
}

/** Serve what standard input brings. */
async function runWithInput(settings: Settings, signal: AbortSignal): Promise<number> {
  const { readStandardInput } = await import("./standard_input.ts");
  using input = await readStandardInput(settings.stdinName);
  return await run({ ...settings, directory: input.path }, signal);
}

async function run(settings: Settings, signal: AbortSignal): Promise<number> {
  const { bind, port = DEFAULT_PORT, protocol, headers, contentType, workers } = settings;
  const { directory = Deno.cwd() } = settings;
  await checkStart(settings, directory);
  const handlerOptions = { directory, extraResponseHeaders: headers, ...settings.file };
  const fields = {
    defaultContentType: contentType,
    strictMediaTypes: settings.simple ? true : undefined,
  };
  const { Handler, module } = await handlerOf(settings, directory);
  const deployment = prepareDeployment({ ...settings, auth: await authOf(settings) }, workers);
  const HandlerClass = await deploy(withFields(Handler, fields), deployment, 0, signal);
  const tls = await tlsOf(settings);
  const limiting = prepareLimits(settings.limits, workers);
  const options = {
    HandlerClass,
    handlerOptions,
    bind,
    port,
    nextPort: settings.port === undefined,
    protocol,
    signal,
    tls,
    limiting,
    greet: (endpoints: readonly Endpoint[]): Promise<void> => greet(settings, endpoints),
  };
  if (workers === 1) return await testWithWorkers(options);
  requireWorkers();
  return await testWithWorkers(options, (addresses) => {
    const task = {
      addresses,
      handler: module,
      fields: { ...fields, protocolVersion: protocol },
      handlerOptions,
      tls,
      deployment,
      limiting,
      reportErrors: false,
    };
    return new Workers(workers - 1, task);
  });
}

/** Check what the system and Deno have to permit, before anything else is done. */
async function checkStart(settings: Settings, directory: string): Promise<void> {
  const { bind, port = DEFAULT_PORT, cgi, simple, file, open, qr } = settings;
  requireRead(directory);
  checkDirectory(directory, !cgi && !simple);
  if (Object.keys(file).length > 0) checkFit(directory, settings);
  if (needsWrite(file)) {
    requireWrite(directory);
    prepareSharing(directory, file);
  }
  if (bind.some(isSocketName)) await prepareSockets(settings);
  else for (const address of bind.length === 0 ? [undefined] : bind) requireListen(address, port);
  if (open || qr) await checkWelcome(settings);
}

/** The class of the handlers, and the module that workers load it from unless it is the default. */
async function handlerOf(
  { cgi, simple }: Settings,
  directory: string,
): Promise<{ Handler: RequestHandlerClass<FileHTTPRequestHandlerOptions>; module?: string }> {
  if (cgi) {
    const { prepareCgi } = await import("./cgi.ts");
    return prepareCgi(directory, simple);
  }
  if (!simple) return { Handler: FileHTTPRequestHandler };
  const { href } = new URL("../workers/simple_handler.ts", import.meta.url);
  return { Handler: SimpleHTTPRequestHandler, module: href };
}

/** Look whether the options of files go with what is served. */
function checkFit(directory: string, { file }: Settings): void {
  const warning = checkServed(directory, file);
  if (warning !== undefined) printError(`${PROGRAM}: ${warning}\n`);
}

async function checkWelcome(settings: Settings): Promise<void> {
  const { requireWelcome } = await import("./welcome/start_checks.ts");
  requireWelcome(settings);
}

/** Say where else the servers are reached. What cannot be said is no reason not to serve. */
async function greet(settings: Settings, endpoints: readonly Endpoint[]): Promise<void> {
  try {
    await welcome(settings, endpoints);
  } catch (error) {
    printError(`${PROGRAM}: ${error instanceof Error ? error.message : error}\n`);
  }
}

/** Who may use it. */
async function authOf(settings: Settings): Promise<AuthOptions | undefined> {
  const { users, file } = settings.access;
  if (users.length === 0 && file === undefined) return undefined;
  const { prepareAuth } = await import("./access.ts");
  return prepareAuth(settings);
}

async function prepareSockets(settings: Settings): Promise<void> {
  const { prepareToListen } = await import("./named_sockets.ts");
  await prepareToListen(settings);
}

async function tlsOf(settings: Settings): Promise<TLSOptions | undefined> {
  if (settings.tlsCert === undefined && settings.tlsSelfSigned === undefined) return undefined;
  const { tlsOptions } = await import("./tls.ts");
  return await tlsOptions(settings);
}
