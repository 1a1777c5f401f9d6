/**
 * What the values of options may be.
 *
 * @module
 */

/** The longest time that caches have to be able to count, in seconds (RFC 9111, section 1.2.2). */
const MAX_SECONDS = 2 ** 31;

/** `token` (RFC 9110, section 5.6.2) */
const TOKEN_REGEXP = /^[\w!#$%&'*+.^`|~-]+$/;

/** `scheme "://" host [ ":" port ]` (RFC 6454, section 7), or `null`. */
const ORIGIN_REGEXP = /^(?:[a-z][a-z0-9+.-]*:\/\/[^\s/?#@,]+|null)$/i;

/** What stands for all names in `allowedHosts`. */
export const ANY_HOST = "*";

/** A name, or a dot and the name that those below it end in. */
const HOST_REGEXP = /^\.?[a-z0-9_-]+(?:\.[a-z0-9_-]+)*$/i;

/** Segments of a path (RFC 3986, section 3.3) without escapes, each after a slash. */
const PREFIX_REGEXP = /^(?:\/[\w.~!$&'()*+,;=:@-]+)*\/?$/;

/** A segment that leads somewhere else. */
const DOTS_REGEXP = /(?:^|[\\/])\.{1,2}(?:[\\/]|$)/;

/**
 * Whether a number can be the value of `max-age`.
 *
 * @param seconds The number
 * @returns Whether it can
 */
export function isSeconds(seconds: number): boolean {
  return Number.isInteger(seconds) && seconds >= 0 && seconds <= MAX_SECONDS;
}

/**
 * Whether a text can be the value of the parameter `charset` (RFC 9110, section 8.3.2), or none.
 *
 * @param name The text
 * @returns Whether it can
 */
export function isCharset(name: string): boolean {
  return name === "" || TOKEN_REGEXP.test(name);
}

/**
 * What to do with an upload whose name is taken.
 *
 * @example Put new files in the place of old ones
 * ```ts
 * import { type OverwritePolicy, serve } from "@pyport/http-server";
 * import { assertEquals } from "@std/assert";
 *
 * const overwrite: OverwritePolicy = "replace";
 * const directory = Deno.makeTempDirSync();
 * Deno.writeTextFileSync(`${directory}/a.txt`, "old");
 * await using server = serve({
 *   hostname: "127.0.0.1",
 *   port: 0,
 *   log: "off",
 *   directory,
 *   upload: true,
 *   overwrite,
 * });
 * const url = `http://127.0.0.1:${server.addr.port}/a.txt`;
 * const answer = await fetch(url, { method: "PUT", body: "new" });
 * await answer.body?.cancel();
 * assertEquals(answer.status, 204);
 * assertEquals(Deno.readTextFileSync(`${directory}/a.txt`), "new");
 * Deno.removeSync(directory, { recursive: true });
 * ```
 */
export type OverwritePolicy = "error" | "rename" | "replace";

/** All of them, the default first. */
export const OVERWRITE_POLICIES: readonly OverwritePolicy[] = ["error", "rename", "replace"];

/**
 * Whether a text is an {@linkcode OverwritePolicy}.
 *
 * @param policy The text
 * @returns Whether it is
 */
export function isOverwritePolicy(policy: string): policy is OverwritePolicy {
  return OVERWRITE_POLICIES.includes(policy as OverwritePolicy);
}

/**
 * Whether a number can be a size.
 *
 * @param count The number
 * @returns Whether it is a positive integer
 */
export function isByteCount(count: number): boolean {
  return Number.isSafeInteger(count) && count > 0;
}

/**
 * Whether a value is one of `cors`.
 *
 * @param value A boolean, an origin or an array
 * @returns Whether there is nothing but origins in it, and at least one if it is an array
 */
export function areOrigins(value: boolean | string | readonly unknown[]): boolean {
  if (typeof value === "boolean") return true;
  const origins = typeof value === "string" ? [value] : value;
  return Array.isArray(origins) && origins.length > 0 &&
    origins.every((origin) => typeof origin === "string" && ORIGIN_REGEXP.test(origin));
}

/**
 * Whether a value is one of `allowedHosts`.
 *
 * @param hosts An object
 * @returns Whether it is an array with nothing but names in it
 */
export function areHosts(hosts: readonly unknown[]): boolean {
  return Array.isArray(hosts) &&
    hosts.every((host) =>
      typeof host === "string" && (host === ANY_HOST || HOST_REGEXP.test(host))
    );
}

/**
 * Whether a text can be what paths begin with.
 *
 * @param prefix The text
 * @returns Whether it begins with a slash and has no escapes, empty segments or segments of dots
 */
export function isPrefix(prefix: string): boolean {
  return prefix.startsWith("/") && PREFIX_REGEXP.test(prefix) && !DOTS_REGEXP.test(prefix);
}

/**
 * Whether a value is one of `spa`.
 *
 * @param value A boolean or a path
 * @returns Whether it is the former, or leads to something within the directory
 */
export function isRelativePath(value: boolean | string): boolean {
  if (typeof value === "boolean") return true;
  return value !== "" && !/^[\\/]|^[a-z]:|[\\/]$|\0/i.test(value) && !DOTS_REGEXP.test(value);
}
