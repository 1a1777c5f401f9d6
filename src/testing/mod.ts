/**
 * A server that misbehaves on purpose: for tests of HTTP clients, over real sockets.
 *
 * {@linkcode serveFaults} listens on a free port of this machine and answers each path with a {@linkcode
 * Fault}: one of the functions here, or one of your own.
 *
 * @example Does a client notice that half of the body is missing?
 * ```ts
 * import { ok, sequence, serveFaults, truncated } from "@pyport/http-server/testing";
 * import { assertEquals, assertRejects } from "@std/assert";
 *
 * await using server = await serveFaults({
 *   "/report": sequence(truncated("hello, world", 5), ok("hello, world")),
 * });
 * const client = async () => await (await fetch(server.url("/report"))).text();
 * await assertRejects(client);
 * assertEquals(await client(), "hello, world");
 * assertEquals(server.requests.length, 2);
 * ```
 *
 * @module
 */

export { type Faults, type FaultServer, type SeenRequest, serveFaults } from "./fault_server.ts";
export type { Exchange, Fault } from "./exchange.ts";
export {
  type AnswerOptions,
  garbage,
  ok,
  overlong,
  raw,
  truncated,
  truncatedChunks,
} from "./answers.ts";
export { endless, reset, silent, slow, stale, stalled } from "./connections.ts";
export { sequence } from "./sequence.ts";
