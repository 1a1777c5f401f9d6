/**
 * What `Deno.serve`, `deno serve`, Deno Deploy and other hosts call with each request.
 *
 * @module
 */

/**
 * What a host knows of a request besides the request itself: as `Deno.ServeHandlerInfo`.
 *
 * @example Say who asks
 * ```ts
 * import { BaseHTTPRequestHandler } from "@pyport/http-server";
 * import { type FetchInfo, toFetchHandler } from "@pyport/http-server/fetch";
 * import { assertEquals } from "@std/assert";
 *
 * class WhoAmI extends BaseHTTPRequestHandler {
 *   do_GET(): void {
 *     this.sendResponse(200);
 *     this.endHeaders();
 *     this.wfile.write(new TextEncoder().encode(this.clientAddress[0]));
 *   }
 * }
 *
 * const info: FetchInfo = { remoteAddr: { hostname: "192.0.2.1", port: 50000 } };
 * const answer = await toFetchHandler(WhoAmI, { log: "off" })(new Request("http://localhost/"), info);
 * assertEquals(await answer.text(), "192.0.2.1");
 * ```
 */
export interface FetchInfo {
  /** The address of the client. */
  readonly remoteAddr?: Deno.Addr | { readonly hostname: string; readonly port?: number };
  /** Settles when the answer was sent, or could not be. */
  readonly completed?: Promise<void>;
}

/**
 * Answers a request.
 *
 * @example A directory in another server
 * ```ts
 * import { FileHTTPRequestHandler } from "@pyport/http-server";
 * import { type FetchHandler, toFetchHandler } from "@pyport/http-server/fetch";
 * import { assertEquals } from "@std/assert";
 *
 * const files: FetchHandler = toFetchHandler(FileHTTPRequestHandler, { log: "off" });
 * const answer = await files(new Request("http://localhost/none"));
 * await answer.body?.cancel();
 * assertEquals(answer.status, 404);
 * ```
 */
export type FetchHandler = (request: Request, info?: FetchInfo) => Promise<Response>;
