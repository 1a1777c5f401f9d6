/**
 * {@linkcode fromFetchHandler}: a function from `Request` to `Response` as a class of handlers.
 *
 * @module
 */

import { CONNECTION_FIELDS } from "../http/connection_fields.ts";
import { HTTPStatus } from "../http/status.ts";
import { BaseHTTPRequestHandler, type Method } from "../handlers/base.ts";
import type { FetchInfo } from "./fetch_handler.ts";
import { sendBody } from "./response_body.ts";

/** What `Host` may be (RFC 9110, section 7.2): a name or an address, and a port. */
const HOST_REGEXP = /^[A-Za-z0-9._~%!$&'()*+,;=-]+(?::\d*)?$|^\[[0-9A-Fa-f:.]+\](?::\d*)?$/;

/** `http://host` before the path of a request to a proxy (RFC 9112, section 3.2.2). */
const ORIGIN_REGEXP = /^https?:\/\/[^/?#]*/i;

/**
 * Turn a function from `Request` to `Response`, such as the `fetch` of an application of Hono, into a
 * class of handlers: for `serve({ handler })`, `ThreadingHTTPServer` and the others. Requests of all
 * methods come to it, but those that a `Request` cannot have, `CONNECT`, `TRACE` and `TRACK`.
 *
 * Bodies are streamed both ways. A body of unknown length is sent in chunks, or to the end of the
 * connection to clients of HTTP/1.0; one that fails breaks off. `request.signal` is aborted when the
 * answer cannot be sent. The second argument has the client's address, as with `Deno.serve`. What the
 * function throws is the server's to handle, and is answered with 500. Upgrades, such as that to
 * WebSocket, are not supported.
 *
 * @param fetch The function
 * @returns The class
 *
 * @example A function on raw TCP
 * ```ts
 * import { serve } from "@pyport/http-server";
 * import { fromFetchHandler } from "@pyport/http-server/fetch";
 * import { assertEquals } from "@std/assert";
 *
 * const handler = fromFetchHandler((request) => Response.json(new URL(request.url).pathname));
 * await using server = serve({ hostname: "127.0.0.1", port: 0, handler });
 * const answer = await fetch(`http://127.0.0.1:${server.addr.port}/tea`);
 * assertEquals(await answer.json(), "/tea");
 * ```
 */
export function fromFetchHandler(
  // deno-lint-ignore no-explicit-any -- frameworks take bindings of their own as the second argument
  fetch: (request: Request, info?: any) => Response | Promise<Response>,
): typeof BaseHTTPRequestHandler {
  return class FetchHTTPRequestHandler extends BaseHTTPRequestHandler {
    override protocolVersion = "HTTP/1.1";

    protected override methodFor(): Method {
      return (): Promise<void> => this.#answer();
    }

    async #answer(): Promise<void> {
      const aborting = new AbortController();
      const sent = Promise.withResolvers<void>();
      sent.promise.catch(() => {});
      try {
        const request = this.#requestOf(aborting.signal);
        if (request === undefined) return;
        const response = await this.#call(request, sent.promise);
        if (response !== undefined) await this.#send(response);
        sent.resolve();
      } catch (error) {
        sent.reject(error);
        aborting.abort(error);
        throw error;
      }
    }

    /** The request, if it is one that the Fetch standard knows. Otherwise it was answered. */
    #requestOf(signal: AbortSignal): Request | undefined {
      const method = this.command ?? "";
      const url = this.#url();
      if (url === undefined) {
        this.sendError(HTTPStatus.BAD_REQUEST, "Bad request target");
        return undefined;
      }
      const hasBody = method !== "GET" && method !== "HEAD" &&
        (this.headers.has("transfer-encoding") || Number(this.headers.get("content-length")) > 0);
      try {
        return new Request(url, {
          method,
          headers: this.headers.toHeaders(),
          signal,
          ...(hasBody ? { body: this.rfile.readable, duplex: "half" } : {}),
        } as RequestInit);
      } catch (error) {
        if (!(error instanceof TypeError)) throw error;
        this.sendError(HTTPStatus.NOT_IMPLEMENTED);
        return undefined;
      }
    }

    #url(): URL | undefined {
      const host = this.headers.get("host", "");
      const [address, port] = this.server.serverAddress;
      const authority = HOST_REGEXP.test(host)
        ? host
        : `${address.includes(":") ? `[${address}]` : address}:${port}`;
      const origin = `${this.scheme}://${authority}`;
      // A path that begins with two slashes is no other host.
      const path = this.path.replace(ORIGIN_REGEXP, "");
      return URL.parse(origin + (path.startsWith("/") ? path : `/${path}`)) ?? undefined;
    }

    /** The function's answer. What it throws is reported, and answered. */
    async #call(request: Request, completed: Promise<void>): Promise<Response | undefined> {
      const [hostname, port] = this.clientAddress;
      const info: FetchInfo = { remoteAddr: { transport: "tcp", hostname, port }, completed };
      try {
        const response = await fetch(request, info);
        if (response instanceof Response && response.status >= 200) return response;
        throw new TypeError("The function for requests has not returned a Response to send");
      } catch (error) {
        this.server.handleError(this.request, this.clientAddress, error);
        this.sendError(HTTPStatus.INTERNAL_SERVER_ERROR);
        return undefined;
      }
    }

    async #send(response: Response): Promise<void> {
      const { status, statusText, headers } = response;
      this.logRequest(status);
      this.sendResponseOnly(status, statusText === "" ? null : statusText);
      if (!headers.has("server")) this.sendHeader("Server", this.versionString());
      if (!headers.has("date")) this.sendHeader("Date", this.dateTimeString());
      // How the answer is framed is decided here.
      for (const [name, value] of headers) {
        if (!CONNECTION_FIELDS.has(name)) this.sendHeader(name, value);
      }
      await sendBody(this, response);
    }
  };
}
