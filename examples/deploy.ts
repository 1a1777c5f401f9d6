/**
 * A site as a module for `deno serve`, Deno Deploy, and other hosts that call a function `fetch`.
 *
 *     deno serve --allow-read --parallel examples/deploy.ts
 *
 * @module
 */

import { FileHTTPRequestHandler } from "@pyport/http-server";
import { toFetchHandler } from "@pyport/http-server/fetch";

export default { fetch: toFetchHandler(FileHTTPRequestHandler) };
