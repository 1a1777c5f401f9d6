import { assert, assertEquals, assertStrictEquals } from "@std/assert";
import { BufferPool } from "../../src/server/buffer_pool.ts";

Deno.test("BufferPool.take() gives each buffer to one holder at a time", () => {
  const pool = new BufferPool(16, 1);
  const [first, second] = [pool.take(), pool.take()];
  assertEquals([first.length, second.length], [16, 16]);
  assert(first !== second);
  pool.give(second);
  assertStrictEquals(pool.take(), second);
  assert(pool.take() !== second);
});

Deno.test("BufferPool.give() keeps no more buffers than it was made for", () => {
  const pool = new BufferPool(16, 1);
  const [first, second] = [pool.take(), pool.take()];
  pool.give(first);
  pool.give(second);
  assertStrictEquals(pool.take(), first);
  assert(pool.take() !== second);
});

Deno.test("BufferPool.take() gives buffers that share no byte, of whatever size", () => {
  for (const size of [1, 1000, 1024, 3000, 4096, 10_000]) {
    const pool = new BufferPool(size, 1);
    const buffers = Array.from({ length: 10 }, () => pool.take());
    for (const [index, buffer] of buffers.entries()) buffer.fill(index + 1);
    for (const [index, buffer] of buffers.entries()) {
      assertEquals(buffer, new Uint8Array(size).fill(index + 1));
    }
  }
});
