import { assertEquals } from "@std/assert";
import { split } from "../../src/python/white_space.ts";
import { replay } from "./recorded.ts";

Deno.test("split() finds CPython's words", () => {
  replay("split", split);
});

Deno.test("split() takes no longer for a word than its length warrants", () => {
  const word = "a".repeat(1_000_000);
  assertEquals(split(`${word}\x85${word}`), [word, word]);
});
