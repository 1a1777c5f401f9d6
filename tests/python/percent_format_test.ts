import { assertEquals, assertStrictEquals, assertThrows } from "@std/assert";
import { HTTPStatus } from "../../src/http/status.ts";
import { percentFormat } from "../../src/python/percent_format.ts";
import { replay } from "./recorded.ts";

Deno.test("percentFormat() formats, and complains, as CPython does", () => {
  replay("percent_format", percentFormat, {
    TypeError,
    ValueError: RangeError,
    KeyError: RangeError,
    OverflowError: RangeError,
  });
});

// From Lib/test/test_format.py of CPython 3.14; the recorder's interpreter may be older.
const CHARACTER_ERRORS: readonly (readonly [value: unknown, message: string])[] = [
  [3.14, "%c requires an int or a unicode character, not float"],
  ["ab", "%c requires an int or a unicode character, not a string of length 2"],
  [null, "%c requires an int or a unicode character, not NoneType"],
];

for (const [value, message] of CHARACTER_ERRORS) {
  Deno.test(`percentFormat() names the type when %c gets ${JSON.stringify(value)}`, () => {
    const error = assertThrows(() => percentFormat("%c", [value]), TypeError);
    assertEquals(error.message, message);
  });
}

Deno.test("percentFormat() prints numbers that JSON cannot hold as CPython does", () => {
  assertEquals(percentFormat("%s %s %s", [NaN, Infinity, -Infinity]), "nan inf -inf");
  assertEquals(percentFormat("%f|%+E|%06g", [NaN, Infinity, -Infinity]), "nan|+INF|-00inf");
  assertThrows(() => percentFormat("%d", [NaN]), RangeError, "cannot convert float NaN to integer");
  const message = "cannot convert float infinity to integer";
  assertThrows(() => percentFormat("%d", [Infinity]), RangeError, message);
});

Deno.test("percentFormat() prints bigints and status codes as ints", () => {
  const status = HTTPStatus.NOT_FOUND;
  assertEquals(percentFormat("%d %5x %s", [status, status, status]), "404   194 404");
  assertEquals(
    percentFormat("%d %s %.1f", [2n ** 64n, 2n ** 64n, 2n]),
    `${2n ** 64n} ${2n ** 64n} 2.0`,
  );
});

Deno.test("percentFormat() prints errors, arrays and undefined in Python's manner", () => {
  const error = new TypeError("it's");
  assertEquals(percentFormat("%s, %r", [error, error]), `it's, TypeError("it's")`);
  assertEquals(percentFormat("%r", [new Error()]), "Error()");
  assertEquals(
    percentFormat("%s %a", [["a", 1, null], ["é"]]),
    String.raw`['a', 1, None] ['\xe9']`,
  );
  assertEquals(percentFormat("%s", [undefined]), "None");
});

Deno.test("percentFormat() ignores inherited properties when it looks up a name", () => {
  assertThrows(() => percentFormat("%(toString)s", {}), RangeError, "'toString'");
});

Deno.test("percentFormat() gives the same result when a format comes again, also after many others", () => {
  const first = percentFormat("%s:%05d", ["a", 7]);
  for (let index = 0; index < 200; index++) {
    assertEquals(percentFormat(`${index} %s`, ["x"]), `${index} x`);
  }
  assertStrictEquals(percentFormat("%s:%05d", ["a", 7]), first);
  assertThrows(() => percentFormat("%s %", ["a"]), RangeError, "incomplete format");
  assertThrows(() => percentFormat("%s %", ["a"]), RangeError, "incomplete format");
});
