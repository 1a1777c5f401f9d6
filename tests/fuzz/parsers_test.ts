/**
 * What random input has found stays here: its seeds are fixed, so that a failure is one for everybody.
 *
 * @module
 */

import { fuzzWithMutations, fuzzWithPieces } from "./fuzz_parser.ts";
import { PARSERS } from "./parsers.ts";

const SEED = 9112;

for (const parser of PARSERS) {
  Deno.test(`${parser.name} is up to any input`, async () => {
    for (const text of parser.corpus) await parser.check(text);
    await fuzzWithPieces(parser, SEED, 2000);
    await fuzzWithMutations(parser, SEED, 6000);
  });
}
