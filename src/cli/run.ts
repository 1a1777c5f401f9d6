/**
 * {@linkcode test}: serve until interrupted.
 *
 * @module
 */

import { BaseHTTPRequestHandler } from "../handlers/base.ts";
import { withFields } from "../handler_fields.ts";
import { mayColor, THEME } from "../handlers/logging/colors.ts";
import { type Limiting, limitingOptions, prepareLimits } from "../limiting.ts";
import { listenOn } from "../listening.ts";
import { bracketed } from "../server/permissions.ts";
import { type HTTPServer, ThreadingHTTPServer } from "../server/http_server.ts";
import { HTTPSServer, ThreadingHTTPSServer, type TLSOptions } from "../server/https_server.ts";
import { completeLimits, type ServerLimits } from "../server/limits.ts";
import { isSocketName } from "../server/named_socket.ts";
import type { Address } from "../server/stream_request_handler.ts";
import type { RequestHandlerClass } from "../server/request_handler.ts";
import type { TCPServerOptions } from "../server/tcp_server_options.ts";
import { requireFreePort, requireSharedAddresses } from "../workers/requirements.ts";
import type { Workers } from "../workers/workers.ts";
import { type Interruption, Interruptions, TERMINATED_STATUS, Timer } from "./interruption.ts";
import { print, printError, PROGRAM } from "./output.ts";
import type { Endpoint } from "./welcome/reachable.ts";
import { DEFAULT_GRACE_PERIOD, DEFAULT_PORT } from "./settings.ts";

/** How many ports are tried, if it need not be one of them. */
const MAX_PORTS = 100;

const NO_COLORS = { serving: "", url: "", reset: "" };

/** How much longer than they have servers may take to end, in seconds: a worker may hang. */
const MARGIN = 1;

/**
 * A class of HTTP servers.
 *
 * @typeParam Options What the handlers take as their fourth argument
 *
 * @example Let the caller choose the server
 * ```ts
 * import {
 *   HTTPServer,
 *   type HTTPServerClass,
 *   SimpleHTTPRequestHandler,
 *   type SimpleHTTPRequestHandlerOptions,
 *   ThreadingHTTPServer,
 * } from "@pyport/http-server";
 * import { assertEquals } from "@std/assert";
 *
 * type ServerClass = HTTPServerClass<SimpleHTTPRequestHandlerOptions>;
 *
 * async function statusFrom(ServerClass: ServerClass): Promise<number> {
 *   await using server = new ServerClass(["127.0.0.1", 0], SimpleHTTPRequestHandler);
 *   server.serveForever();
 *   const url = `http://127.0.0.1:${server.serverPort}/none`;
 *   return (await fetch(url, { method: "HEAD", headers: { Connection: "close" } })).status;
 * }
 *
 * assertEquals(await statusFrom(HTTPServer), 404);
 * assertEquals(await statusFrom(ThreadingHTTPServer), 404);
 * ```
 */
export type HTTPServerClass<Options = unknown> = new (
  serverAddress: Address,
  RequestHandlerClass: RequestHandlerClass<Options>,
  options?: TCPServerOptions<Options>,
) => HTTPServer<Options>;

/**
 * Options of {@linkcode test}.
 *
 * @typeParam Options What the handlers take as their fourth argument
 *
 * @example Serve a directory until a signal says that it is enough
 * ```ts
 * import {
 *   SimpleHTTPRequestHandler,
 *   type SimpleHTTPRequestHandlerOptions,
 *   test,
 *   type TestOptions,
 * } from "@pyport/http-server";
 * import { assertEquals } from "@std/assert";
 *
 * const enough = new AbortController();
 * const options: TestOptions<SimpleHTTPRequestHandlerOptions> = {
 *   HandlerClass: SimpleHTTPRequestHandler,
 *   handlerOptions: { directory: "docs" },
 *   bind: "127.0.0.1",
 *   port: 0,
 *   signal: enough.signal,
 * };
 * const status = test(options);
 * enough.abort();
 * assertEquals(await status, 0);
 * ```
 */
