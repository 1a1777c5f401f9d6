import { assertEquals } from "@std/assert";
import { Semaphore } from "../../../src/handlers/turns/semaphore.ts";

Deno.test("Semaphore lets so many go on, and the others in the order in which they came", async () => {
  const semaphore = new Semaphore(2);
  const entered: number[] = [];
  const all = [1, 2, 3, 4].map(async (number) => {
    await semaphore.acquire();
    entered.push(number);
  });
  await Promise.all(all.slice(0, 2));
  assertEquals(entered, [1, 2]);
  semaphore.release();
  await all[2];
  assertEquals(entered, [1, 2, 3]);
  semaphore.release();
  await all[3];
  assertEquals(entered, [1, 2, 3, 4]);
});
