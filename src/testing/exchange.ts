/**
 * {@linkcode Exchange}: one request, and the bytes that answer it.
 *
 * @module
 */

import { decodeLatin1 } from "../http/latin1.ts";
import { HTTPMessage } from "../http/message.ts";
import type { Link } from "./link.ts";

/**
 * Answers a request, rightly or not. When it returns, the connection ends, in good order unless {@linkcode
 * Exchange.reset} was called.
 *
 * @example Half of a status line
 * ```ts
 * import { type Fault, serveFaults } from "@pyport/http-server/testing";
 * import { assertRejects } from "@std/assert";
 *
 * const half: Fault = (exchange) => exchange.send("HTTP/1.1 20");
 * await using server = await serveFaults(half);
 * await assertRejects(() => fetch(server.url()));
 * ```
 */
export type Fault = (exchange: Exchange) => void | Promise<void>;

/** The longest head that is read, in bytes. */
const MAX_HEAD = 256 * 1024;

const encoder = new TextEncoder();

/**
 * A request whose first line was read, and nothing else.
 *
 * @example An answer that depends on the request
 * ```ts
 * import { type Exchange, serveFaults } from "@pyport/http-server/testing";
 * import { assertEquals } from "@std/assert";
 *
 * async function echo(exchange: Exchange): Promise<void> {
 *   const { method, path, attempt } = exchange;
 *   const body = `${method} ${path} ${attempt}`;
 *   await exchange.send(`HTTP/1.1 200 OK\r\nContent-Length: ${body.length}\r\n\r\n${body}`);
 * }
 *
 * await using server = await serveFaults(echo);
 * assertEquals(await (await fetch(server.url("/tea"))).text(), "GET /tea 1");
 * ```
 */
export class Exchange {
  /** The method. */
  readonly method: string;
  /** The request target. */
  readonly path: string;
  /** Which request for this path it is, from 1. */
  readonly attempt: number;

  readonly #link: Link;
  readonly #signal: AbortSignal;
  #headers: HTTPMessage | undefined;

  /**
   * Make an exchange. `serveFaults` does it.
   *
   * @param link The connection
   * @param request What the first line says, and which request for its path it is
   * @param signal Ends all waiting
   *
   * @ignore
   */
  constructor(
    link: Link,
    request: { readonly method: string; readonly path: string; readonly attempt: number },
    signal: AbortSignal,
  ) {
    this.#link = link;
    this.#signal = signal;
    this.method = request.method;
    this.path = request.path;
    this.attempt = request.attempt;
  }

  /**
   * Read the header fields, which no fault has to. A second call returns the same.
   *
   * @returns The fields
   */
  async readHead(): Promise<HTTPMessage> {
    if (this.#headers !== undefined) return this.#headers;
    let text = "";
    while (!/(?:^|\n)\r?\n$/.test(text) && text.length < MAX_HEAD) {
      const line = await this.#link.readLine(MAX_HEAD);
      if (line.length === 0) break;
      text += decodeLatin1(line);
    }
    return this.#headers = HTTPMessage.parse(text);
  }

  /**
   * Read what comes of the body.
   *
   * @param size The most bytes to read
   * @returns At least one byte, or none at the end of the connection
   */
  read(size = 65536): Promise<Uint8Array> {
    return this.#link.read(size);
  }

  /**
   * Send bytes, at once.
   *
   * @param data The bytes; text is sent as UTF-8
   */
  async send(data: string | Uint8Array): Promise<void> {
    await this.#link.write(typeof data === "string" ? encoder.encode(data) : data);
  }

  /**
   * Wait. The end of the server ends it.
   *
   * @param milliseconds How long; for ever when omitted
   */
  async pause(milliseconds?: number): Promise<void> {
    const { promise, resolve } = Promise.withResolvers<void>();
    const timer = milliseconds === undefined ? undefined : setTimeout(resolve, milliseconds);
    const wake = (): void => resolve();
    this.#signal.addEventListener("abort", wake);
    if (this.#signal.aborted) resolve();
    await promise;
    clearTimeout(timer);
    this.#signal.removeEventListener("abort", wake);
  }

  /** Wait until the client has closed the connection, or the server ends. What it sends is dropped. */
  async untilGone(): Promise<void> {
    try {
      while ((await this.read()).length > 0);
    } catch {
      // A reset is an end as well.
    }
  }

  /** End the connection with a reset instead of an end, as the system does for a server that crashes. */
  reset(): void {
    this.#link.reset();
  }
}
