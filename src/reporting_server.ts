/**
 * {@linkcode reportingServer}: what `serve()` runs, on the main thread and in workers.
 *
 * @module
 */

import { isDisconnection } from "./server/disconnection.ts";
import { type HTTPServer, ThreadingHTTPServer } from "./server/http_server.ts";
import { ThreadingHTTPSServer, type TLSOptions } from "./server/https_server.ts";
import type { Address } from "./server/stream_request_handler.ts";
import type { RequestHandlerClass } from "./server/request_handler.ts";
import type { TCPServerOptions } from "./server/tcp_server_options.ts";
import type { ThreadingMembers } from "./server/threading.ts";

/** A server with or without TLS. */
export type ReportingServer<Options> = HTTPServer<Options> & ThreadingMembers & {
  /** The class of the handlers, which may have to be loaded first. */
  RequestHandlerClass: RequestHandlerClass<Options>;
};

/** What a {@linkcode ReportingServer} is made of. */
export interface ReportingServerOptions<Options> extends TCPServerOptions<Options> {
  /** The certificate; without one there is no TLS. */
  tls?: TLSOptions | undefined;
}

/**
 * Make a server that tells a function of errors instead of the log, and that listens.
 *
 * @param address Host and port
 * @param Handler The class of the handlers
 * @param options See {@linkcode ReportingServerOptions}
 * @param onError Called with what a handler throws, unless the peer has just gone; the log if
 * undefined
 * @returns The server
 */
export function reportingServer<Options>(
  address: Address,
  Handler: RequestHandlerClass<Options>,
  { tls, ...options }: ReportingServerOptions<Options>,
  onError: ((error: unknown) => void) | undefined,
): ReportingServer<Options> {
  const server = tls === undefined
    ? new ThreadingHTTPServer(address, Handler, options)
    : new ThreadingHTTPSServer(address, Handler, { ...options, ...tls });
  if (onError !== undefined) {
    server.handleError = (request, _clientAddress, error): void => {
      if (!isDisconnection(error, request)) onError(error);
    };
  }
  return server;
}
