/**
 * Directories with CGI scripts, and servers of them.
 *
 * @module
 */

import {
  CGIFileHTTPRequestHandler,
  type CGIFileHTTPRequestHandlerOptions,
  CGIHTTPRequestHandler,
  type CGIHTTPRequestHandlerOptions,
  type RequestHandlerClass,
  type ServerLimits,
} from "../../../mod.ts";
import { serveWith, type TestServer } from "../../helpers/servers.ts";
import { TempDir } from "../../helpers/temp_dir.ts";

/** A handler that keeps what it logs. */
export class LoggingHandler extends CGIHTTPRequestHandler {
  /** The messages of all of them since the last {@linkcode serveScripts}. */
  static log: string[] = [];

  // The directories of the tests are nobody else's.
  override runAsNobody = false;

  protected override writeLogLine(line: string): void {
    LoggingHandler.log.push(line);
  }
}

/** As {@linkcode LoggingHandler}, with files beside the scripts. */
export class LoggingFileHandler extends CGIFileHTTPRequestHandler {
  override runAsNobody = false;

  protected override writeLogLine(line: string): void {
    LoggingHandler.log.push(line);
  }
}

/** Options of either. */
type Options = CGIHTTPRequestHandlerOptions & CGIFileHTTPRequestHandlerOptions;

/** A directory that is served, with a directory for scripts. */
export interface Scripts extends AsyncDisposable {
  readonly directory: TempDir;
  readonly server: TestServer<Options>;
  readonly port: number;
  /** The messages of the log. */
  readonly log: readonly string[];
  /** Write a shell script. Returns its path. */
  shell(name: string, ...lines: string[]): string;
  /** Write a script of any kind that can be executed. Returns its path. */
  script(name: string, text: string): string;
}

/**
 * Serve scripts as RFC 3875 says.
 *
 * @param options What is not as by default
 * @param Handler The class of the handlers
 * @param limits The limits of the server; CPython's unless given
 */
export function serveScripts(
  options: Options = {},
  Handler: RequestHandlerClass<Options> = LoggingHandler,
  limits: Partial<ServerLimits> = {},
): Scripts {
  const directory = new TempDir();
  directory.mkdir("cgi-bin");
  LoggingHandler.log = [];
  const handlerOptions = {
    directory: directory.path,
    interpretScriptHeaders: true,
    ...options,
  };
  const server = serveWith<Options>(Handler, handlerOptions, limits);
  const script = (name: string, text: string): string => {
    const path = directory.write(name.includes("/") ? name : `cgi-bin/${name}`, text);
    Deno.chmodSync(path, 0o755);
    return path;
  };
  return {
    directory,
    server,
    port: server.serverPort,
    log: LoggingHandler.log,
    script,
    shell: (name, ...lines) => script(name, `#!/bin/sh\n${lines.join("\n")}\n`),
    async [Symbol.asyncDispose](): Promise<void> {
      await server[Symbol.asyncDispose]();
      directory[Symbol.dispose]();
    },
  };
}

/** A test that needs programs of its own. */
export function scriptTest(
  name: string,
  fn: () => Promise<void>,
  programs: readonly (string | undefined)[] = [],
): void {
  const ignore = Deno.build.os === "windows" || programs.includes(undefined);
  Deno.test({ name, ignore, fn });
}
