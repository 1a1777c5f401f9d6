import { assertEquals } from "@std/assert";
import { LruMap } from "../../../src/handlers/memory/lru_map.ts";

Deno.test("LruMap forgets what was not used for the longest time", () => {
  const map = new LruMap<string, number>(2);
  map.set("a", 1);
  map.set("b", 2);
  assertEquals(map.get("a"), 1);
  map.set("c", 3);
  assertEquals(["a", "b", "c"].map((key) => map.get(key)), [1, undefined, 3]);
});

Deno.test("LruMap has one value for a key, the last", () => {
  const map = new LruMap<string, number>(2);
  for (const value of [1, 2, 3]) map.set("a", value);
  map.set("b", 4);
  assertEquals(["a", "b"].map((key) => map.get(key)), [3, 4]);
  map.delete("a");
  assertEquals(map.get("a"), undefined);
});
