/**
 * A handler that says which event loop it runs on.
 *
 * @module
 */

import { QuietHandler } from "../helpers/quiet_handlers.ts";
import { utf8 } from "../helpers/bytes.ts";

const IS_MAIN = !("WorkerGlobalScope" in globalThis);

/** The loop: the name of its thread, and what no other thread of that name has. */
const LOOP = `${IS_MAIN ? "main" : self.name} ${crypto.randomUUID()}`;

/** Answers with the loop's name and its own options. */
export default class LoopHandler extends QuietHandler {
  override protocolVersion = "HTTP/1.1";
  readonly #options: unknown;

  constructor(...args: ConstructorParameters<typeof QuietHandler>) {
    super(...args);
    this.#options = (args as unknown[])[3];
  }

  do_GET(): void {
    this.answer(utf8(`${LOOP}\n${JSON.stringify(this.#options)}`));
    // The main thread would take the server with it, as with one loop.
    if (this.path === "/crash" && !IS_MAIN) setTimeout(() => Promise.reject(new Error("No\nluck")));
    if (this.path === "/exit" && !IS_MAIN) setTimeout(() => Deno.exit(3));
    if (this.path === "/throw") throw new RangeError("Out of ideas");
  }

  /** Send the head, then wait for the body of the request. */
  async do_POST(): Promise<void> {
    this.sendResponse(200);
    this.sendHeader("Loop", LOOP);
    this.sendHeader("Content-Length", 4);
    this.endHeaders();
    this.wfile.write((await this.rfile.read(4))!);
  }
}
