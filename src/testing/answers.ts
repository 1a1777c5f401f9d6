/**
 * Answers whose bytes are wrong, and one that is right.
 *
 * @module
 */

import type { Fault } from "./exchange.ts";

/**
 * What else belongs to an answer.
 *
 * @example An answer that asks to come back later
 * ```ts
 * import { type AnswerOptions, ok, serveFaults } from "@pyport/http-server/testing";
 * import { assertEquals } from "@std/assert";
 *
 * const busy: AnswerOptions = { status: 503, headers: { "Retry-After": "1" } };
 * await using server = await serveFaults(ok("", busy));
 * const answer = await fetch(server.url());
 * await answer.body?.cancel();
 * assertEquals([answer.status, answer.headers.get("retry-after")], [503, "1"]);
 * ```
 */
export interface AnswerOptions {
  /**
   * The status code.
   *
   * @default {200}
   */
  status?: number;
  /** Fields besides those that frame the body. */
  headers?: Readonly<Record<string, string>>;
}

const encoder = new TextEncoder();

/**
 * Bytes, whatever they are.
 *
 * @param data The bytes; text is sent as UTF-8
 * @returns The fault
 *
 * @example Two lengths
 * ```ts
 * import { raw, serveFaults } from "@pyport/http-server/testing";
 * import { assertRejects } from "@std/assert";
 *
 * const answer = "HTTP/1.1 200 OK\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\nab";
 * await using server = await serveFaults(raw(answer));
 * await assertRejects(async () => await (await fetch(server.url())).text());
 * ```
 */
export function raw(data: string | Uint8Array): Fault {
  return async (exchange) => {
    await exchange.readHead();
    await exchange.send(data);
  };
}

/**
 * A right answer.
 *
 * @param body The body
 * @param options See {@linkcode AnswerOptions}
 * @returns The fault that is none
 *
 * @example A mock of an API
 * ```ts
 * import { ok, serveFaults } from "@pyport/http-server/testing";
 * import { assertEquals } from "@std/assert";
 *
 * const json = { "Content-Type": "application/json" };
 * await using server = await serveFaults({ "/user": ok('{"name":"Ada"}', { headers: json }) });
 * assertEquals(await (await fetch(server.url("/user"))).json(), { name: "Ada" });
 * ```
 */
export function ok(body = "", options: AnswerOptions = {}): Fault {
  return raw(headOf(encoder.encode(body).length, options) + body);
}

/**
 * A body that ends too early: `Content-Length` says more than comes (RFC 9112, section 8).
 *
 * @param body The body as it should be
 * @param sent How many of its bytes are sent
 * @param options See {@linkcode AnswerOptions}
 * @returns The fault
 *
 * @example Half of it
 * ```ts
 * import { serveFaults, truncated } from "@pyport/http-server/testing";
 * import { assertRejects } from "@std/assert";
 *
 * await using server = await serveFaults(truncated("hello", 2));
 * await assertRejects(async () => await (await fetch(server.url())).text());
 * ```
 */
export function truncated(body: string, sent: number, options: AnswerOptions = {}): Fault {
  const bytes = encoder.encode(body);
  return async (exchange) => {
    await exchange.readHead();
    await exchange.send(headOf(bytes.length, options));
    await exchange.send(bytes.subarray(0, sent));
  };
}

/**
 * A body in chunks that lacks the last one (RFC 9112, section 8).
 *
 * @param chunks What is in those that come
 * @param options See {@linkcode AnswerOptions}
 * @returns The fault
 *
 * @example One of who knows how many
 * ```ts
 * import { serveFaults, truncatedChunks } from "@pyport/http-server/testing";
 * import { assertRejects } from "@std/assert";
 *
 * await using server = await serveFaults(truncatedChunks(["hello"]));
 * await assertRejects(async () => await (await fetch(server.url())).text());
 * ```
 */
export function truncatedChunks(chunks: readonly string[], options: AnswerOptions = {}): Fault {
  const pieces = chunks.map((chunk) => {
    return `${encoder.encode(chunk).length.toString(16)}\r\n${chunk}\r\n`;
  });
  return raw(headOf("chunked", options) + pieces.join(""));
}

/**
 * A body that goes on behind its end, on a connection that claims to persist: a client that takes the
 * rest for the next answer has been led astray.
 *
 * @param body The body
 * @param length The length that is told, in bytes, less than that of the body
 * @param options See {@linkcode AnswerOptions}
 * @returns The fault
 *
 * @example A client takes what was told
 * ```ts
 * import { overlong, serveFaults } from "@pyport/http-server/testing";
 * import { assertEquals } from "@std/assert";
 *
 * await using server = await serveFaults(overlong("hello, world", 5));
 * assertEquals(await (await fetch(server.url())).text(), "hello");
 * ```
 */
export function overlong(body: string, length: number, options: AnswerOptions = {}): Fault {
  const headers = { ...options.headers, "Connection": "keep-alive" };
  return raw(headOf(length, { ...options, headers }) + body);
}

/**
 * What is no HTTP.
 *
 * @param line What stands in the place of the status line
 * @returns The fault
 *
 * @example A greeting of another protocol
 * ```ts
 * import { garbage, serveFaults } from "@pyport/http-server/testing";
 * import { assertRejects } from "@std/assert";
 *
 * await using server = await serveFaults(garbage());
 * await assertRejects(() => fetch(server.url()));
 * ```
 */
export function garbage(line = "220 mail.example ESMTP ready"): Fault {
  return raw(`${line}\r\nContent-Length: 0\r\n\r\n`);
}

/**
 * The head of an answer.
 *
 * @param length The length that it tells, in bytes; `"chunked"`, or `"close"` for a body that ends
 * with the connection
 * @param options See {@linkcode AnswerOptions}
 * @returns The head
 */
export function headOf(
  length: number | "chunked" | "close",
  { status = 200, headers = {} }: AnswerOptions,
): string {
  const framing = length === "chunked"
    ? { "Transfer-Encoding": "chunked" }
    : length === "close"
    ? {}
    : { "Content-Length": String(length) };
  const fields = { ...framing, "Connection": "close", ...headers };
  const lines = Object.entries(fields).map(([name, value]) => `${name}: ${value}\r\n`);
  return `HTTP/1.1 ${status} \r\n${lines.join("")}\r\n`;
}
