/**
 * A handler of one's own: `GET` shows the entries of a guest book, `POST` adds one.
 *
 *     deno run --allow-net examples/guest_book.ts 8000
 *     curl http://127.0.0.1:8000/
 *     curl -d "Ada was here" http://127.0.0.1:8000/
 *
 * @module
 */

import { BaseHTTPRequestHandler, HTTPStatus, ThreadingHTTPServer } from "@pyport/http-server";

/** The longest entry, in bytes. */
const MAX_ENTRY = 1000;

const entries: string[] = [];

class GuestBook extends BaseHTTPRequestHandler {
  override protocolVersion = "HTTP/1.1";

  do_GET(): void {
    this.#answer(HTTPStatus.OK, entries.map((entry) => `* ${entry}\n`).join(""));
  }

  // A method that waits, here for the body, is async.
  async do_POST(): Promise<void> {
    const body = await this.rfile.read(MAX_ENTRY + 1);
    if (body.length > MAX_ENTRY) return this.sendError(HTTPStatus.REQUEST_ENTITY_TOO_LARGE);
    entries.push(new TextDecoder().decode(body));
    this.#answer(HTTPStatus.CREATED, "Thank you\n");
  }

  #answer(status: HTTPStatus, text: string): void {
    const body = new TextEncoder().encode(text);
    this.sendResponse(status);
    this.sendHeader("Content-Type", "text/plain; charset=utf-8");
    this.sendHeader("Content-Length", body.length);
    this.endHeaders();
    this.wfile.write(body);
  }
}

if (import.meta.main) {
  const server = new ThreadingHTTPServer(["127.0.0.1", Number(Deno.args[0] ?? 8000)], GuestBook);
  console.log(`The guest book is at http://127.0.0.1:${server.serverPort}/`);
  await server.serveForever();
}
