import { assertEquals } from "@std/assert";
import { ascii, repr } from "../../src/python/repr.ts";
import { replay } from "./recorded.ts";

Deno.test("repr() and ascii() quote and escape as CPython's do", () => {
  replay("repr", (text: string) => [repr(text), ascii(text)]);
});

Deno.test("repr() prefers single quotes when both kinds are in the text", () => {
  assertEquals(repr(`'"`), String.raw`'\'"'`);
});

Deno.test("repr() escapes a lone surrogate but not a pair", () => {
  assertEquals(repr("\ud83d\ude00\ud83d"), String.raw`'😀\ud83d'`);
});
