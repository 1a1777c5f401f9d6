/**
 * The options of {@linkcode serve}, and what is wrong with them.
 *
 * @module
 */

import { checkDeployment, type DeploymentOptions } from "./deployment.ts";
import { FileHTTPRequestHandler } from "./handlers/file.ts";
import {
  checkFileOptions,
  type FileHTTPRequestHandlerOptions,
  pickFileOptions,
} from "./handlers/file/options.ts";
import { checkDirectory } from "./served_directory.ts";
import type { ServerLimits } from "./server/limits.ts";
import type { RequestHandlerClass } from "./server/request_handler.ts";
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
  requireWorkers,
} from "./workers/requirements.ts";

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
export type AnyServeOptions<Options extends object> = ServeOptions<Options> & {
  path?: string | undefined;
};

/**
 * The class of the handlers where none is named.
 *
 * @returns {@linkcode FileHTTPRequestHandler}: what it takes, all who name no handler give
 */
export function defaultHandler<Options>(): RequestHandlerClass<Options> {
  return FileHTTPRequestHandler as RequestHandlerClass as RequestHandlerClass<Options>;
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

/**
 * Check the options, and what they name.
 *
 * @param options The options
 * @throws {TypeError} when one is not of its type
 * @throws {RangeError} when one has a value that it cannot have
 * @throws {Deno.errors.NotFound} when `directory` does not exist
 * @throws {Deno.errors.NotCapable} when Deno does not permit to read it
 * @throws {Deno.errors.NotSupported} when there are to be several workers and `--unstable-net` is
 * missing
 */
export function checkServeOptions<Options extends object>(options: AnyServeOptions<Options>): void {
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
function checkHandlerOptions<Options extends object>(options: AnyServeOptions<Options>): void {
  checkFileOptions(options);
  if (options.handler instanceof URL) return;
  if (isFileHandler(options)) return checkFileOptions(options.handlerOptions ?? {});
  const [name] = Object.keys(pickFileOptions(options));
  if (name === undefined) return;
  throw new TypeError(
    `Cannot serve: option "${name}" is one of FileHTTPRequestHandler, and "handler" is another class`,
  );
}

function isFileHandler<Options extends object>({ handler }: AnyServeOptions<Options>): boolean {
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
