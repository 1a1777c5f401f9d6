/**
 * How much the scripts of a server may take.
 *
 * @module
 */

/**
 * Limits for CGI scripts.
 *
 * @example Change some of them
 * ```ts
 * import { type CGILimits, DEFAULT_CGI_LIMITS } from "@pyport/http-server";
 * import { assertEquals } from "@std/assert";
 *
 * const limits: CGILimits = { ...DEFAULT_CGI_LIMITS, totalTime: 30, processes: 4 };
 * assertEquals(limits.firstByteTime, 60);
 * ```
 */
export interface CGILimits {
  /**
   * How long a script may take to its first byte of output, in seconds.
   *
   * @default {60}
   */
  readonly firstByteTime: number;
  /**
   * How long a script may run, in seconds.
   *
   * @default {3600}
   */
  readonly totalTime: number;
  /**
   * How long a script that was sent `SIGTERM` may go on before it is sent `SIGKILL`, in seconds.
   *
   * @default {5}
   */
  readonly graceTime: number;
  /**
   * How many scripts may run at once; the last quarter of them are for clients that have none.
   *
   * @default {32}
   */
  readonly processes: number;
  /**
   * How long a request may wait for its turn, in seconds; then it is answered with 503.
   *
   * @default {10}
   */
  readonly waitTime: number;
  /**
   * How long the header block of a script may be, in bytes.
   *
   * @default {65536}
   */
  readonly headerBytes: number;
}

/**
 * The limits unless others are set.
 *
 * @example How many scripts run at once
 * ```ts
 * import { DEFAULT_CGI_LIMITS } from "@pyport/http-server";
 * import { assertEquals } from "@std/assert";
 *
 * assertEquals(DEFAULT_CGI_LIMITS.processes, 32);
 * ```
 */
export const DEFAULT_CGI_LIMITS: CGILimits = {
  firstByteTime: 60,
  totalTime: 3600,
  graceTime: 5,
  processes: 32,
  waitTime: 10,
  headerBytes: 65536,
};
