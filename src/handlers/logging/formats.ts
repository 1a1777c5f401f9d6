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
