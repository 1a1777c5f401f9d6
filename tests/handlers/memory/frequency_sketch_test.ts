/**
 * How often many things were asked for, counted in little memory.
 *
 * @module
 */

import { assertEquals, assertLess } from "@std/assert";
import { FrequencySketch } from "../../../src/handlers/memory/frequency_sketch.ts";

/** Hashes as different as those of requests. */
function hashOf(index: number): number {
  return Math.imul(index ^ 0x5bd1e995, 0x01000193) ^ (index << 13);
}

Deno.test("FrequencySketch.estimate() is never too small, and seldom too large", () => {
  const sketch = new FrequencySketch(1000);
  for (let round = 0; round < 20; round++) {
    for (let index = 0; index < 1000; index++) {
      if (index % 20 >= round) sketch.note(hashOf(index));
    }
  }
  let excess = 0;
  for (let index = 0; index < 1000; index++) {
    const over = sketch.estimate(hashOf(index)) - (index % 20 + 1);
    assertLess(-1, over);
    excess += over;
  }
  assertLess(excess, 1000);
});

Deno.test("FrequencySketch.estimate() ends at 255", () => {
  const sketch = new FrequencySketch(1000);
  for (let count = 0; count < 1000; count++) sketch.note(7);
  assertEquals(sketch.estimate(7), 255);
});

Deno.test("FrequencySketch forgets in the end what is no longer asked for", () => {
  const sketch = new FrequencySketch(10);
  for (let count = 0; count < 200; count++) sketch.note(1);
  const before = sketch.estimate(1);
  for (let count = 0; count < 3200; count++) sketch.note(hashOf(count % 5));
  assertLess(sketch.estimate(1), before / 500);
});
