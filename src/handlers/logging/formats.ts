/**
 * The formats of the log.
 *
 * @module
 */

/** The formats, the default first. */
export const LOG_FORMATS: readonly LogFormat[] = ["python", "common", "combined", "json", "off"];

/**
 * How requests are logged: `"python"` as Python does, `"common"` in the Common Log Format,
 * `"combined"` in that of Apache and nginx with referrer, browser and duration, `"json"` as an object
 * a line, and `"off"` not at all.
 *
 * @example Leave requests out
 * ```ts
 * import { type LogFormat, serve } from "@pyport/http-server";
 * import { assertEquals } from "@std/assert";
 *
 * const log: LogFormat = "off";
 * await using server = serve({ hostname: "127.0.0.1", port: 0, log });
 * const answer = await fetch(`http://127.0.0.1:${server.addr.port}/none`);
 * await answer.body?.cancel();
 * assertEquals(answer.status, 404);
 * ```
 */
export type LogFormat = "python" | "common" | "combined" | "json" | "off";

/**
 * Whether there is a format of this name.
 *
 * @param name The name
 * @returns Whether there is
 */
export function isLogFormat(name: unknown): name is LogFormat {
  return LOG_FORMATS.some((format) => format === name);
}
