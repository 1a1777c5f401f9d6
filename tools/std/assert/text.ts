import { suffix } from "./_message.ts";
import { AssertionError } from "./assertion_error.ts";

/**
 * Assert that a text matches a pattern.
 *
 * @param actual The text at hand
 * @param expected The pattern
 * @param msg Words for the message
 * @throws {AssertionError} when it doesn't
 */
export function assertMatch(actual: string, expected: RegExp, msg?: string): void {
  if (expected.test(actual)) return;
  throw new AssertionError(`Expected actual: "${actual}" to match: "${expected}"${suffix(msg)}`);
}

/**
 * Assert that a text doesn't match a pattern.
 *
 * @param actual The text at hand
 * @param expected The pattern
 * @param msg Words for the message
 * @throws {AssertionError} when it does
 */
export function assertNotMatch(actual: string, expected: RegExp, msg?: string): void {
  if (!expected.test(actual)) return;
  const words = suffix(msg);
  throw new AssertionError(`Expected actual: "${actual}" to not match: "${expected}"${words}`);
}

/**
 * Assert that a text has another in it.
 *
 * @param actual The text at hand
 * @param expected The text to be found in it
 * @param msg Words for the message
 * @throws {AssertionError} when it hasn't
 */
export function assertStringIncludes(actual: string, expected: string, msg?: string): void {
  if (actual.includes(expected)) return;
  throw new AssertionError(`Expected actual: "${actual}" to contain: "${expected}"${suffix(msg)}`);
}
