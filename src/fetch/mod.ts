/**
 * Handlers in other homes, and functions of other frameworks in this one: between the handlers of
 * `@pyport/http-server` and functions from `Request` to `Response`.
 *
 * @example Serve a directory with Deno's own server
 * ```ts
 * import { FileHTTPRequestHandler } from "@pyport/http-server";
 * import { toFetchHandler } from "@pyport/http-server/fetch";
 * import { assertEquals } from "@std/assert";
 *
 * const files = toFetchHandler(FileHTTPRequestHandler, { handlerOptions: { directory: "." } });
 * const answer = await files(new Request("http://localhost/README.md"));
 * assertEquals(answer.status, 200);
 * await answer.body?.cancel();
 * // Deno.serve(files);
 * ```
 *
 * @module
 */

export { toFetchHandler, type ToFetchOptions } from "./to_fetch.ts";
export { fromFetchHandler } from "./from_fetch.ts";
export type { FetchHandler, FetchInfo } from "./fetch_handler.ts";
