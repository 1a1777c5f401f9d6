/**
 * Raw mutation: bytes that were meant well, spoilt here and there.
 *
 * @module
 */

import { BYTES } from "../../tools/fuzz/vocabulary.ts";
import type { Random } from "../../tools/fuzz/random.ts";
import { join, latin1 } from "../helpers/bytes.ts";

/** How often something is done to an input. */
const ROUNDS = [1, 1, 1, 2, 3, 5, 9];

/** Numbers that are one too many for somebody. */
const NUMBERS = [
  "0",
  "-1",
  "1",
  "00",
  "+1",
  "4294967296",
  "9007199254740993",
  "1e9",
  "0x7f",
  "\xb2",
];

/**
 * Spoil an input.
 *
 * @param random Where the choices come from
 * @param corpus The inputs
 * @returns One of them, changed
 */
export function mutate(random: Random, corpus: readonly Uint8Array[]): Uint8Array<ArrayBuffer> {
  let bytes = new Uint8Array(random.pick(corpus));
  for (let rounds = random.pick(ROUNDS); rounds > 0; rounds--) {
    bytes = mutateOnce(random, bytes, corpus);
  }
  return bytes;
}

function mutateOnce(
  random: Random,
  bytes: Uint8Array<ArrayBuffer>,
  corpus: readonly Uint8Array[],
): Uint8Array<ArrayBuffer> {
  const [start, end] = randomPart(random, bytes.length);
  const [before, part, after] = [
    bytes.subarray(0, start),
    bytes.subarray(start, end),
    bytes.subarray(end),
  ];
  switch (random.below(7)) {
    case 0: // Something left out
      return join([before, after]);
    case 1: // Something twice
      return join([before, part, part, after]);
    case 2: // A byte in another's place
      return join([before, latin1(random.pick(BYTES)), bytes.subarray(start + 1)]);
    case 3: // A byte more
      return join([before, latin1(random.pick(BYTES)), bytes.subarray(start)]);
    case 4: // A bit in another state
      return flipBit(random, bytes);
    case 5: // A number
      return join([before, latin1(random.pick(NUMBERS)), after]);
    default: { // A part of another input
      const other = random.pick(corpus);
      const [from, to] = randomPart(random, other.length);
      return join([before, other.subarray(from, to), after]);
    }
  }
}

/** Start and end of a part, most often a short one. */
function randomPart(random: Random, length: number): [start: number, end: number] {
  const start = random.below(length + 1);
  const size = random.chance(0.8) ? random.below(8) : random.below(length + 1);
  return [start, Math.min(start + size, length)];
}

function flipBit(random: Random, bytes: Uint8Array<ArrayBuffer>): Uint8Array<ArrayBuffer> {
  const flipped = bytes.slice();
  const index = random.below(bytes.length);
  if (bytes.length > 0) flipped[index]! ^= 1 << random.below(8);
  return flipped;
}

/**
 * Find a short input that still fails.
 *
 * @param bytes An input that fails
 * @param fails Tries an input
 * @returns The shortest one found, from which no part can be left out
 */
export async function shrinkBytes(
  bytes: Uint8Array<ArrayBuffer>,
  fails: (bytes: Uint8Array<ArrayBuffer>) => boolean | Promise<boolean>,
): Promise<Uint8Array<ArrayBuffer>> {
  for (let size = bytes.length >> 1; size > 0; size >>= 1) {
    for (let start = 0; start < bytes.length;) {
      const shorter = join([bytes.subarray(0, start), bytes.subarray(start + size)]);
      if (await fails(shorter)) bytes = shorter;
      else start += size;
    }
  }
  return bytes;
}
