import { format, suffix } from "./_message.ts";
import { AssertionError } from "./assertion_error.ts";

/**
 * Assert that `actual > expected`.
 *
 * @param actual The value at hand
 * @param expected The bound
 * @param msg The whole message
 * @throws {AssertionError} when it isn't
 */
export function assertGreater<T>(actual: T, expected: T, msg?: string): void {
  if (!(actual > expected)) refuse(actual, ">", expected, msg);
}

/**
 * Assert that `actual >= expected`.
 *
 * @param actual The value at hand
 * @param expected The bound
 * @param msg The whole message
 * @throws {AssertionError} when it isn't
 */
export function assertGreaterOrEqual<T>(actual: T, expected: T, msg?: string): void {
  if (!(actual >= expected)) refuse(actual, ">=", expected, msg);
}

/**
 * Assert that `actual < expected`.
 *
 * @param actual The value at hand
 * @param expected The bound
 * @param msg The whole message
 * @throws {AssertionError} when it isn't
 */
export function assertLess<T>(actual: T, expected: T, msg?: string): void {
  if (!(actual < expected)) refuse(actual, "<", expected, msg);
}

/**
 * Assert that `actual <= expected`.
 *
 * @param actual The value at hand
 * @param expected The bound
 * @param msg The whole message
 * @throws {AssertionError} when it isn't
 */
export function assertLessOrEqual<T>(actual: T, expected: T, msg?: string): void {
  if (!(actual <= expected)) refuse(actual, "<=", expected, msg);
}

/**
 * Assert that two numbers are close to each other.
 *
 * @param actual The number at hand
 * @param expected What it should be near to
 * @param tolerance How far off it may be, at most; by default a ten-millionth of `expected`
 * @param msg Words for the message
 * @throws {AssertionError} when it is farther off
 */
export function assertAlmostEquals(
  actual: number,
  expected: number,
  tolerance?: number,
  msg?: string,
): void {
  const delta = Math.abs(expected - actual);
  const limit = tolerance ?? (isFinite(expected) ? Math.abs(expected * 1e-7) : 1e-7);
  if (Object.is(actual, expected) || delta <= limit) return;
  const show = (n: number): string => Number.isInteger(n) ? `${n}` : n.toExponential();
  throw new AssertionError(
    `Expected actual: "${show(actual)}" to be close to "${show(expected)}": ` +
      `delta "${show(delta)}" is greater than "${show(limit)}"${suffix(msg)}`,
  );
}

function refuse(actual: unknown, sign: string, expected: unknown, msg: string | undefined): never {
  throw new AssertionError(msg ?? `Expect ${format(actual)} ${sign} ${format(expected)}`);
}
