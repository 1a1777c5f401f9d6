import { difference, suffix } from "./_message.ts";
import { AssertionError } from "./assertion_error.ts";
import { equal } from "./equal.ts";

type Fields = Record<PropertyKey, unknown>;
type Seen = Map<unknown, unknown>;

/**
 * Assert that an object has the expected fields, at any depth; it may have others, and its class doesn't count.
 *
 * @param actual The object at hand
 * @param expected The fields that it should have
 * @param msg Words for the message
 * @throws {AssertionError} when one is missing or not equal
 */
export function assertObjectMatch(
  // deno-lint-ignore no-explicit-any
  actual: Record<PropertyKey, any>,
  expected: Record<PropertyKey, unknown>,
  msg?: string,
): void {
  if (matches(actual, expected, new Map())) return;
  const changes = difference(actual, expected);
  throw new AssertionError(`Values are not equal${suffix(msg)}\n${changes}`);
}

function matches(actual: unknown, expected: unknown, seen: Seen): boolean {
  if (!isContainer(actual) || !isContainer(expected)) return equal(actual, expected);
  // A cycle: the two are already being compared further up, and that comparison decides.
  if (seen.get(actual) === expected) return true;
  seen.set(actual, expected);
  if (actual instanceof Set && expected instanceof Set) return expected.isSubsetOf(actual);
  if (actual instanceof Map && expected instanceof Map) {
    return matchesEntries(actual, expected, seen);
  }
  return matchesFields(actual as Fields, expected as Fields, seen);
}

function matchesEntries(
  actual: Map<unknown, unknown>,
  expected: Map<unknown, unknown>,
  seen: Seen,
): boolean {
  return expected.entries().every(([key, value]) =>
    actual.has(key) && matches(actual.get(key), value, seen)
  );
}

function matchesFields(actual: Fields, expected: Fields, seen: Seen): boolean {
  // An array may have more elements than expected, so its `length` doesn't count.
  const keys = Array.isArray(expected) ? Object.keys(expected) : Reflect.ownKeys(expected);
  return keys.every((key) =>
    Object.hasOwn(actual, key) && matches(actual[key], expected[key], seen)
  );
}

function isContainer(value: unknown): value is object {
  const isWhole = value instanceof Date || value instanceof RegExp;
  return typeof value === "object" && value !== null && !isWhole;
}
