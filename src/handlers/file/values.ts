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
