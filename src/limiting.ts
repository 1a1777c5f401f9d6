/**
 * Limits for a server that may have several event loops.
 *
 * @module
 */

import { allocateTally, ConnectionTally } from "./server/connection_tally.ts";
import type { ServerLimits } from "./server/limits.ts";
import type { TCPServerOptions } from "./server/tcp_server_options.ts";

/** Limits, ready to be sent to workers. */
export interface Limiting {
  /** The limits. */
  readonly limits: ServerLimits;
  /** What the event loops count connections in; absent if there is one only. */
  readonly tally?: SharedArrayBuffer | undefined;
}

/**
 * Make limits ready.
 *
 * @param limits The limits
 * @param loops The number of event loops
 * @returns What {@linkcode limitingOptions} takes
 */
export function prepareLimits(limits: ServerLimits, loops = 1): Limiting {
  return loops === 1 ? { limits } : { limits, tally: allocateTally(loops) };
}

/**
 * What the servers of an event loop are to know of limits. If there are several, they count together.
 *
 * @param limiting The limits
 * @param loop The number of the event loop, from 0
 * @returns Options
 */
export function limitingOptions(
  { limits, tally }: Limiting,
  loop: number,
): Required<Pick<TCPServerOptions, "limits" | "tally">> {
  return { limits, tally: new ConnectionTally(tally, loop) };
}
