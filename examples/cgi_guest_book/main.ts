/**
 * A guest book as a CGI script, which Deno runs with no more than it needs: its variables, this
 * directory to read, and one to write the entries to.
 *
 *     deno run --allow-net --allow-read --allow-run examples/cgi_guest_book/main.ts 8000 book
 *
 * @module
 */

import { CGIHTTPRequestHandler, ThreadingHTTPServer } from "@pyport/http-server";

if (import.meta.main) {
  const [port = "8000", directory = "."] = Deno.args;
  const book = Deno.realPathSync(directory);
  const server = new ThreadingHTTPServer(["127.0.0.1", Number(port)], CGIHTTPRequestHandler, {
    handlerOptions: {
      directory: import.meta.dirname!,
      interpretScriptHeaders: true,
      cgiEnvironment: { BOOK: book },
      denoFlags: { "/cgi-bin": [`--allow-read=${book}`, `--allow-write=${book}`] },
    },
  });
  const url = `http://127.0.0.1:${server.serverPort}/cgi-bin/guest_book.ts`;
  console.log(`The guest book is at ${url}`);
  await server.serveForever();
}
