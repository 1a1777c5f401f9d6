import {
  assert,
  assertAlmostEquals,
  assertArrayIncludes,
  assertEquals,
  assertExists,
  assertFalse,
  assertGreater,
  assertGreaterOrEqual,
  assertInstanceOf,
  AssertionError,
  assertLess,
  assertLessOrEqual,
  assertMatch,
  assertNotEquals,
  assertNotMatch,
  assertNotStrictEquals,
  assertObjectMatch,
  assertRejects,
  assertStrictEquals,
  assertStringIncludes,
  assertThrows,
  equal,
  fail,
} from "@std/assert";
// What these tests check can't be what they check it with.
import expect from "node:assert/strict";

/** Expects an assertion to hold. */
function holds(assertion: () => unknown): void {
  expect.doesNotThrow(assertion);
}

/** Expects an assertion to fail, with a message that starts like this. */
function fails(assertion: () => unknown, start = ""): void {
  expect.throws(assertion, (error: unknown) => {
    expect(error instanceof AssertionError);
    expect.equal(error.name, "AssertionError");
    expect.equal(error.message.slice(0, start.length), start);
    return true;
  });
}

/** Expects a promise to be rejected because an assertion failed, with a message that starts like this. */
async function failsLater(assertion: () => Promise<unknown>, start: string): Promise<void> {
  const error = await assertion().then(() => undefined, (reason) => reason);
  fails(() => {
    throw error;
  }, start);
}

class Point {
  constructor(readonly x: number) {}
}

const same: [string, unknown, unknown][] = [
  ["NaN", NaN, NaN],
  ["0 and -0", 0, -0],
  ["nested plain values", { a: [1, { b: "c" }] }, { a: [1, { b: "c" }] }],
  ["keys in another order", { a: 1, b: 2 }, { b: 2, a: 1 }],
  ["objects without a prototype", Object.create(null), {}],
  ["dates", new Date(7), new Date(7)],
  ["patterns", /a/g, /a/g],
  ["bytes", new Uint8Array([1, 2]), new Uint8Array([1, 2])],
  ["buffers", new Uint8Array([1]).buffer, new Uint8Array([1]).buffer],
  ["sets", new Set([1, { a: 2 }]), new Set([{ a: 2 }, 1])],
  ["maps", new Map([["a", [1]], ["b", [2]]]), new Map([["b", [2]], ["a", [1]]])],
  ["URLs", new URL("http://a/b"), new URL("http://a/b")],
  ["instances", new Point(1), new Point(1)],
];

const different: [string, unknown, unknown][] = [
  ["a number and its text", 1, "1"],
  ["null and undefined", null, undefined],
  ["an absent key and an undefined value", {}, { a: undefined }],
  ["an array and a like object", [1], { 0: 1 }],
  ["lengths", [1, 2], [1]],
  ["dates", new Date(7), new Date(8)],
  ["patterns", /a/g, /a/i],
  ["bytes", new Uint8Array([1, 2]), new Uint8Array([1, 3])],
  ["types of bytes", new Uint8Array([1]), new Int8Array([1])],
  ["buffers", new Uint8Array([1]).buffer, new Uint8Array([2]).buffer],
  ["sets", new Set([1, 2]), new Set([1, 3])],
  ["maps", new Map([["a", 1]]), new Map([["a", 2]])],
  ["URLs", new URL("http://a/b"), new URL("http://a/c")],
  ["instances", new Point(1), new Point(2)],
  ["an instance and a plain object", new Point(1), { x: 1 }],
  ["functions", () => 1, () => 1],
];

Deno.test("equal() and its assertions see equal structures", () => {
  for (const [name, a, b] of same) {
    expect.equal(equal(a, b), true, name);
    holds(() => assertEquals(a, b));
    fails(() => assertNotEquals(a, b), "Expected actual: ");
  }
});

