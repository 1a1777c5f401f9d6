import { assert, assertEquals } from "@std/assert";
import { mapInTurns, numbersUpTo, sortInTurns } from "../../../src/handlers/turns/in_turns.ts";
import { turnsDuring } from "../../helpers/turns.ts";

/** Take some milliseconds, whatever the machine. */
function workHard(): void {
  for (const start = performance.now(); performance.now() - start < 5;);
}

Deno.test("mapInTurns() maps as Array.prototype.map does, and lets others work", async () => {
  const items = Array.from({ length: 1234 }, (_, index) => index);
  let results: string[] = [];
  const turns = await turnsDuring(async () => {
    results = await mapInTurns(items, (item) => {
      if (item % 100 === 0) workHard();
      return `${item}`;
    });
  });
  assertEquals(results, items.map(String));
  assert(turns >= 10, `${turns} turns`);
  assertEquals(await mapInTurns([], String), []);
});

Deno.test("mapInTurns() lets others work between the turns of many at once", async () => {
  const items = Array.from({ length: 1000 }, (_, index) => index);
  const work = (): Promise<unknown> =>
    mapInTurns(items, (item) => {
      if (item % 100 === 0) workHard();
    });
  // Ten of them have ten turns each.
  const turns = await turnsDuring(() => Promise.all(Array.from({ length: 10 }, work)));
  assert(turns >= 50, `${turns} turns`);
});

Deno.test("sortInTurns() sorts as Uint32Array.prototype.toSorted does, stably, and lets others work", async () => {
  for (const length of [0, 1, 999, 1000, 1001, 2000, 3500, 4001, 9999]) {
    const keys = Array.from({ length }, (_, index) => index * 7919 % 50);
    const compare = (a: number, b: number): number => keys[a]! - keys[b]!;
    const numbers = numbersUpTo(length);
    assertEquals(await sortInTurns(numbers.slice(), compare), numbers.toSorted(compare));
  }
  const keys = Array.from({ length: 5000 }, (_, index) => index * 7919 % 5000);
  let calls = 0;
  const turns = await turnsDuring(() =>
    sortInTurns(numbersUpTo(keys.length), (a, b) => {
      if (calls++ % 1000 === 0) workHard();
      return keys[a]! - keys[b]!;
    })
  );
  assert(turns >= 10, `${turns} turns`);
});
