/**
 * Stands in for `@std/assert`: the assertions that the tests use.
 *
 * @module
 */

export { AssertionError } from "./assertion_error.ts";
export { equal } from "./equal.ts";
export {
  assertArrayIncludes,
  assertEquals,
  assertNotEquals,
  assertNotStrictEquals,
  assertStrictEquals,
} from "./equality.ts";
export { assertObjectMatch } from "./object_match.ts";
export {
  assertAlmostEquals,
  assertGreater,
  assertGreaterOrEqual,
  assertLess,
  assertLessOrEqual,
} from "./order.ts";
export { assertMatch, assertNotMatch, assertStringIncludes } from "./text.ts";
export { assertRejects, assertThrows } from "./throws.ts";
export { assert, assertExists, assertFalse, assertInstanceOf, fail, type Falsy } from "./truth.ts";
