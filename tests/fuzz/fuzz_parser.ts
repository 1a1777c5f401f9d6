/**
 * Fuzzing a parser.
 *
 * @module
 */

import fc from "npm:fast-check@^4.3.0";
import { Random } from "../../tools/fuzz/random.ts";
import { latin1, latin1Of } from "../helpers/bytes.ts";
import { mutate, shrinkBytes } from "./mutation.ts";
import type { Parser } from "./parser.ts";

/**
 * Give a parser texts that are made of pieces of what it reads, and of any bytes.
 *
 * @param parser The parser
 * @param seed Where to begin
 * @param count How many texts
 * @throws {Error} when one of them is too much for it: the smallest one that is
 */
export async function fuzzWithPieces(
  { corpus, check }: Parser,
  seed: number,
  count: number,
): Promise<void> {
  const pieces = corpus.flatMap((text) => text.split(/(?<=[^A-Za-z0-9])|(?=[^A-Za-z0-9])/));
  const byte = fc.integer({ min: 0, max: 255 }).map((code) => String.fromCharCode(code));
  const text = fc.array(
    fc.oneof({ weight: 4, arbitrary: fc.constantFrom(...pieces) }, { weight: 1, arbitrary: byte }),
    { maxLength: 40 },
  ).map((parts) => parts.join(""));
  const property = fc.asyncProperty(text, async (text) => await check(text));
  await fc.assert(property, { seed, numRuns: count });
}

/**
 * Give a parser what it reads, spoilt.
 *
 * @param parser The parser
 * @param seed That of the first text; each further one has the next
 * @param count How many texts
 * @throws {Error} when one of them is too much for it: the smallest one that is
 */
export async function fuzzWithMutations(
  parser: Parser,
  seed: number,
  count: number,
): Promise<void> {
  const corpus = parser.corpus.map(latin1);
  for (let next = seed; next < seed + count; next++) {
    const bytes = mutate(new Random(next), corpus);
    if (await failureOf(parser, bytes) === undefined) continue;
    const fails = async (shorter: Uint8Array): Promise<boolean> =>
      await failureOf(parser, shorter) !== undefined;
    const smallest = await shrinkBytes(bytes, fails);
    const input = JSON.stringify(latin1Of(smallest));
    throw new Error(`${parser.name}, seed ${next}: ${input}`, {
      cause: await failureOf(parser, smallest),
    });
  }
}

async function failureOf({ check }: Parser, bytes: Uint8Array): Promise<unknown> {
  try {
    await check(latin1Of(bytes));
    return undefined;
  } catch (error) {
    return error ?? new Error("Something undefined was thrown");
  }
}
