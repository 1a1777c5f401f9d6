/**
 * What the main thread and its workers say to each other. All of it can be cloned.
 *
 * @module
 */

import type { Deployment } from "../deployment.ts";
import type { HandlerFields } from "../handler_fields.ts";
import type { Limiting } from "../limiting.ts";
import type { TLSOptions } from "../server/https_server.ts";
import type { Address } from "../server/stream_request_handler.ts";

/** What a worker is to serve. */
export interface WorkerTask {
  /** The addresses as bound, which the main thread listens on already. */
  readonly addresses: readonly Address[];
  /** The URL of the handler's module; absent for the default handler. */
  readonly handler?: string | undefined;
  /** See `withFields`. */
  readonly fields: HandlerFields;
  /** What the handlers get as their fourth argument. */
  readonly handlerOptions: unknown;
  /** The certificate; without one there is no TLS. */
  readonly tls?: TLSOptions | undefined;
  /** See `deploy`. */
  readonly deployment?: Deployment | undefined;
  /** See `limitingOptions`. */
  readonly limiting: Limiting;
  /** Whether the main thread wants what handlers throw, instead of finding it in the log. */
  readonly reportErrors: boolean;
}

/** What a worker is told. */
export type Order =
  /** The number of its event loop: that of the main thread is 0. */
  | { readonly type: "start"; readonly task: WorkerTask; readonly loop: number }
  /** Only a graceful stop finishes the requests that are being answered. */
  | { readonly type: "stop"; readonly graceful: boolean };

/** What a worker tells. */
export type Report =
  | { readonly type: "listening" }
  /** A handler threw, and the worker goes on. */
  | { readonly type: "error"; readonly error: unknown }
  /** Nobody caught an error, and the worker is of no use any more. */
  | { readonly type: "crashed"; readonly reason: string }
  | { readonly type: "finished" };
