/**
 * {@linkcode RequestError}: what is wrong with a request beyond its head.
 *
 * @module
 */

/**
 * The client does not send what it should: a body that is malformed, cut off, too large or too
 * slow. Reading from `rfile` throws it. A handler that lets it pass has the request answered with
 * its status, unless an answer has begun; either way, the connection ends.
 *
 * @example Add to what the client is told
 * ```ts
 * import { BaseHTTPRequestHandler, RequestError, ThreadingHTTPServer } from "@pyport/http-server";
 * import { assertEquals } from "@std/assert";
 *
 * class Notes extends BaseHTTPRequestHandler {
 *   override logMessage(): void {}
 *
 *   async do_POST(): Promise<void> {
 *     try {
 *       await this.rfile.read();
 *       this.sendError(501);
 *     } catch (error) {
 *       if (!(error instanceof RequestError)) throw error;
 *       this.sendError(error.status, "The note has not arrived", error.message);
 *     }
 *   }
 * }
 *
 * await using server = new ThreadingHTTPServer(["127.0.0.1", 0], Notes);
 * server.serveForever();
 * const [hostname, port] = server.serverAddress;
 * using client = await Deno.connect({ hostname, port });
 * const request = "POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\nno chunk\r\n";
 * await client.write(new TextEncoder().encode(request));
 * const answer = await new Response(client.readable, {}).text();
 * assertEquals(answer.split("\r\n")[0], "HTTP/1.0 400 The note has not arrived");
 * ```
 */
export class RequestError extends Error {
  /** The name of the class. */
  override readonly name: string = "RequestError";
  /** The status code to answer with: 400, 408 or 413; 503 if it is the handler that took too long. */
  readonly status: number;

  /**
   * Make an error.
   *
   * @param status The status code to answer with
   * @param message What is wrong, in the words of the answer's reason phrase
   */
  constructor(status: number, message: string) {
    super(message);
    this.status = status;
  }

  /** A body of more bytes than there may be. */
  static tooLarge(): RequestError {
    return new RequestError(413, "Content Too Large");
  }

  /** A head or a body that took too long to come. */
  static tooSlow(): RequestError {
    return new RequestError(408, "Request Timeout");
  }

  /** A request that its handler does not answer. */
  static unanswered(): RequestError {
    return new RequestError(503, "Handler Timeout");
  }
}
