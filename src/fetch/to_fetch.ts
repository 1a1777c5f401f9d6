/**
 * {@linkcode toFetchHandler}: a class of handlers as a function from `Request` to `Response`.
 *
 * @module
 */

import {
  checkDeployment,
  deploy,
  type DeploymentOptions,
  prepareDeployment,
} from "../deployment.ts";
import { Connection } from "../server/connection.ts";
import { isDisconnection } from "../server/disconnection.ts";
import { HTTPServer } from "../server/http_server.ts";
import type { RequestHandlerClass } from "../server/request_handler.ts";
import type { FetchHandler, FetchInfo } from "./fetch_handler.ts";
import { MemoryExchange } from "./memory_exchange.ts";

/**
 * Options of {@linkcode toFetchHandler}.
 *
 * @typeParam Options What the handlers take as their fourth argument
 *
 * @example Hear of handlers that fail
 * ```ts
 * import { BaseHTTPRequestHandler } from "@pyport/http-server";
 * import { toFetchHandler, type ToFetchOptions } from "@pyport/http-server/fetch";
 * import { assertEquals } from "@std/assert";
 *
 * class Broken extends BaseHTTPRequestHandler {
 *   do_GET(): void {
 *     throw new Error("Out of tea");
 *   }
 * }
 *
 * const errors: unknown[] = [];
 * const options: ToFetchOptions<unknown> = { log: "off", onError: (error) => void errors.push(error) };
 * const answer = await toFetchHandler(Broken, options)(new Request("http://localhost/"));
 * assertEquals([answer.status, String(errors[0])], [500, "Error: Out of tea"]);
 * ```
 */
export interface ToFetchOptions<Options> extends DeploymentOptions {
  /** Passed to the handlers, in the place of Python's `functools.partial`. */
  handlerOptions?: Options | undefined;
  /**
   * Called with what a handler throws, unless the client has gone. The client is answered with 500 if
   * there is no head yet, and the body breaks off otherwise.
   *
   * @default writes it to standard error
   */
  onError?: ((error: unknown) => void) | undefined;
}

/** What the log says of clients of which the host tells nothing. */
const UNKNOWN_CLIENT: Deno.NetAddr = { transport: "tcp", hostname: "-", port: 0 };

/**
 * Turn a class of handlers into a function from `Request` to `Response`, for `Deno.serve`, `deno
 * serve`, Deno Deploy and any other host that calls one. No socket is involved: the handler reads the
 * request and writes its answer as ever, and both are streamed.
 *
 * What is not the handler's in these homes stays with the host: connections, timeouts, TLS,
 * preliminary answers, and HTTP/2.
 *
 * @typeParam Options What the handlers take as their fourth argument
 * @param Handler The class; it may be one for HTTP only
 * @param options See {@linkcode ToFetchOptions}; `auth`, `health` and others are those of `serve()`
 * @returns The function. It never rejects
 * @throws {TypeError} when an option is not of its type
 * @throws {RangeError} when an option has a value that it cannot have
 *
 * @example A directory below one path of somebody else's server
 * ```ts
 * import { FileHTTPRequestHandler } from "@pyport/http-server";
 * import { toFetchHandler } from "@pyport/http-server/fetch";
 * import { assertEquals } from "@std/assert";
 *
 * const files = toFetchHandler(FileHTTPRequestHandler, { handlerOptions: { directory: "src" } });
 *
 * await using server = Deno.serve({ port: 0, hostname: "127.0.0.1", onListen() {} }, (request, info) => {
 *   const { pathname } = new URL(request.url);
 *   return pathname === "/time" ? new Response(new Date().toISOString()) : files(request, info);
 * });
 * const answer = await fetch(`http://127.0.0.1:${server.addr.port}/serve.ts`);
 * assertEquals(answer.status, 200);
 * await answer.body?.cancel();
 * ```
 */
export function toFetchHandler<Options = unknown>(
  Handler: RequestHandlerClass<Options>,
  options: ToFetchOptions<Options> = {},
): FetchHandler {
  const { handlerOptions, onError } = options;
  checkDeployment(options);
  const server = new HTTPServer<Options>(["localhost", 0], Handler, {
    bindAndActivate: false,
    ...(handlerOptions === undefined ? {} : { handlerOptions }),
  });
  const deployment = prepareDeployment(options, 1);
  let ready: Promise<void> | undefined;
  const prepare = async (): Promise<void> => {
    const writable = server as { RequestHandlerClass: RequestHandlerClass<Options> };
    writable.RequestHandlerClass = await deploy(Handler, deployment, 0);
  };
  return async (request, info): Promise<Response> => {
    const exchange = new MemoryExchange(request, clientOf(info));
    const report = (error: unknown): void => {
      if (isDisconnection(error)) return;
      if (onError !== undefined) onError(error);
      else server.handleError(new Connection(exchange), addressOf(exchange.remoteAddr), error);
    };
    try {
      await (ready ??= prepare());
      run(server, exchange, request.signal, report);
      return await exchange.response;
    } catch (error) {
      exchange.close();
      report(error);
      return new Response("Internal Server Error\n", { status: 500 });
    }
  };
}

/** Let a handler answer. What it throws before there is a head is the caller's, who gets no answer. */
async function run<Options>(
  server: HTTPServer<Options>,
  exchange: MemoryExchange,
  signal: AbortSignal,
  report: (error: unknown) => void,
): Promise<void> {
  const connection = new Connection(exchange);
  const abort = (): void => connection.close();
  if (signal.aborted) abort();
  signal.addEventListener("abort", abort);
  try {
    server.serverName = exchange.localAddr.hostname;
    server.serverPort = exchange.localAddr.port;
    await server.finishRequest(connection, addressOf(exchange.remoteAddr));
    exchange.end();
  } catch (error) {
    if (exchange.begun) report(error);
    exchange.end(error);
  } finally {
    signal.removeEventListener("abort", abort);
    connection.close();
  }
}

function clientOf(info: FetchInfo | undefined): Deno.NetAddr {
  const { remoteAddr } = info ?? {};
  if (remoteAddr === undefined || !("hostname" in remoteAddr)) return UNKNOWN_CLIENT;
  return { transport: "tcp", hostname: remoteAddr.hostname, port: remoteAddr.port ?? 0 };
}

function addressOf({ hostname, port }: Deno.NetAddr): [host: string, port: number] {
  return [hostname, port];
}
