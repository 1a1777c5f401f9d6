/**
 * Faults of connections: in time, and in how they end.
 *
 * @module
 */

import { type AnswerOptions, headOf } from "./answers.ts";
import type { Fault } from "./exchange.ts";

/** How much of an endless body is sent in one step, in bytes. */
const BLOCK_SIZE = 65536;

/**
 * An answer that comes in small pieces.
 *
 * @param body The body
 * @param options `interval` is the time between two pieces in milliseconds, 100 unless given, and `size`
 * that of a piece in bytes, 1 unless given
 * @returns The fault
 *
 * @example A client with little patience
 * ```ts
 * import { serveFaults, slow } from "@pyport/http-server/testing";
 * import { assertRejects } from "@std/assert";
 *
 * await using server = await serveFaults(slow("hello", { interval: 60_000 }));
 * const signal = AbortSignal.timeout(100);
 * await assertRejects(async () => await (await fetch(server.url(), { signal })).text());
 * ```
 */
export function slow(
  body: string,
  options: AnswerOptions & { interval?: number; size?: number } = {},
): Fault {
  const { interval = 100, size = 1 } = options;
  const bytes = new TextEncoder().encode(body);
  return async (exchange) => {
    await exchange.readHead();
    await exchange.send(headOf(bytes.length, options));
    for (let start = 0; start < bytes.length; start += size) {
      await exchange.pause(interval);
      await exchange.send(bytes.subarray(start, start + size));
    }
  };
}

/**
 * An answer that stops in the middle, on a connection that stays open until the client has enough.
 *
 * @param sent What is sent: all bytes, with the head; text is sent as UTF-8
 * @returns The fault
 *
 * @example Half a status line
 * ```ts
 * import { serveFaults, stalled } from "@pyport/http-server/testing";
 * import { assertRejects } from "@std/assert";
 *
 * await using server = await serveFaults(stalled("HTTP/1.1 2"));
 * await assertRejects(() => fetch(server.url(), { signal: AbortSignal.timeout(100) }));
 * ```
 */
export function stalled(sent: string | Uint8Array): Fault {
  return async (exchange) => {
    await exchange.readHead();
    await exchange.send(sent);
    await exchange.untilGone();
  };
}

/**
 * No answer at all, on a connection that stays open until the client has enough.
 *
 * @returns The fault
 *
 * @example Nobody home
 * ```ts
 * import { serveFaults, silent } from "@pyport/http-server/testing";
 * import { assertRejects } from "@std/assert";
 *
 * await using server = await serveFaults(silent());
 * await assertRejects(() => fetch(server.url(), { signal: AbortSignal.timeout(100) }));
 * ```
 */
export function silent(): Fault {
  return async (exchange) => {
    await exchange.readHead();
    await exchange.untilGone();
  };
}

/**
 * A connection that is reset, as by a server that crashes.
 *
 * @param sent What is sent before: all bytes, with the head
 * @returns The fault
 *
 * @example In the middle of the body
 * ```ts
 * import { reset, serveFaults } from "@pyport/http-server/testing";
 * import { assertRejects } from "@std/assert";
 *
 * await using server = await serveFaults(reset("HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\nhell"));
 * await assertRejects(async () => await (await fetch(server.url())).text());
 * ```
 */
export function reset(sent: string | Uint8Array = ""): Fault {
  return async (exchange) => {
    if (sent.length > 0) await exchange.send(sent);
    exchange.reset();
  };
}

/**
 * A right answer on a connection that claims to persist, and is reset by the next request: what happens
 * when a server gives up an idle connection in the moment in which a client uses it. A client may repeat a
 * `GET` then, on a new connection (RFC 9112, section 9.3.1).
 *
 * @param body The body
 * @param options See {@linkcode AnswerOptions}
 * @returns The fault
 *
 * @example A client tries again by itself
 * ```ts
 * import { serveFaults, stale } from "@pyport/http-server/testing";
 * import { assertEquals } from "@std/assert";
 *
 * await using server = await serveFaults(stale("hello"));
 * for (let count = 0; count < 2; count++) {
 *   assertEquals(await (await fetch(server.url())).text(), "hello");
 * }
 * ```
 */
export function stale(body = "", options: AnswerOptions = {}): Fault {
  const { length } = new TextEncoder().encode(body);
  const headers = { "Connection": "keep-alive", ...options.headers };
  return async (exchange) => {
    await exchange.readHead();
    await exchange.send(headOf(length, { ...options, headers }) + body);
    await exchange.read(1);
    exchange.reset();
  };
}

/**
 * A body without an end: does the client stop at its own limit?
 *
 * @param options See {@linkcode AnswerOptions}
 * @returns The fault
 *
 * @example A client that has enough
 * ```ts
 * import { endless, serveFaults } from "@pyport/http-server/testing";
 * import { assert } from "@std/assert";
 *
 * await using server = await serveFaults(endless());
 * let size = 0;
 * for await (const block of (await fetch(server.url())).body!) {
 *   size += block.length;
 *   if (size > 100_000) break;
 * }
 * assert(size > 100_000);
 * ```
 */
export function endless(options: AnswerOptions = {}): Fault {
  return async (exchange) => {
    await exchange.readHead();
    await exchange.send(headOf("close", options));
    const block = new Uint8Array(BLOCK_SIZE).fill(0x61);
    for (;;) await exchange.send(block);
  };
}
