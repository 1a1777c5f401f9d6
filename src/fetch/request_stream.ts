/**
 * {@linkcode RequestStream}: a `Request` as the bytes that a client would send.
 *
 * @module
 */

import { CHUNK_END, chunkStart, LAST_CHUNK } from "../http/chunk_encoding.ts";
import { CONNECTION_FIELDS } from "../http/connection_fields.ts";
import { encodeLatin1 } from "../http/latin1.ts";

/** Fields that are the host's business, and those that are put in anew. */
const LEFT_OUT: ReadonlySet<string> = new Set([
  ...CONNECTION_FIELDS,
  "expect",
  "host",
  "content-length",
]);

const LENGTH_REGEXP = /^\d+$/;

/** Reads a request of HTTP/1.1, head and body, as fast as somebody reads from it. */
export class RequestStream {
  /** What is read next. */
  readonly #pieces: Uint8Array[];
  readonly #body: ReadableStreamDefaultReader<Uint8Array> | undefined;
  /** What is left of a body of known length, in bytes. */
  #left: number | undefined;
  #ended: boolean;

  /**
   * @param request The request
   * @param url Its URL
   */
  constructor(request: Request, url: URL) {
    const length = request.headers.get("content-length");
    this.#body = request.body?.getReader();
    this.#ended = this.#body === undefined;
    if (length !== null && LENGTH_REGEXP.test(length)) this.#left = Number(length);
    this.#pieces = [encodeLatin1(this.#headOf(request, url))];
  }

  #headOf({ method, headers }: Request, url: URL): string {
    const fields = [...headers].filter(([name]) => !LEFT_OUT.has(name));
    fields.unshift(["host", headers.get("host") ?? url.host]);
    if (this.#left !== undefined) fields.push(["content-length", String(this.#left)]);
    else if (!this.#ended) fields.push(["transfer-encoding", "chunked"]);
    const lines = fields.map(([name, value]) => `${name}: ${value}\r\n`);
    return `${method} ${url.pathname}${url.search} HTTP/1.1\r\n${lines.join("")}\r\n`;
  }

  /**
   * Read some bytes.
   *
   * @param buffer Where to
   * @returns How many; `null` at the end, also of a body that is shorter than it was to be
   */
  async read(buffer: Uint8Array): Promise<number | null> {
    while (this.#pieces.length === 0) {
      if (this.#ended) return null;
      await this.#pull();
    }
    const [piece] = this.#pieces as [Uint8Array];
    const part = piece.subarray(0, buffer.length);
    buffer.set(part);
    if (part.length === piece.length) this.#pieces.shift();
    else this.#pieces[0] = piece.subarray(part.length);
    return part.length;
  }

  /** Take the next piece of the body. */
  async #pull(): Promise<void> {
    const { done, value = new Uint8Array(0) } = await this.#body!.read();
    this.#ended = done;
    if (this.#left === undefined) {
      if (done) this.#pieces.push(LAST_CHUNK);
      else if (value.length > 0) this.#pieces.push(chunkStart(value), value, CHUNK_END);
      return;
    }
    // More than was announced would be taken for another request.
    const piece = value.subarray(0, this.#left);
    this.#left -= piece.length;
    if (piece.length > 0) this.#pieces.push(piece);
  }

  /** Give up what was not read of the body. */
  cancel(): void {
    this.#ended = true;
    this.#body?.cancel().catch(() => {
      // It has failed already, and whoever read it knows.
    });
  }
}
