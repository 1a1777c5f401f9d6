/**
 * {@linkcode serve}: a server in one call.
 *
 * @module
 */

import { deploy, type Deployment, prepareDeployment } from "./deployment.ts";
import { withFields } from "./handler_fields.ts";
import { type FileHTTPRequestHandlerOptions, pickFileOptions } from "./handlers/file/options.ts";
import { listenOn } from "./listening.ts";
import { type Limiting, limitingOptions, prepareLimits } from "./limiting.ts";
import { type ReportingServer, reportingServer } from "./reporting_server.ts";
import {
  type AnyServeOptions,
  checkServeOptions,
  defaultHandler,
  type ServeOptions,
  type ServeUnixOptions,
} from "./serve_options.ts";
import { prepareSharing } from "./served_directory.ts";
import { writeLog } from "./server/log.ts";
import type { TLSOptions } from "./server/https_server.ts";
import { completeLimits, DEFAULT_LIMITS } from "./server/limits.ts";
import type { Address } from "./server/stream_request_handler.ts";
import type { RequestHandlerClass } from "./server/request_handler.ts";
import { requireFreePort, requireSharedAddresses } from "./workers/requirements.ts";
import { Workers } from "./workers/workers.ts";

/**
 * A server that {@linkcode serve} started.
 *
 * @typeParam Addr What its address is
 *
 * @example Shut a server down
 * ```ts
 * import { type FileServer, serve } from "@pyport/http-server";
 * import { assertRejects } from "@std/assert";
 *
 * const server: FileServer = serve({ hostname: "127.0.0.1", port: 0 });
 * await server.shutdown();
 * await server.finished;
 * await assertRejects(() => fetch(`http://127.0.0.1:${server.addr.port}/`));
 * ```
 */
export interface FileServer<Addr extends Deno.Addr = Deno.NetAddr> extends AsyncDisposable {
  /** The address as bound. */
  readonly addr: Addr;
  /** Resolves when the server has ended, and every connection with it. */
  readonly finished: Promise<void>;
  /**
   * Stop: no connection is accepted any more, idle ones are closed, and requests that are being
   * answered are finished, for which they have as long as the limit `gracePeriod` says.
   *
   * @returns {@linkcode FileServer.finished}
   */
  shutdown(): Promise<void>;
  /** Keep the process running, as it is from the beginning. */
  ref(): void;
  /** Do not keep the process running. */
  unref(): void;
}

/**
 * Serve a directory, or whatever a handler makes of requests, on a Unix socket.
 *
 * Needs `--allow-read` and `--allow-write` for the socket's file, `--allow-net` for `unix:` and the
 * file, and `--allow-read` for the directory.
 *
 * Deno: `Deno.serve`.
 *
 * @param options See {@linkcode ServeUnixOptions}
 * @returns The server, which listens already
 * @throws {Deno.errors.AddrInUse} when there is such a file already
 *
 * @example Serve on a Unix socket
 * ```ts ignore
 * import { serve } from "@pyport/http-server";
 * import { assertEquals } from "@std/assert";
 *
 * const directory = await Deno.makeTempDir();
 * const path = `${directory}/web.sock`;
 * {
 *   await using server = serve({ path, directory: "src" });
 *   assertEquals(server.addr.path, path);
 * }
 * await Deno.remove(directory, { recursive: true });
 * ```
 */
export function serve<Options extends object = FileHTTPRequestHandlerOptions>(
  options: ServeUnixOptions<Options>,
): FileServer<Deno.UnixAddr>;

/**
 * Serve a directory, or whatever a handler makes of requests.
 *
 * Needs `--allow-net` for the address, and `--allow-read` for the directory.
 *
 * Deno: `Deno.serve`.
 *
 * @param options See {@linkcode ServeOptions}; everything has a default
 * @returns The server, which listens already
 * @throws {TypeError} when an option is not of its type
 * @throws {RangeError} when an option has a value that it cannot have
 * @throws {Deno.errors.AddrInUse} when the port is taken
 * @throws {Deno.errors.NotFound} when `directory` does not exist
 * @throws {Deno.errors.NotCapable} when Deno does not permit to listen or to read
 * @throws {CertificateError} when `cert` or `key` cannot be used
 * @throws {Deno.errors.NotSupported} when there are to be several workers and `--unstable-net` is
 * missing
 *
 * @example Serve a directory for as long as it is needed
 * ```ts
 * import { serve } from "@pyport/http-server";
 * import { assertEquals } from "@std/assert";
 *
 * await using server = serve({ hostname: "127.0.0.1", port: 0, directory: "src" });
 * const answer = await fetch(`http://127.0.0.1:${server.addr.port}/serve.ts`);
 * assertEquals(answer.status, 200);
 * await answer.body?.cancel();
 * ```
 */
export function serve<Options extends object = FileHTTPRequestHandlerOptions>(
  options?: ServeOptions<Options>,
): FileServer;

