import { assertEquals } from "@std/assert";
import fc from "npm:fast-check@^4.3.0";
import { foldText, naturalKey } from "../../../src/handlers/page/natural_order.ts";

/** Names in the order in which they should be. */
const IN_ORDER: readonly (readonly string[])[] = [
  ["page 1", "page 2", "page 9", "page 10", "page 100"],
  ["1", "2", "10", "a", "b"],
  ["a", "B", "c", "D"],
  ["Ähre", "Apfel", "Äquator", "Zebra"],
  ["v1.2.9", "v1.2.10", "v1.10.0", "v2"],
  ["2025-12-31", "2026-1-2", "2026-01-10"],
  ["a", "a1", "a1b", "a2"],
  ["img", "img (1)", "img (2)", "img (11)"],
  ["x18446744073709551615", "x18446744073709551616", "x99999999999999999999"],
];

function inNaturalOrder(names: readonly string[]): string[] {
  return names.toSorted((a, b) => naturalKey(a) < naturalKey(b) ? -1 : 1);
}

Deno.test("naturalKey() sorts names as people do", () => {
  for (const names of IN_ORDER) assertEquals(inNaturalOrder(names.toReversed()), names);
});

Deno.test("naturalKey() is equal where only case, accents and leading zeros differ", () => {
  for (
    const [a, b] of [["É01", "e1"], ["page 007", "PAGE 7"], ["ﬁ", "fi"], ["0", "000"]] as const
  ) {
    assertEquals(naturalKey(a), naturalKey(b));
  }
});

Deno.test("naturalKey() sorts letters and digits as Intl.Collator does", () => {
  const collator = new Intl.Collator("en", { numeric: true, sensitivity: "base" });
  const names = fc.string({ unit: fc.constantFrom(..."abzABZ0129"), maxLength: 12 });
  fc.assert(fc.property(names, names, (a, b) => {
    const [x, y] = [naturalKey(a), naturalKey(b)];
    assertEquals(x === y ? 0 : x < y ? -1 : 1, Math.sign(collator.compare(a, b)));
  }));
});

Deno.test("foldText() keeps the vowels of scripts that write them as marks", () => {
  assertEquals(foldText("हिन्दी"), "हिन्दी");
  assertEquals(foldText("Čeština"), "cestina");
});
