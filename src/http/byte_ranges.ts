/**
 * Range requests: which bytes of a representation are asked for (RFC 9110, section 14).
 *
 * @module
 */

/** A part of a representation. */
export interface ByteRange {
  /** The offset of the first byte. */
  readonly start: number;
  /** The offset behind the last byte. */
  readonly end: number;
}

/**
 * The most ranges that one request may ask for. Nobody needs as many, and parts of a few bytes cost
 * more than they bring (RFC 9110, section 14.2).
 */
export const MAX_RANGES = 100;

/** `ranges-specifier = range-unit "=" range-set`, of which `bytes` is the unit that files have. */
const SPECIFIER_REGEXP = /^bytes=(.*)$/is;

/** `range-spec = int-range / suffix-range` */
const RANGE_REGEXP = /^(?:(\d+)-(\d*)|-(\d+))$/;

/**
 * Read the value of `Range`. Ranges that overlap or touch are merged; the others are in the order in
 * which they were asked for.
 *
 * RFC 9110, sections 14.1.1, 14.1.2 and 14.2
 *
 * @param value The value
 * @param size The size of the representation in bytes
 * @returns The ranges, at least one; `"unsatisfiable"` where none of them is within the
 * representation, which is to be answered with 416; `undefined` where the field is to be passed over,
 * since its unit is another, it is malformed, it asks for more than {@linkcode MAX_RANGES}, or for the
 * end of what is empty, which is satisfiable but no part
 *
 * @example The last 500 bytes
 * ```ts
 * import { assertEquals } from "@std/assert";
 *
 * assertEquals(parseRange("bytes=-500", 10_000), [{ start: 9500, end: 10_000 }]);
 * ```
 */
export function parseRange(
  value: string,
  size: number,
): readonly ByteRange[] | "unsatisfiable" | undefined {
  const [, set = ""] = SPECIFIER_REGEXP.exec(value) ?? [];
  const elements = set.split(",", MAX_RANGES + 1).map((element) => element.trim());
  // A list may have empty elements (section 5.6.1.2).
  const specs = elements.filter((element) => element !== "");
  if (specs.length === 0 || elements.length > MAX_RANGES) return undefined;
  const ranges: ByteRange[] = [];
  for (const spec of specs) {
    const range = parseRangeSpec(spec, size);
    if (range === undefined) return undefined;
    if (range.start < range.end) ranges.push(range);
  }
  if (ranges.length > 0) return merge(ranges);
  return size === 0 && specs.some(isLastPart) ? undefined : "unsatisfiable";
}

/** Whether the end of the representation is asked for, and more than nothing of it. */
function isLastPart(spec: string): boolean {
  return /^-0*[1-9]/.test(spec);
}

/** One range, which is empty if it is not satisfiable; `undefined` if it is malformed. */
function parseRangeSpec(spec: string, size: number): ByteRange | undefined {
  const [, first, last = "", suffix] = RANGE_REGEXP.exec(spec) ?? [];
  if (suffix !== undefined) return { start: Math.max(size - Number(suffix), 0), end: size };
  if (first === undefined) return undefined;
  const start = Number(first);
  if (last === "") return { start, end: size };
  return Number(last) < start ? undefined : { start, end: Math.min(Number(last) + 1, size) };
}

/**
 * Merge what overlaps or touches: sorted by their starts, one pass is enough. What comes of it stands
 * where the first of those that went into it stood.
 */
function merge(ranges: readonly ByteRange[]): readonly ByteRange[] {
  if (ranges.length === 1) return ranges;
  const sorted = ranges.map(({ start, end }, rank) => ({ start, end, rank }))
    .sort((a, b) => a.start - b.start);
  const merged: { start: number; end: number; rank: number }[] = [];
  for (const range of sorted) {
    const last = merged.at(-1);
    if (last === undefined || range.start > last.end) merged.push(range);
    else {
      last.end = Math.max(last.end, range.end);
      last.rank = Math.min(last.rank, range.rank);
    }
  }
  return merged.sort((a, b) => a.rank - b.rank).map(({ start, end }) => ({ start, end }));
}

/**
 * The value of `Content-Range` for a part.
 *
 * RFC 9110, section 14.4
 *
 * @param range The part
 * @param size The size of the representation in bytes
 * @returns e.g. `bytes 0-499/1234`
 */
export function formatContentRange({ start, end }: ByteRange, size: number): string {
  return `bytes ${start}-${end - 1}/${size}`;
}

/**
 * The value of `Content-Range` with status 416.
 *
 * RFC 9110, section 14.4
 *
 * @param size The size of the representation in bytes
 * @returns e.g. `bytes *\/1234`, without the backslash
 */
export function formatUnsatisfiedRange(size: number): string {
  return `bytes */${size}`;
}
