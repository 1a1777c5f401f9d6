/**
 * Gives the parsers random input for as long as one likes:
 *
 *     deno task fuzz:parsers --minutes 60 [--seed N]
 *
 * Ends at the first input that is too much for one of them, with status 1. Such an input becomes a
 * row of the parser's `corpus` in `tests/fuzz/parsers.ts`.
 *
 * @module
 */

import { fuzzWithMutations, fuzzWithPieces } from "../tests/fuzz/fuzz_parser.ts";
import { PARSERS } from "../tests/fuzz/parsers.ts";
import { readLimits } from "./fuzz/limits.ts";

/** How many inputs each gets before the next one's turn. */
const BATCH = 2000;

const { seed, deadline } = readLimits();
let inputs = 0;
for (let next = seed; performance.now() < deadline; next += BATCH) {
  for (const parser of PARSERS) {
    await fuzzWithPieces(parser, next, BATCH);
    await fuzzWithMutations(parser, next, BATCH);
    inputs += 2 * BATCH;
  }
}
console.log(`${inputs} inputs for ${PARSERS.length} parsers: all of them were up to it`);
