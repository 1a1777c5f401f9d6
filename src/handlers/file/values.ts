/**
 * What the values of options may be.
 *
 * @module
 */

/** The longest time that caches have to be able to count, in seconds (RFC 9111, section 1.2.2). */
const MAX_SECONDS = 2 ** 31;

/** `token` (RFC 9110, section 5.6.2) */
const TOKEN_REGEXP = /^[\w!#$%&'*+.^`|~-]+$/;

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

/** What to do with an upload whose name is taken. */
export type OverwritePolicy = "error" | "rename" | "replace";

const OVERWRITE_POLICIES: readonly OverwritePolicy[] = ["error", "rename", "replace"];

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
