/**
 * {@linkcode serve}: a server in one call.
 *
 * @module
 */

import {
  checkDeployment,
  deploy,
  type Deployment,
  type DeploymentOptions,
  prepareDeployment,
} from "./deployment.ts";
import { withFields } from "./handler_fields.ts";
import { FileHTTPRequestHandler } from "./handlers/file.ts";
import {
  checkFileOptions,
  type FileHTTPRequestHandlerOptions,
  pickFileOptions,
} from "./handlers/file/options.ts";
import { listenOn } from "./listening.ts";
import { type Limiting, limitingOptions, prepareLimits } from "./limiting.ts";
import { type ReportingServer, reportingServer } from "./reporting_server.ts";
import { checkDirectory, prepareSharing } from "./served_directory.ts";
import { writeLog } from "./server/log.ts";
import type { TLSOptions } from "./server/https_server.ts";
import { completeLimits, DEFAULT_LIMITS, type ServerLimits } from "./server/limits.ts";
import type { Address } from "./server/stream_request_handler.ts";
import type { RequestHandlerClass } from "./server/tcp_server.ts";
import {
  isFieldName,
  isFieldValue,
  isFramingField,
  isPort,
  PROTOCOL_VERSIONS,
} from "./validation.ts";
import {
  isWorkerCount,
  MAX_WORKERS,
  requireCloneable,
  requireFreePort,
  requireSharedAddresses,
  requireWorkers,
} from "./workers/requirements.ts";
import { Workers } from "./workers/workers.ts";

/**
 * Options of {@linkcode serve}.
 *
 * @typeParam Options What the handler's class takes as its fourth argument
 *
 * @example Serve one directory on one address
 * ```ts
 * import { serve, type ServeOptions } from "@pyport/http-server";
 * import { assertEquals } from "@std/assert";
 *
 * const options: ServeOptions = { hostname: "127.0.0.1", port: 0, directory: "src", cache: 60 };
 * await using server = serve(options);
 * assertEquals(server.addr.hostname, "127.0.0.1");
 * ```
 */
export interface ServeOptions<Options extends object = FileHTTPRequestHandlerOptions>
  extends FileHTTPRequestHandlerOptions, DeploymentOptions {
  /**
   * The address to listen on.
   *
   * @default {"::"} which is all interfaces, by IPv6 and IPv4; `"0.0.0.0"`, which is IPv4 alone,
   * where the machine has no IPv6, Deno does not permit it, or the system keeps the two apart
   */
  hostname?: string | undefined;
  /**
   * The port, 0 for any that is free.
   *
   * @default {8000}
   */
  port?: number | undefined;
  /**
   * The class of the handlers, or the URL of a module whose default export it is: with several
   * workers it must be the latter, since each loads it for itself.
   *
   * @default {FileHTTPRequestHandler}
   */
  handler?: RequestHandlerClass<Options> | URL | undefined;
  /**
   * Passed to the handlers, together with `directory` and `extraResponseHeaders`. With several
   * workers it must be what `structuredClone` takes.
   */
  handlerOptions?: Options | undefined;
  /**
   * How many event loops, each on a core of its own, share the port, from 1 to 128. The main thread
   * is one of them, and the others are workers. More than one need `--unstable-net`.
   *
   * @default {1}
   */
  workers?: number | undefined;
  /**
   * The version of HTTP in status lines.
   *
   * @default what the handler's class has: `"HTTP/1.1"` for files
   */
  protocolVersion?: "HTTP/1.0" | "HTTP/1.1" | undefined;
  /**
   * The media type of files that nothing else is known of.
   *
   * @default what the handler's class has: `"application/octet-stream"`
   */
  defaultContentType?: string | undefined;
  /**
   * How much clients may take: time, connections, sizes. With several workers, connections are counted in
   * all of them together.
   *
   * @default {DEFAULT_LIMITS} for those that are not given
   */
  limits?: Partial<ServerLimits> | undefined;
  /** Ends the serving, as {@linkcode FileServer.shutdown} does. */
  signal?: AbortSignal | undefined;
  /** Called once the server listens, before {@linkcode serve} returns. */
  onListen?: ((addr: Deno.NetAddr) => void) | undefined;
  /**
   * Called with what a handler throws. The connection is closed and the server goes on.
   *
   * @default writes it to standard error
   */
  onError?: ((error: unknown) => void) | undefined;
  /** The chain of certificates, the server's own first, as PEM: serves over TLS. Takes `key` too. */
  cert?: string | undefined;
  /** The private key of the certificate, as PEM, not encrypted. */
  key?: string | undefined;
}

/**
 * Options of {@linkcode serve} for a Unix socket, on which there is neither TLS nor a worker.
 *
 * @typeParam Options What the handler's class takes as its fourth argument
 *
 * @example One of several sites behind a proxy on the same machine
 * ```ts
 * import type { ServeUnixOptions } from "@pyport/http-server";
 * import { assertEquals } from "@std/assert";
 *
 * function optionsOf(site: string): ServeUnixOptions {
 *   return { path: `/run/${site}.sock`, directory: `/srv/${site}`, trustProxy: ["unix:"] };
 * }
 *
 * // serve(optionsOf("shop")) listens where the proxy looks for the shop.
 * assertEquals(optionsOf("shop").path, "/run/shop.sock");
 * ```
 */
