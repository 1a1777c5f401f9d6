import { assertEquals } from "@std/assert";
import { SortKeys } from "../../../src/handlers/listing/sort_keys.ts";

/** Strings in order of their code points. */
const IN_ORDER = [
  "",
  "\0",
  "a",
  "aa",
  "ab",
  "b",
  "é",
  "\ud7ff",
  "\ue000",
  "\uffff",
  "😀",
  "😀a",
  "😁",
];

function keysOf(strings: readonly string[]): SortKeys {
  const keys = new SortKeys(strings.length);
  // The places may be filled in any order.
  for (const [index, string] of [...strings.entries()].reverse()) keys.set(index, string);
  return keys;
}

Deno.test("SortKeys.compareCodePoints() compares as Python does", () => {
  const keys = keysOf(IN_ORDER);
  for (const a of IN_ORDER.keys()) {
    for (const b of IN_ORDER.keys()) {
      assertEquals(Math.sign(keys.compareCodePoints(a, b)), Math.sign(a - b), `${a} ${b}`);
    }
  }
});

Deno.test("SortKeys.compare() compares as the operators of JavaScript do", () => {
  const strings = [
    ...IN_ORDER,
    // More than one piece of memory holds, and one that none holds besides others.
    ...Array.from({ length: 8000 }, (_, index) => `${index}`.repeat(3)),
    "a".repeat(100_000),
    "aaa",
  ];
  const keys = keysOf(strings);
  for (const [a, string] of strings.entries()) {
    for (const [b, other] of IN_ORDER.entries()) {
      const expected = string < other ? -1 : string > other ? 1 : 0;
      assertEquals(Math.sign(keys.compare(a, b)), expected, `${a} ${b}`);
    }
  }
});
