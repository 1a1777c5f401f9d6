import { assertEquals, assertThrows } from "@std/assert";
import { median, ratios, spread } from "../../bench/statistics.ts";

const MEDIANS: [number[], number][] = [
  [[7], 7],
  [[3, 1, 2], 2],
  [[4, 1, 3, 2], 2.5],
  [[10, 9, 100], 10],
];

for (const [values, middle] of MEDIANS) {
  Deno.test(`median() is ${middle} when the values are ${values}`, () => {
    assertEquals(median(values), middle);
  });
}

Deno.test("median() leaves the values in their order", () => {
  const values = [3, 1, 2];
  median(values);
  assertEquals(values, [3, 1, 2]);
});

Deno.test("median() throws when there are no values", () => {
  assertThrows(() => median([]), RangeError);
});

Deno.test("spread() tells the smallest and the largest value", () => {
  assertEquals(spread([5, -1, 3]), { median: 3, min: -1, max: 5 });
});

Deno.test("ratios() leaves out rounds in which either side has no value", () => {
  assertEquals(ratios([1, undefined, 6, 8], [2, 3, undefined, 4]), [0.5, 2]);
});

Deno.test("ratios() leaves out rounds in which the divisor is zero", () => {
  assertEquals(ratios([1, 1], [0, 4]), [0.25]);
});
