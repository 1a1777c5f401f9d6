/**
 * Bodies whose length is not known in advance.
 *
 * @module
 */

import { mayBeChunked } from "../../http/body_framing.ts";
import { LAST_CHUNK, writeChunk } from "../../http/chunk_encoding.ts";
import type { BaseHTTPRequestHandler } from "../base.ts";
import type { Write } from "./zip.ts";

/** Writes a body in chunks (RFC 9112, section 7.1); for HTTP/1.0 up to the end of the connection. */
export class BodyWriter {
  readonly #handler: BaseHTTPRequestHandler;
  readonly #chunked: boolean;

  /**
   * Add to the head how the body ends.
   *
   * @param handler The handler of the request, whose head is not ended yet
   */
  constructor(handler: BaseHTTPRequestHandler) {
    this.#handler = handler;
    this.#chunked = mayBeChunked(handler);
    if (this.#chunked) handler.sendHeader("Transfer-Encoding", "chunked");
    else handler.sendHeader("Connection", "close");
  }

  /** Write the next bytes. */
  readonly write: Write = async (bytes) => {
    const { wfile } = this.#handler;
    if (bytes.length === 0) return;
    await (this.#chunked ? writeChunk(wfile, bytes) : wfile.write(bytes));
  };

  /** Say that this was all. */
  end(): void {
    if (this.#chunked) this.#handler.wfile.write(LAST_CHUNK);
  }
}
