/**
 * {@linkcode serve}: a server in one call.
 *
 * @module
 */

import { DefaultHandler, type DefaultHandlerOptions } from "./default_handler.ts";
import { withFields } from "./handler_fields.ts";
import { listenOn } from "./listening.ts";
import { checkDirectory } from "./served_directory.ts";
import type { Connection } from "./server/connection.ts";
import { isDisconnection, ThreadingHTTPServer } from "./server/http_server.ts";
import type { Address } from "./server/stream_request_handler.ts";
import type { RequestHandlerClass, TCPServerOptions } from "./server/tcp_server.ts";
import { isFieldName, isFieldValue, isPort, PROTOCOL_VERSIONS } from "./validation.ts";

/**
 * Options of {@linkcode serve}.
 *
 * @typeParam Options What the handler's class takes as its fourth argument
 */
export interface ServeOptions<Options extends object = DefaultHandlerOptions>
  extends DefaultHandlerOptions {
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
   * The class of the handlers.
   *
   * @default {SimpleHTTPRequestHandler}
   */
  handler?: RequestHandlerClass<Options> | undefined;
  /** Passed to the handlers, together with `directory` and `extraResponseHeaders`. */
  handlerOptions?: Options | undefined;
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
  /** A chain of certificates, as PEM. Not in this version yet. */
  cert?: string | undefined;
  /** The key of the certificate, as PEM. Not in this version yet. */
  key?: string | undefined;
}

/** A server that {@linkcode serve} started. */
export interface FileServer extends AsyncDisposable {
  /** The address as bound. */
  readonly addr: Deno.NetAddr;
  /** Resolves when the server has ended, and every connection with it. */
  readonly finished: Promise<void>;
  /**
   * Stop: no connection is accepted any more, idle ones are closed, and requests that are being
   * answered are finished.
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
 * Serve a directory, or whatever a handler makes of requests.
 *
 * Needs `--allow-net` for the address, and `--allow-read` for the directory.
 *
 * @param options See {@linkcode ServeOptions}; everything has a default
 * @returns The server, which listens already
 * @throws {TypeError} when an option is not of its type
 * @throws {RangeError} when an option has a value that it cannot have
 * @throws {Deno.errors.AddrInUse} when the port is taken
 * @throws {Deno.errors.NotFound} when `directory` does not exist
 * @throws {Deno.errors.NotCapable} when Deno does not permit to listen or to read
 * @throws {Deno.errors.NotSupported} when `cert` or `key` is given
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
 *
 * Deno: `Deno.serve`.
 */
export function serve<Options extends object = DefaultHandlerOptions>(
  options: ServeOptions<Options> = {},
): FileServer {
  checkOptions(options);
  const { hostname, port = 8000, signal, onListen, onError } = options;
  const Handler = handlerOf(options);
  const serverOptions = { handlerOptions: handlerOptionsOf(options) };
  const server = listenOn(
    hostname,
    port,
    (host) => new ReportingServer([host, port], Handler, serverOptions, onError),
  );
  const addr = server.socket!.addr as Deno.NetAddr;
  const finished = serveToEnd(server, signal);
  const shutdown = async (): Promise<void> => {
    await server.shutdown();
    await finished;
  };
  onListen?.(addr);
  return {
    ...{ addr, finished, shutdown, [Symbol.asyncDispose]: shutdown },
    ref: () => server.socket?.ref(),
    unref: () => server.socket?.unref(),
  };
}

/** A server that tells a function of errors instead of the log. */
class ReportingServer<Options> extends ThreadingHTTPServer<Options> {
  readonly #onError: ((error: unknown) => void) | undefined;

  constructor(
    address: Address,
    Handler: RequestHandlerClass<Options>,
    options: TCPServerOptions<Options>,
    onError: ((error: unknown) => void) | undefined,
  ) {
    super(address, Handler, options);
    this.#onError = onError;
  }

  override handleError(request: Connection, clientAddress: Address, error: unknown): void {
    if (this.#onError === undefined) super.handleError(request, clientAddress, error);
    else if (!isDisconnection(error)) this.#onError(error);
  }
}

async function serveToEnd<Options>(
  server: ThreadingHTTPServer<Options>,
  signal?: AbortSignal,
): Promise<void> {
  try {
    await server.serveForever(signal === undefined ? {} : { signal });
  } finally {
    await server[Symbol.asyncDispose]();
  }
}

function handlerOf<Options extends object>(
  options: ServeOptions<Options>,
): RequestHandlerClass<Options> {
  const { handler, protocolVersion, defaultContentType } = options;
  // The default takes DefaultHandlerOptions, and so do all who name no handler.
  const Handler = handler ?? DefaultHandler as RequestHandlerClass as RequestHandlerClass<Options>;
  return withFields(Handler, { protocolVersion, defaultContentType });
}

function handlerOptionsOf<Options extends object>(options: ServeOptions<Options>): Options {
  const { directory, extraResponseHeaders, handlerOptions } = options;
  return {
    ...handlerOptions,
    ...(directory === undefined ? {} : { directory }),
    ...(extraResponseHeaders === undefined ? {} : { extraResponseHeaders }),
  } as Options;
}

/** The types of options that are no objects. */
const TYPES = {
  hostname: "string",
  port: "number",
  directory: "string",
  handler: "function",
  handlerOptions: "object",
  protocolVersion: "string",
  defaultContentType: "string",
  onListen: "function",
  onError: "function",
  cert: "string",
  key: "string",
} as const;

function checkOptions<Options extends object>(options: ServeOptions<Options>): void {
  for (const [name, type] of Object.entries(TYPES)) {
    const value = options[name as keyof typeof TYPES];
    if (value !== undefined && (typeof value !== type || value === null)) {
      const actual = value === null ? "null" : typeof value;
      throw new TypeError(`Cannot serve: option "${name}" must be of type ${type}, not ${actual}`);
    }
  }
  const { signal, cert, key, directory } = options;
  if (signal !== undefined && !(signal instanceof AbortSignal)) {
    throw new TypeError('Cannot serve: option "signal" must be an AbortSignal');
  }
  checkValues(options);
  if (cert !== undefined || key !== undefined) {
    throw new Deno.errors.NotSupported("Cannot serve: this version has no TLS yet");
  }
  if (directory !== undefined) checkDirectory(directory);
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
  }
}