Deno.test("equal() and its assertions see different structures", () => {
  for (const [name, a, b] of different) {
    expect.equal(equal(a, b), false, name);
    expect.equal(equal(b, a), false, name);
    holds(() => assertNotEquals(a, b));
    fails(() => assertEquals(a, b), "Values are not equal.");
  }
});

Deno.test("equal() copes with cycles", () => {
  const cycle = (last: number): unknown => {
    const object: Record<string, unknown> = { last };
    object.self = object;
    return object;
  };
  expect.equal(equal(cycle(1), cycle(1)), true);
  expect.equal(equal(cycle(1), cycle(2)), false);
});

Deno.test("equal() throws for what can't be compared", () => {
  const message = "Cannot compare WeakMap instances";
  expect.throws(() => equal(new WeakMap(), new WeakMap()), { name: "TypeError", message });
});

Deno.test("assertEquals() shows what differs, and the caller's words", () => {
  fails(
    () => assertEquals({ a: 1 }, { a: 2 }, "after the call"),
    "Values are not equal: after the call",
  );
  expect.throws(() => assertEquals({ a: "found" }, { a: "wanted" }), /found[^]*wanted/);
});

Deno.test("assertStrictEquals() asks for the same value", () => {
  const object = {};
  holds(() => assertStrictEquals(object, object));
  holds(() => assertStrictEquals(NaN, NaN));
  holds(() => assertNotStrictEquals({}, {}));
  fails(() => assertStrictEquals(0, -0), "Values are not strictly equal.");
  fails(
    () => assertStrictEquals({}, {}),
    "Values have the same structure but are not reference-equal.",
  );
  fails(() => assertNotStrictEquals(1, 1), 'Expected "actual" to not be strictly equal to: 1.');
});

Deno.test("assert() and assertFalse() ask for truth", () => {
  for (const value of [true, 1, "a", {}]) {
    holds(() => assert(value));
    fails(() => assertFalse(value, "is true"), "is true");
  }
  for (const value of [false, 0, "", null, undefined]) {
    holds(() => assertFalse(value));
    fails(() => assert(value, "is false"), "is false");
  }
});

Deno.test("assertExists() refuses null and undefined only", () => {
  for (const value of [0, "", false]) holds(() => assertExists(value));
  fails(() => assertExists(null), 'Expected actual: "null" to not be null or undefined.');
  fails(
    () => assertExists(undefined, "why"),
    'Expected actual: "undefined" to not be null or undefined: why',
  );
});

Deno.test("assertInstanceOf() asks for a class", () => {
  holds(() => assertInstanceOf(new TypeError(), Error));
  const start = 'Expected object to be an instance of "Date"';
  fails(() => assertInstanceOf(null, Date), `${start} but was "null".`);
  fails(() => assertInstanceOf([], Date), `${start} but was "Array".`);
  fails(() => assertInstanceOf(1, Date), `${start} but was "number".`);
  fails(() => assertInstanceOf(Date, Date), `${start} but was not an instanced object.`);
});

Deno.test("assertions about order compare as the operators do", () => {
  holds(() => assertGreater(2, 1));
  holds(() => assertGreaterOrEqual(2, 2));
  holds(() => assertLess(1n, 2n));
  holds(() => assertLessOrEqual("a", "a"));
  fails(() => assertGreater(1, 1), "Expect 1 > 1");
  fails(() => assertGreaterOrEqual(1, 2), "Expect 1 >= 2");
  fails(() => assertLess(1, 1), "Expect 1 < 1");
  fails(() => assertLessOrEqual(2, 1, "too many"), "too many");
});

Deno.test("assertAlmostEquals() allows for the tolerance", () => {
  holds(() => assertAlmostEquals(0.1 + 0.2, 0.3));
  holds(() => assertAlmostEquals(10, 11, 1));
  holds(() => assertAlmostEquals(Infinity, Infinity));
  const start = 'Expected actual: "1" to be close to "2": delta "1" is greater than "2e-7".';
  fails(() => assertAlmostEquals(1, 2), start);
});

