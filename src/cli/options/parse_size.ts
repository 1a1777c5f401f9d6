/**
 * Numbers on the command line that may be large.
 *
 * @module
 */

/** A number, and a unit as `curl --limit-rate` has it. */
const SIZE_REGEXP = /^(\d+(?:\.\d+)?)([KMG]?)$/i;

const UNITS = ["", "K", "M", "G"];

/**
 * Read a number of bytes.
 *
 * @param text e.g. `500`, `100k` or `1.5M`; `K`, `M` and `G` are powers of 1024
 * @returns The number, which may have a fraction; `NaN` for what is none
 */
export function parseSize(text: string): number {
  const [, number, unit = ""] = SIZE_REGEXP.exec(text) ?? [];
  return Number(number) * 1024 ** UNITS.indexOf(unit.toUpperCase());
}