/** The implementation of both. */
export function serve<Options extends object>(
  given: ServeOptions<Options> | ServeUnixOptions<Options> = {},
): FileServer | FileServer<Deno.UnixAddr> {
  const options = given as AnyServeOptions<Options>;
  checkServeOptions(options);
  const handlerOptions: FileHTTPRequestHandlerOptions = handlerOptionsOf(options);
  prepareSharing(handlerOptions.directory ?? Deno.cwd(), handlerOptions);
  const { path, port = 8000, signal, onListen } = options;
  const hostname = path === undefined ? options.hostname : `unix:${path}`;
  const limiting = prepareLimits(completeLimits(options.limits, DEFAULT_LIMITS), options.workers);
  const server = listenOn(hostname, port, (host) => listen([host, port], options, limiting));
  const addr = server.socket!.addr as Deno.NetAddr;
  const deployment = prepareDeployment(options, options.workers ?? 1);
  const workers = startWorkers(server, options, deployment, limiting);
  const ending = new AbortController();
  const signals = signal === undefined ? [ending.signal] : [ending.signal, signal];
  const finished = serveToEnd(server, options, AbortSignal.any(signals), { deployment, workers });
  const shutdown = async (): Promise<void> => {
    ending.abort();
    await finished;
  };
  const keep = (kept: boolean): void => {
    if (kept) server.socket?.ref();
    else server.socket?.unref();
    workers?.keep(kept);
  };
  onListen?.(addr);
  return {
    addr,
    finished,
    shutdown,
    [Symbol.asyncDispose]: shutdown,
    ref: () => keep(true),
    unref: () => keep(false),
  };
}

function listen<Options extends object>(
  address: Address,
  options: ServeOptions<Options>,
  limiting: Limiting,
): ReportingServer<Options> {
  const { handler, workers = 1, onError } = options;
  if (workers > 1) requireFreePort(...address);
  // In the place of a handler that is still to be loaded; until then no connection is accepted.
  const Handler = handler instanceof URL ? defaultHandler<Options>() : handlerOf(handler, options);
  const serverOptions = {
    handlerOptions: handlerOptionsOf(options),
    allowReusePort: workers > 1,
    tls: tlsOf(options),
    ...limitingOptions(limiting, 0),
  };
  return reportingServer(address, Handler, serverOptions, onError);
}

/** Start the workers besides this thread, if there are to be any. */
function startWorkers<Options extends object>(
  server: ReportingServer<Options>,
  options: ServeOptions<Options>,
  deployment: Deployment | undefined,
  limiting: Limiting,
): Workers | undefined {
  const { workers = 1, handler, protocolVersion, defaultContentType, onError } = options;
  if (workers === 1) return undefined;
  const addresses = [server.serverAddress];
  try {
    requireSharedAddresses(addresses);
  } catch (error) {
    server.serverClose();
    throw error;
  }
  const task = {
    addresses,
    handler: handler instanceof URL ? handler.href : undefined,
    fields: { protocolVersion, defaultContentType },
    handlerOptions: handlerOptionsOf(options),
    tls: tlsOf(options),
    deployment,
    limiting,
    reportErrors: onError !== undefined,
  };
  return new Workers(workers - 1, task, onError);
}

async function serveToEnd<Options extends object>(
  server: ReportingServer<Options>,
  options: ServeOptions<Options>,
  signal: AbortSignal,
  { deployment, workers }: {
    readonly deployment: Deployment | undefined;
    readonly workers: Workers | undefined;
  },
): Promise<void> {
  const { handler } = options;
  try {
    if (handler instanceof URL) {
      const { loadHandler } = await import("./workers/handler_module.ts");
      server.RequestHandlerClass = handlerOf(await loadHandler<Options>(handler.href), options);
    }
    if (deployment?.auth !== undefined && options.cert === undefined) {
      const { plainPasswordWarning } = await import("./plain_passwords.ts");
      const warning = plainPasswordWarning([server.serverAddress[0]]);
      if (warning !== undefined) writeLog(warning);
    }
    if (deployment !== undefined) {
      server.RequestHandlerClass = await deploy(server.RequestHandlerClass, deployment, 0, signal);
    }
    await server.serveForever({ signal });
  } finally {
    await Promise.all([server[Symbol.asyncDispose](), workers?.stop(true)]);
  }
}

function tlsOf<Options extends object>(options: ServeOptions<Options>): TLSOptions | undefined {
  const { cert, key } = options;
  return cert === undefined ? undefined : { cert, key };
}

function handlerOf<Options extends object>(
  Handler: RequestHandlerClass<Options> | undefined,
  { protocolVersion, defaultContentType }: ServeOptions<Options>,
): RequestHandlerClass<Options> {
  return withFields(Handler ?? defaultHandler(), { protocolVersion, defaultContentType });
}

function handlerOptionsOf<Options extends object>(options: ServeOptions<Options>): Options {
  const { directory, extraResponseHeaders, handlerOptions } = options;
  return {
    ...handlerOptions,
    ...pickFileOptions(options),
    ...(directory === undefined ? {} : { directory }),
    ...(extraResponseHeaders === undefined ? {} : { extraResponseHeaders }),
  } as Options;
}