export interface ServeUnixOptions<Options extends object = FileHTTPRequestHandlerOptions>
  extends
    Omit<ServeOptions<Options>, "hostname" | "port" | "workers" | "cert" | "key" | "onListen"> {
  /** The file of the socket, which must not be there yet, and is removed at the end. */
  path: string;
  /** Called once the server listens, before {@linkcode serve} returns. */
  onListen?: ((addr: Deno.UnixAddr) => void) | undefined;
}

/** Options that mean nothing on a Unix socket. */
const TCP_OPTIONS = ["hostname", "port", "workers", "cert", "key"] as const;

/** The options of both, as they are read. */
type AnyOptions<Options extends object> = ServeOptions<Options> & { path?: string | undefined };

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
  const options = given as AnyOptions<Options>;
  checkOptions(options);
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

/** What it takes, all who name no handler give. */
function defaultHandler<Options>(): RequestHandlerClass<Options> {
  return FileHTTPRequestHandler as RequestHandlerClass as RequestHandlerClass<Options>;
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

/** The types of options that are no objects. */
const TYPES = {
  path: "string",
  hostname: "string",
  port: "number",
  directory: "string",
  handlerOptions: "object",
  protocolVersion: "string",
  defaultContentType: "string",
  workers: "number",
  limits: "object",
  onListen: "function",
  onError: "function",
  cert: "string",
  key: "string",
} as const;

function checkOptions<Options extends object>(options: AnyOptions<Options>): void {
  for (const [name, type] of Object.entries(TYPES)) {
    checkType(name, options[name as keyof typeof TYPES], type);
  }
  if (!(options.handler instanceof URL)) checkType("handler", options.handler, "function");
  const { signal, cert, key, directory, path } = options;
  if (signal !== undefined && !(signal instanceof AbortSignal)) {
    throw new TypeError('Cannot serve: option "signal" must be an AbortSignal');
  }
  const wrong = TCP_OPTIONS.find((name) => options[name] !== undefined);
  if (path !== undefined && wrong !== undefined) {
    throw new TypeError(`Cannot serve on a Unix socket with option "${wrong}"`);
  }
  checkValues(options);
  checkHandlerOptions(options);
  checkDeployment(options);
  if ((cert === undefined) !== (key === undefined)) {
    throw new TypeError('Cannot serve: options "cert" and "key" need each other');
  }
  if (directory !== undefined) checkDirectory(directory, isFileHandler(options));
  checkWorkers(options);
}

function checkType(name: string, value: unknown, type: string): void {
  if (value === undefined || value !== null && typeof value === type) return;
  const actual = value === null ? "null" : typeof value;
  throw new TypeError(`Cannot serve: option "${name}" must be of type ${type}, not ${actual}`);
}

/** Those of files are checked here if they are for the handler that has them. */
function checkHandlerOptions<Options extends object>(options: AnyOptions<Options>): void {
  checkFileOptions(options);
  if (options.handler instanceof URL) return;
  if (isFileHandler(options)) return checkFileOptions(options.handlerOptions ?? {});
  const [name] = Object.keys(pickFileOptions(options));
  if (name === undefined) return;
  throw new TypeError(
    `Cannot serve: option "${name}" is one of FileHTTPRequestHandler, and "handler" is another class`,
  );
}

function isFileHandler<Options extends object>({ handler }: AnyOptions<Options>): boolean {
  if (handler instanceof URL) return false;
  return handler === undefined || handler === defaultHandler() ||
    handler.prototype instanceof FileHTTPRequestHandler;
}

function checkWorkers<Options extends object>(options: ServeOptions<Options>): void {
  const { workers = 1, handler } = options;
  if (!isWorkerCount(workers)) {
    const range = `an integer from 1 to ${MAX_WORKERS}`;
    throw new RangeError(`Cannot serve with ${workers} workers: it must be ${range}`);
  }
  if (workers === 1) return;
  if (handler !== undefined && handler !== defaultHandler() && !(handler instanceof URL)) {
    throw new TypeError(
      `Cannot serve with ${workers} workers: a class cannot be sent to them; ` +
        'let option "handler" be the URL of a module whose default export it is',
    );
  }
  requireCloneable("handlerOptions", options.handlerOptions);
  requireWorkers();
}

function checkValues<Options extends object>(options: ServeOptions<Options>): void {
  const { port = 0, protocolVersion, defaultContentType = "", extraResponseHeaders = [] } = options;
  if (!isPort(port)) {
    throw new RangeError(`Cannot serve on port ${port}: it must be an integer from 0 to 65535`);
  }
  if (protocolVersion !== undefined && !PROTOCOL_VERSIONS.includes(protocolVersion)) {
    const versions = PROTOCOL_VERSIONS.join(" or ");
    throw new RangeError(`Cannot serve with "${protocolVersion}": it must be ${versions}`);
  }
  if (!isFieldValue(defaultContentType)) {
    throw new RangeError('Cannot serve: option "defaultContentType" cannot be a field\'s value');
  }
  for (const [name, value] of extraResponseHeaders) {
    if (!isFieldName(name) || !isFieldValue(value)) {
      throw new RangeError(`Cannot add the field ${JSON.stringify(name)}: no field is like this`);
    }
    if (isFramingField(name)) {
      throw new RangeError(`Cannot add the field "${name}": the server says where an answer ends`);
    }
  }
}
