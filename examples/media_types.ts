/**
 * Media types of one's own: notes in Markdown are shown by browsers as text, instead of being
 * downloaded.
 *
 *     deno run --allow-net --allow-read examples/media_types.ts 8000
 *
 * @module
 */

import { DEFAULT_EXTENSIONS_MAP, SimpleHTTPRequestHandler, test } from "@pyport/http-server";

class Notes extends SimpleHTTPRequestHandler {
  override extensionsMap = {
    ...DEFAULT_EXTENSIONS_MAP,
    ".md": "text/plain; charset=utf-8",
    ".note": "text/plain; charset=utf-8",
  };
}

// test() says where it serves, and ends with Ctrl-C, as in Python.
if (import.meta.main) {
  const port = Number(Deno.args[0] ?? 8000);
  Deno.exit(await test({ HandlerClass: Notes, bind: "127.0.0.1", port }));
}
