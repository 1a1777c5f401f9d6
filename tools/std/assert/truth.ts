import { suffix } from "./_message.ts";
import { AssertionError } from "./assertion_error.ts";

/** What {@linkcode assertFalse} lets pass. */
export type Falsy = false | 0 | 0n | "" | null | undefined;

/**
 * Assert that a value is truthy.
 *
 * @param expr The value at hand
 * @param msg The whole message
 * @throws {AssertionError} when it is falsy
 */
export function assert(expr: unknown, msg = ""): asserts expr {
  if (!expr) throw new AssertionError(msg);
}

/**
 * Assert that a value is falsy.
 *
 * @param expr The value at hand
 * @param msg The whole message
 * @throws {AssertionError} when it is truthy
 */
export function assertFalse(expr: unknown, msg = ""): asserts expr is Falsy {
  if (expr) throw new AssertionError(msg);
}

/**
 * Assert that a value is neither `null` nor `undefined`.
 *
 * @param actual The value at hand
 * @param msg Words for the message
 * @throws {AssertionError} when it is one of them
 */
export function assertExists<T>(actual: T, msg?: string): asserts actual is NonNullable<T> {
  if (actual !== undefined && actual !== null) return;
  throw new AssertionError(
    `Expected actual: "${actual}" to not be null or undefined${suffix(msg)}`,
  );
}

/**
 * Assert that a value is an instance of a class.
 *
 * @param actual The value at hand
 * @param expectedType The class
 * @param msg Words for the message
 * @throws {AssertionError} when it isn't
 */
export function assertInstanceOf<
  // deno-lint-ignore no-explicit-any
  T extends abstract new (...args: any[]) => any,
>(actual: unknown, expectedType: T, msg = ""): asserts actual is InstanceType<T> {
  if (actual instanceof expectedType) return;
  const found = typeNameOf(actual);
  let but = ` but was "${found}"`;
  if (found === expectedType.name) but = "";
  else if (found === "function") but = " but was not an instanced object";
  throw new AssertionError(
    `Expected object to be an instance of "${expectedType.name}"${but}${suffix(msg)}`,
  );
}

/**
 * Fails.
 *
 * @param msg Words for the message
 * @throws {AssertionError} always
 */
export function fail(msg?: string): never {
  throw new AssertionError(`Failed assertion${suffix(msg)}`);
}

function typeNameOf(value: unknown): string {
  if (value === null) return "null";
  return typeof value === "object" ? value.constructor?.name ?? "Object" : typeof value;
}
