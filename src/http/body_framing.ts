/**
 * Where a body ends (RFC 9112, section 6.3). Of a request, anything ambiguous is `"unknown"`: then no
 * byte behind the head may be taken for a next request.
 *
 * @module
 */

import type { HTTPMessage } from "./message.ts";

/**
 * How long a request's body is: a number of bytes (0 where there is none), `"chunked"`, or
 * `"unknown"` where the head does not say, or says two things.
 *
 * @example Read a body from bytes
 * ```ts
 * import { type BodyFraming, RequestReader } from "@pyport/http-server";
 * import { assertEquals } from "@std/assert";
 *
 * async function bodyOf(sent: string, framing: BodyFraming): Promise<string> {
 *   let rest = new TextEncoder().encode(sent);
 *   const reader = new RequestReader({
 *     read(buffer) {
 *       const block = rest.subarray(0, buffer.length);
 *       buffer.set(block);
 *       rest = rest.subarray(block.length);
 *       return Promise.resolve(block.length || null);
 *     },
 *   });
 *   reader.beginBody(framing);
 *   return new TextDecoder().decode(await reader.read(10));
 * }
 *
 * assertEquals(await bodyOf("tea, and more", 3), "tea");
 * assertEquals(await bodyOf("3\r\ntea\r\n0\r\n\r\n", "chunked"), "tea");
 * ```
 */
export type BodyFraming = number | "chunked" | "unknown";

/** `Content-Length = 1*DIGIT` (RFC 9110, section 8.6), with the blanks that a list may have. */
const CONTENT_LENGTH_REGEXP = /^[ \t]*([0-9]+)[ \t]*$/;

/**
 * Tell how the body of a request is framed.
 *
 * @param headers The header fields of the request
 * @param version The version of the request line, e.g. `"HTTP/1.1"`
 * @returns The body's framing; 0 when the head announces none
 */
export function bodyFraming(headers: HTTPMessage, version: string): BodyFraming {
  const hasLength = headers.has("content-length");
  if (headers.has("transfer-encoding")) {
    // Section 6.1: in a 1.0 request, or beside a length, it is a smuggling attempt. Versions that are
    // written in another way may be older ones to somebody else.
    if (hasLength || version !== "HTTP/1.1") return "unknown";
    const codings = headers.getAll("transfer-encoding");
    return codings.length === 1 && codings[0]!.toLowerCase() === "chunked" ? "chunked" : "unknown";
  }
  if (!hasLength) return 0;
  // Section 6.3: a repeated, identical value is one value; differing ones are an error.
  const values = headers.getAll("content-length").join(",").split(",");
  const digits = values.map((value) => CONTENT_LENGTH_REGEXP.exec(value)?.[1]);
  const [first] = digits;
  if (first === undefined || digits.some((other) => other !== first)) return "unknown";
  const length = Number(first);
  return Number.isSafeInteger(length) ? length : "unknown";
}

/**
 * Tell whether an answer may be sent in chunks, which HTTP/1.0 does not know (RFC 9112, section 7.1).
 *
 * @param versions The version of the request, and that of the answer's status line: a handler has both
 * @returns Whether it may; otherwise a body of unknown length ends with the connection
 */
export function mayBeChunked(
  { requestVersion, protocolVersion }: {
    readonly requestVersion: string;
    readonly protocolVersion: string;
  },
): boolean {
  return requestVersion >= "HTTP/1.1" && protocolVersion >= "HTTP/1.1";
}

/**
 * Tell whether an answer makes the connection something else, so that what follows is no request:
 * a tunnel (RFC 9110, section 9.3.6), or another protocol (section 15.2.2).
 *
 * @param command The method of the request
 * @param status The status of the answer
 * @returns Whether what the client sends from here on is for the handler
 */
export function switchesProtocol(command: string | null, status: number): boolean {
  return status === 101 || (command === "CONNECT" && status >= 200 && status < 300);
}
