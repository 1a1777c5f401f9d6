import { assertEquals } from "@std/assert";
import { allocateTally, ConnectionTally } from "../../src/server/connection_tally.ts";

Deno.test("ConnectionTally counts in all and by address", () => {
  const tally = new ConnectionTally();
  for (const address of ["a", "a", "b"]) tally.add(address);
  tally.remove("a");
  assertEquals(tally.total, 2);
  assertEquals(["a", "b", "c"].map((address) => tally.countOf(address)), [1, 1, 0]);
});

Deno.test("ConnectionTally counts what other event loops have", () => {
  const memory = allocateTally(3);
  const tallies = [0, 1, 2].map((loop) => new ConnectionTally(memory, loop));
  for (const tally of tallies) tally.add("192.0.2.1");
  tallies[2]!.add("192.0.2.2");
  assertEquals(tallies.map((tally) => tally.total), [4, 4, 4]);
  assertEquals(tallies.map((tally) => tally.countOf("192.0.2.1")), [3, 3, 3]);
});

Deno.test("ConnectionTally forgets the connections of an event loop that another takes the place of", () => {
  const memory = allocateTally(2);
  new ConnectionTally(memory, 1).add("a");
  const tally = new ConnectionTally(memory, 0);
  assertEquals(tally.total, 1);
  new ConnectionTally(memory, 1);
  assertEquals([tally.total, tally.countOf("a")], [0, 0]);
});
