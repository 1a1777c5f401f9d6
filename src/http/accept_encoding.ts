/**
 * `Accept-Encoding`: which content codings a client takes (RFC 9110, section 12.5.3).
 *
 * @module
 */

/** `codings [ weight ]` */
const MEMBER_REGEXP =
  /^([\w!#$%&'*+.^`|~-]+)[\t ]*(?:;[\t ]*q=(0(?:\.\d{0,3})?|1(?:\.0{0,3})?))?$/i;

/** Another name of the same coding (RFC 9110, section 8.4.1.3). */
const ALIASES: Readonly<Record<string, string>> = { "x-gzip": "gzip", "x-compress": "compress" };

/** How much a client likes each coding, from 0, which is not at all, to 1. */
export type CodingWeights = ReadonlyMap<string, number>;

/**
 * Read the field's value. What is malformed in it is passed over.
 *
 * @param value The value, several joined with commas; `undefined` where there is no such field
 * @returns The weights by coding, and of `*` if it is there; with none, nothing but `identity` is
 * liked
 */
export function parseAcceptEncoding(value: string | undefined): CodingWeights {
  const weights = new Map<string, number>();
  for (const member of value?.split(",") ?? []) {
    const [, name, weight = "1"] = MEMBER_REGEXP.exec(member.trim()) ?? [];
    if (name === undefined) continue;
    const coding = name.toLowerCase();
    weights.set(ALIASES[coding] ?? coding, Number(weight));
  }
  return weights;
}

/**
 * How much a client likes a coding.
 *
 * @param weights What it said
 * @param coding The coding, or `identity`
 * @returns From 0, which is not at all, to 1. `identity` that is not mentioned is liked a little, less
 * than anything that is
 */
export function weightOf(weights: CodingWeights, coding: string): number {
  const weight = weights.get(coding) ?? weights.get("*");
  if (coding !== "identity") return weight ?? 0;
  // It is excluded only by its own name, or by `*` (section 12.5.3).
  if (weights.has("identity")) return weight!;
  return weight === 0 ? 0 : MIN_WEIGHT;
}

/** Less than any weight with three digits. */
const MIN_WEIGHT = 0.0005;

/**
 * Choose a coding.
 *
 * @typeParam Coding The names
 * @param weights What the client said
 * @param available The codings that there are besides `identity`, the best first: they are chosen in
 * this order where the client likes them equally, and before `identity`
 * @returns One of them, or `"identity"`; `undefined` where the client takes none
 *
 * @example A browser gets the best
 * ```ts
 * import { assertEquals } from "@std/assert";
 *
 * const weights = parseAcceptEncoding("gzip, deflate, br;q=0.9");
 * assertEquals(chooseCoding(weights, ["br", "gzip"]), "gzip");
 * ```
 */
export function chooseCoding<Coding extends string>(
  weights: CodingWeights,
  available: readonly Coding[],
): Coding | "identity" | undefined {
  let best: Coding | "identity" | undefined;
  let highest = 0;
  for (const coding of [...available, "identity" as const]) {
    const weight = weightOf(weights, coding);
    if (weight <= highest) continue;
    best = coding;
    highest = weight;
  }
  return best;
}
