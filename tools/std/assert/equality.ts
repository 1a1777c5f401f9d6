import { difference, format, suffix } from "./_message.ts";
import { AssertionError } from "./assertion_error.ts";
import { equal } from "./equal.ts";

/**
 * Assert that two values have the same structure.
 *
 * @param actual The value at hand
 * @param expected What it should equal
 * @param msg Words for the message
 * @throws {AssertionError} when it doesn't
 */
export function assertEquals<T>(actual: T, expected: T, msg?: string): void {
  if (equal(actual, expected)) return;
  const changes = difference(actual, expected);
  throw new AssertionError(`Values are not equal${suffix(msg)}\n${changes}`);
}

/**
 * Assert that two values differ in structure.
 *
 * @param actual The value at hand
 * @param expected What it should not equal
 * @param msg Words for the message
 * @throws {AssertionError} when it does
 */
export function assertNotEquals<T>(actual: T, expected: T, msg?: string): void {
  if (!equal(actual, expected)) return;
  throw new AssertionError(
    `Expected actual: ${format(actual)} not to be: ${format(expected)}${suffix(msg)}`,
  );
}

/**
 * Assert that two values are the same one (`Object.is`).
 *
 * @param actual The value at hand
 * @param expected What it should be
 * @param msg Words for the message
 * @throws {AssertionError} when it isn't
 */
export function assertStrictEquals<T>(
  actual: unknown,
  expected: T,
  msg?: string,
): asserts actual is T {
  if (Object.is(actual, expected)) return;
  const shown = format(actual);
  if (shown === format(expected)) {
    const start = "Values have the same structure but are not reference-equal";
    throw new AssertionError(`${start}${suffix(msg)}\n\n${shown}\n`);
  }
  const changes = difference(actual, expected);
  throw new AssertionError(`Values are not strictly equal${suffix(msg)}\n${changes}`);
}

/**
 * Assert that two values are not the same one (`Object.is`).
 *
 * @param actual The value at hand
 * @param expected What it should not be
 * @param msg Words for the message
 * @throws {AssertionError} when it is
 */
export function assertNotStrictEquals<T>(actual: T, expected: T, msg?: string): void {
  if (!Object.is(actual, expected)) return;
  throw new AssertionError(
    `Expected "actual" to not be strictly equal to: ${format(actual)}${suffix(msg)}\n`,
  );
}

/**
 * Assert that each expected element equals one of the actual ones.
 *
 * @param actual The array at hand
 * @param expected The elements that it should have, in any order
 * @param msg Words for the message
 * @throws {AssertionError} when one is missing
 */
export function assertArrayIncludes<T>(
  actual: ArrayLike<T> & object,
  expected: ArrayLike<T> & object,
  msg?: string,
): void {
  const present = Array.from(actual);
  const missing = Array.from(expected).filter((item) => !present.some((own) => equal(item, own)));
  if (missing.length === 0) return;
  throw new AssertionError(
    `Expected actual: "${format(actual)}" to include: "${format(expected)}"${suffix(msg)}\n` +
      `missing: ${format(missing)}`,
  );
}