Deno.test("assertions about texts look for a pattern or a text", () => {
  holds(() => assertMatch("abc", /b/));
  holds(() => assertNotMatch("abc", /d/));
  holds(() => assertStringIncludes("abc", "bc"));
  fails(() => assertMatch("abc", /d/), 'Expected actual: "abc" to match: "/d/".');
  fails(() => assertNotMatch("abc", /b/), 'Expected actual: "abc" to not match: "/b/".');
  fails(() => assertStringIncludes("abc", "d"), 'Expected actual: "abc" to contain: "d".');
});

Deno.test("assertArrayIncludes() asks for equal elements in any order", () => {
  holds(() => assertArrayIncludes([1, { a: 1 }, 3], [{ a: 1 }, 1]));
  holds(() => assertArrayIncludes(new Uint8Array([1, 2]), new Uint8Array([2])));
  expect.throws(() => assertArrayIncludes([1], [1, 2]), /missing: \[\s*2,?\s*\]$/);
});

Deno.test("assertObjectMatch() asks for the expected fields only", () => {
  const actual = { a: 1, b: { c: [1, 2], d: new Date(0) }, e: new Map([["k", { l: 1 }]]) };
  holds(() => assertObjectMatch(actual, {}));
  holds(() => assertObjectMatch(actual, { a: 1 }));
  holds(() => assertObjectMatch(actual, { b: { c: [1], d: new Date(0) } }));
  holds(() => assertObjectMatch(new Point(1) as never, { x: 1 }));
  fails(() => assertObjectMatch(actual, { a: 2 }), "Values are not equal.");
  fails(() => assertObjectMatch(actual, { b: { c: [1, 3] } }));
  fails(() => assertObjectMatch(actual, { b: { c: [1, 2, 3] } }));
  fails(() => assertObjectMatch(actual, { b: { d: new Date(1) } }));
  fails(() => assertObjectMatch(actual, { f: undefined }, "no f"), "Values are not equal: no f");
});

Deno.test("assertThrows() returns the error that it asked for", () => {
  const error = new TypeError("a b c");
  const fn = (): never => {
    throw error;
  };
  expect.equal(assertThrows(fn), error);
  expect.equal(assertThrows(fn, TypeError), error);
  expect.equal(assertThrows(fn, Error, "b"), error);
  fails(() => assertThrows(() => {}), "Expected function to throw.");
  fails(() => assertThrows(() => {}, "must"), "Expected function to throw: must");
  fails(() => assertThrows(() => {}, Error, "b", "must"), "Expected function to throw: must");
  fails(
    () => assertThrows(fn, RangeError),
    'Expected error to be instance of "RangeError", but was "TypeError".',
  );
  fails(
    () => assertThrows(fn, TypeError, "x"),
    'Expected error message to include "x", but got "a b c".',
  );
  fails(
    () =>
      assertThrows(() => {
        // deno-lint-ignore no-throw-literal -- that is what is tested
        throw "text";
      }, Error),
    "A non-Error object was thrown.",
  );
});

Deno.test("assertRejects() returns the reason that it asked for", async () => {
  const error = new TypeError("a b c");
  const fn = (): Promise<never> => Promise.reject(error);
  expect.equal(await assertRejects(fn), error);
  expect.equal(await assertRejects(fn, TypeError, "b"), error);
  await failsLater(() => assertRejects(() => Promise.resolve()), "Expected function to reject.");
  await failsLater(
    () => assertRejects(fn, RangeError),
    'Expected error to be instance of "RangeError", but was "TypeError".',
  );
  await failsLater(
    () => assertRejects(() => Promise.reject("text"), Error),
    "A non-Error object was rejected.",
  );
  await failsLater(
    () =>
      assertRejects(() => {
        throw error;
      }),
    "Function throws when expected to reject.",
  );
});

Deno.test("fail() always fails", () => {
  fails(() => fail(), "Failed assertion.");
  fails(() => fail("here"), "Failed assertion: here");
});
