/**
 * {@linkcode sequence}: one fault after the other.
 *
 * @module
 */

import type { Fault } from "./exchange.ts";

/**
 * Answer the first request for a path with the first fault, the second one with the second, and all that
 * follow with the last.
 *
 * @param faults The faults, at least one
 * @returns The fault
 *
 * @example A client that tries three times
 * ```ts
 * import { garbage, ok, reset, sequence, serveFaults } from "@pyport/http-server/testing";
 * import { assertEquals } from "@std/assert";
 *
 * await using server = await serveFaults(sequence(reset(), garbage(), ok("at last")));
 * let text: string | undefined;
 * for (let attempt = 1; text === undefined && attempt <= 3; attempt++) {
 *   text = await fetch(server.url("/")).then((answer) => answer.text()).catch(() => undefined);
 * }
 * assertEquals([text, server.requests.length], ["at last", 3]);
 * ```
 */
export function sequence(...faults: readonly [Fault, ...Fault[]]): Fault {
  return (exchange) => faults[Math.min(exchange.attempt, faults.length) - 1]!(exchange);
}