export interface TestOptions<Options = unknown> {
  /**
   * The class of the handlers.
   *
   * @default {BaseHTTPRequestHandler}
   */
  HandlerClass?: RequestHandlerClass<Options> | undefined;
  /**
   * The class of the servers.
   *
   * @default {ThreadingHTTPServer} or `ThreadingHTTPSServer` if there is a certificate
   */
  ServerClass?: HTTPServerClass<Options> | undefined;
  /** Passed to the handlers, in the place of Python's `functools.partial`. */
  handlerOptions?: Options | undefined;
  /**
   * The version of HTTP in status lines.
   *
   * @default what the handler's class has
   */
  protocol?: string | undefined;
  /**
   * The port, 0 for any that is free.
   *
   * @default {8000}
   */
  port?: number | undefined;
  /**
   * The address to listen on, or several.
   *
   * @default all interfaces, by IPv6 and IPv4 where that can be
   */
  bind?: string | readonly string[] | null | undefined;
  /** The file with the chain of certificates, as PEM: serves over TLS. */
  tlsCert?: string | undefined;
  /**
   * The file with the private key, as PEM.
   *
   * @default {tlsCert}
   */
  tlsKey?: string | undefined;
  /** The password of the private key, if that is encrypted. */
  tlsPassword?: TLSOptions["password"];
  /**
   * How much clients may take.
   *
   * @default what CPython has, and a `gracePeriod` of 5 s
   */
  limits?: Partial<ServerLimits> | undefined;
  /** Aborted, it ends the serving as Ctrl-C does. */
  signal?: AbortSignal | undefined;
}

/** Options of {@linkcode testWithWorkers}. */
export interface RunOptions<Options> extends Omit<TestOptions<Options>, "limits"> {
  /** The limits. */
  limiting: Limiting;
  /** In the place of `tlsCert` and those that belong to it. */
  tls?: TLSOptions | undefined;
  /** Whether the next free port will do as well. */
  nextPort?: boolean | undefined;
  /** Called once all servers listen, and that has been printed. */
  greet?: ((endpoints: readonly Endpoint[]) => Promise<void>) | undefined;
}

/**
 * Serve until interrupted, by Ctrl-C, `SIGTERM` or `signal`. Where it listens is written to
 * standard output.
 *
 * Requests that are being answered are finished first, for which they have as long as the limit
 * `gracePeriod` says, unless it is interrupted once more.
 *
 * CPython: `http.server.test`.
 *
 * @param options See {@linkcode TestOptions}; everything has a default
 * @returns The exit status: 0, or 143 after `SIGTERM`
 * @throws {Deno.errors.AddrInUse} when the port is taken
 * @throws {Deno.errors.NotCapable} when Deno does not permit to listen, or to read the certificate
 * @throws {CertificateError} when the certificate or its key cannot be used
 *
 * @example Try a handler out
 * ```ts
 * import { BaseHTTPRequestHandler, test } from "@pyport/http-server";
 * import { assertEquals } from "@std/assert";
 *
 * class Handler extends BaseHTTPRequestHandler {
 *   do_GET(): void {
 *     this.sendError(404);
 *   }
 * }
 *
 * // Without a signal it ends with Ctrl-C.
 * const signal = AbortSignal.abort();
 * assertEquals(await test({ HandlerClass: Handler, bind: "127.0.0.1", port: 0, signal }), 0);
 * ```
 */
export async function test<Options = unknown>(options: TestOptions<Options> = {}): Promise<number> {
  const { tlsCert: certfile, tlsKey: keyfile, tlsPassword: password, limits, ...rest } = options;
  const tls = certfile === undefined ? undefined : { certfile, keyfile, password };
  const given = { gracePeriod: DEFAULT_GRACE_PERIOD, ...limits };
  return await testWithWorkers({ ...rest, tls, limiting: prepareLimits(completeLimits(given)) });
}

/**
 * Serve until interrupted, as {@linkcode test} does, with the help of workers if there are any.
 *
 * @param options See {@linkcode RunOptions}
 * @param startWorkers Starts the workers, which share the addresses that it is called with
 * @returns The exit status: 0, or 143 after `SIGTERM`
 */
