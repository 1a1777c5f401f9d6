/**
 * A field more in every answer: pages of other origins may load what is served here (CORS).
 *
 *     deno run --allow-net --allow-read examples/cors.ts 8000
 *
 * @module
 */

import { SimpleHTTPRequestHandler, ThreadingHTTPServer } from "@pyport/http-server";

class OpenToAll extends SimpleHTTPRequestHandler {
  // Every head ends here, those of errors and redirects too.
  override endHeaders(): void {
    this.sendHeader("Access-Control-Allow-Origin", "*");
    super.endHeaders();
  }
}

if (import.meta.main) {
  const server = new ThreadingHTTPServer(["127.0.0.1", Number(Deno.args[0] ?? 8000)], OpenToAll);
  console.log(`Serving at http://127.0.0.1:${server.serverPort}/`);
  await server.serveForever();
}
