/**
 * What `Deno.serve`, `deno serve`, Deno Deploy and other hosts call with each request.
 *
 * @module
 */

/** What a host knows of a request besides the request itself: as `Deno.ServeHandlerInfo`. */
export interface FetchInfo {
  /** The address of the client. */
  readonly remoteAddr?: Deno.Addr | { readonly hostname: string; readonly port?: number };
  /** Settles when the answer was sent, or could not be. */
  readonly completed?: Promise<void>;
}

/** Answers a request. */
export type FetchHandler = (request: Request, info?: FetchInfo) => Promise<Response>;
