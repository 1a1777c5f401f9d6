/** The few statistics of the report. Pure. */

/** The middle of some values, and how far they lie apart. */
export interface Spread {
  /** Middle value; mean of the middle two when their number is even. */
  readonly median: number;
  /** Smallest value. */
  readonly min: number;
  /** Largest value. */
  readonly max: number;
}

/**
 * Find the median of some values.
 *
 * @param values The values, in any order; not changed
 * @returns The middle value, or the mean of the middle two
 * @throws {RangeError} if there are no values
 */
export function median(values: readonly number[]): number {
  return spread(values).median;
}

/**
 * Find the median of some values, the smallest and the largest.
 *
 * @param values The values, in any order; not changed
 * @returns The three figures
 * @throws {RangeError} if there are no values
 */
export function spread(values: readonly number[]): Spread {
  const sorted = values.toSorted((a, b) => a - b);
  const upper = sorted[sorted.length >> 1];
  const lower = sorted[(sorted.length - 1) >> 1];
  const min = sorted[0];
  const max = sorted.at(-1);
  if (upper === undefined || lower === undefined || min === undefined || max === undefined) {
    throw new RangeError("Cannot take the median of no values");
  }
  return { median: (lower + upper) / 2, min, max };
}

/**
 * Divide two series round by round.
 *
 * A ratio of medians would mix rounds that the machine spent in different moods.
 *
 * @param ours One value a round; undefined where the round failed
 * @param theirs The other series, of the same rounds
 * @returns `ours / theirs` of each round in which both have a value
 */
export function ratios(
  ours: readonly (number | undefined)[],
  theirs: readonly (number | undefined)[],
): number[] {
  const quotients: number[] = [];
  for (const [round, our] of ours.entries()) {
    const their = theirs[round];
    if (our !== undefined && their !== undefined && their !== 0) quotients.push(our / their);
  }
  return quotients;
}
