import { assert, assertEquals } from "@std/assert";
import { filterInTurns, mapInTurns, sortInTurns } from "../../src/handlers/in_turns.ts";

/** How often the event loop comes round while a piece of work is done. */
async function turnsDuring(work: () => Promise<unknown>): Promise<number> {
  let turns = 0;
  const ticking = setInterval(() => turns++, 0);
  await work();
  clearInterval(ticking);
  return turns;
}

/** Takes some milliseconds, whatever the machine. */
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

Deno.test("filterInTurns() filters as Array.prototype.filter does, and lets others work", async () => {
  const items = Array.from({ length: 1234 }, (_, index) => index);
  let kept: number[] = [];
  const turns = await turnsDuring(async () => {
    kept = await filterInTurns(items, (item) => {
      if (item % 100 === 0) workHard();
      return item % 3 === 0;
    });
  });
  assertEquals(kept, items.filter((item) => item % 3 === 0));
  assert(turns >= 10, `${turns} turns`);
  assertEquals(await filterInTurns([], () => true), []);
});

Deno.test("sortInTurns() sorts as Array.prototype.toSorted does, stably, and lets others work", async () => {
  for (const length of [0, 1, 999, 1000, 1001, 2000, 3500, 4001, 9999]) {
    const items = Array.from({ length }, (_, index) => ({ key: index * 7919 % 50, index }));
    const compare = (a: { key: number }, b: { key: number }): number => a.key - b.key;
    assertEquals(await sortInTurns(items, compare), items.toSorted(compare));
  }
  const items = Array.from({ length: 5000 }, (_, index) => index * 7919 % 5000);
  let calls = 0;
  const turns = await turnsDuring(() =>
    sortInTurns(items, (a, b) => {
      if (calls++ % 1000 === 0) workHard();
      return a - b;
    })
  );
  assert(turns >= 10, `${turns} turns`);
});