export async function testWithWorkers<Options>(
  options: RunOptions<Options>,
  startWorkers?: (addresses: readonly Address[]) => Workers,
): Promise<number> {
  const { signal, limiting } = options;
  using interruptions = new Interruptions(signal);
  const servers = listen(options, startWorkers !== undefined);
  const workers = startWorkers?.(servers.map(({ serverAddress }) => serverAddress));
  const serving = servers.map((server) => {
    print(startLine(server));
    return server.serveForever();
  });
  options.greet?.(servers.map(endpointOf));
  let interruption: Interruption | undefined;
  try {
    interruption = await Promise.race([interruptions.next(), endOf(serving)]);
    if (interruption === "SIGINT") print("\nKeyboard interrupt received, exiting.\n");
  } finally {
    const stopped = servers.map((server) => server[Symbol.asyncDispose]());
    const all = Promise.all([...stopped, workers?.stop(true)]);
    using late = new Timer((limiting.limits.gracePeriod + MARGIN) * 1000);
    await Promise.race([all, interruptions.next(), late.over]);
  }
  return interruption === "SIGTERM" ? TERMINATED_STATUS : 0;
}

/** Serving ends by itself where a handler shuts its server down, and where a method of a subclass throws. */
async function endOf(serving: readonly Promise<void>[]): Promise<undefined> {
  await Promise.all(serving);
}

/** Listen on the port, or on the next that is free, if that will do. */
function listen<Options>(options: RunOptions<Options>, shared: boolean): HTTPServer<Options>[] {
  const { port: first = DEFAULT_PORT, nextPort = false } = options;
  const isTaken = (error: unknown): boolean => error instanceof Deno.errors.AddrInUse;
  try {
    return listenOnPort(options, first, shared);
  } catch (taken) {
    if (!nextPort || !isTaken(taken)) throw taken;
    for (let port = first + 1; port < first + MAX_PORTS; port++) {
      try {
        const servers = listenOnPort(options, port, shared);
        printError(`${PROGRAM}: port ${first} is in use: serving on port ${port}\n`);
        return servers;
      } catch (error) {
        // What is not permitted is no way out of what is wrong.
        if (!isTaken(error)) break;
      }
    }
    throw taken;
  }
}

/** One server for each address: all of them, or none if one fails. */
function listenOnPort<Options>(
  options: RunOptions<Options>,
  port: number,
  shared: boolean,
): HTTPServer<Options>[] {
  const { bind, handlerOptions, tls } = options;
  const ServerClass = serverClassOf(options);
  const { HandlerClass = BaseHTTPRequestHandler, protocol } = options;
  const Handler = withFields(HandlerClass, { protocolVersion: protocol });
  const serverOptions = {
    ...(handlerOptions === undefined ? {} : { handlerOptions }),
    ...(shared ? { allowReusePort: true } : {}),
    ...tls,
    ...limitingOptions(options.limiting, 0),
  };
  const servers: HTTPServer<Options>[] = [];
  const addresses = typeof bind === "string" ? [bind] : bind ?? [];
  try {
    for (const address of addresses.length === 0 ? [undefined] : addresses) {
      const server = listenOn(address, port, (host) => {
        if (shared) requireFreePort(host, port);
        return new ServerClass([host, port], Handler, serverOptions);
      });
      servers.push(server);
    }
    if (shared) requireSharedAddresses(servers.map(({ serverAddress }) => serverAddress));
  } catch (error) {
    for (const server of servers) server.serverClose();
    throw error;
  }
  return servers;
}

function serverClassOf<Options>(options: RunOptions<Options>): HTTPServerClass<Options> {
  const { ServerClass, tls } = options;
  if (tls === undefined) return ServerClass ?? ThreadingHTTPServer;
  const Class = ServerClass ?? ThreadingHTTPSServer as HTTPServerClass as HTTPServerClass<Options>;
  if (Class.prototype instanceof HTTPSServer || Class === HTTPSServer) return Class;
  throw new TypeError("To serve over TLS, option ServerClass must be an HTTPSServer");
}

/** What CPython says, and programs that start it read the port from; with the colours of 3.15. */
function startLine<Options>(server: HTTPServer<Options>): string {
  const { host, port, secure } = endpointOf(server);
  const { serving, url, reset } = mayColor(Deno.stdout) ? THEME : NO_COLORS;
  if (isSocketName(host)) return `${serving}Serving HTTP on ${host}${reset} ...\n`;
  const protocol = secure ? "HTTPS" : "HTTP";
  const address = `${protocol.toLowerCase()}://${bracketed(host)}:${port}/`;
  return `${serving}Serving ${protocol} on ${host} port ${port}${reset} ` +
    `(${url}${address}${reset}) ...\n`;
}

function endpointOf<Options>(server: HTTPServer<Options>): Endpoint {
  const [host, port] = server.serverAddress;
  return { host, port, secure: server instanceof HTTPSServer };
}
