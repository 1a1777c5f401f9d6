import { assert, assertEquals } from "@std/assert";
import { timeOperation } from "../../bench/timing.ts";

const BRIEF = { milliseconds: 2, repeats: 3 };

function busy(milliseconds: number): void {
  const end = performance.now() + milliseconds;
  while (performance.now() < end);
}

Deno.test("timeOperation() finds the time of one run in nanoseconds", async () => {
  const { min, median } = await timeOperation(() => busy(1), BRIEF);
  assert(min >= 1e6 && min <= median);
});

Deno.test("timeOperation() waits for each run when the operation is asynchronous", async () => {
  let [now, most] = [0, 0];
  async function overlap(): Promise<void> {
    most = Math.max(most, ++now);
    await Promise.resolve();
    now--;
  }
  await timeOperation(overlap, BRIEF);
  assertEquals(most, 1);
});
