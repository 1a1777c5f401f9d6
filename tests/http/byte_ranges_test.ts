import { assert, assertEquals } from "@std/assert";
import {
  type ByteRange,
  formatContentRange,
  formatUnsatisfiedRange,
  MAX_RANGES,
  parseRange,
} from "../../src/http/byte_ranges.ts";

/** Value, size, and start and end of each range as RFC 9110, sections 14.1.1 and 14.1.2, has them. */
const SATISFIABLE: [value: string, size: number, ...ranges: [start: number, end: number][]][] = [
  ["bytes=0-499", 10_000, [0, 500]],
  ["bytes=500-999", 10_000, [500, 1000]],
  ["bytes=-500", 10_000, [9500, 10_000]],
  ["bytes=9500-", 10_000, [9500, 10_000]],
  ["bytes=0-0,-1", 10_000, [0, 1], [9999, 10_000]],
  ["bytes= 0-0, -2", 10_000, [0, 1], [9998, 10_000]],
  ["bytes= 0-999, 4500-5499, -1000", 10_000, [0, 1000], [4500, 5500], [9000, 10_000]],
  ["bytes=500-600,601-999", 10_000, [500, 1000]],
  ["bytes=500-700,601-999", 10_000, [500, 1000]],
  ["bytes=0-", 1, [0, 1]],
  ["bytes=0-0", 1, [0, 1]],
  ["bytes=5-5", 10, [5, 6]],
  ["bytes=9-100", 10, [9, 10]],
  ["bytes=-100", 10, [0, 10]],
  ["bytes=0-99999999999999999999999", 10, [0, 10]],
  ["bytes=-99999999999999999999999", 10, [0, 10]],
  ["BYTES=0-1", 10, [0, 2]],
  ["bytes=,0-1,,3-4,", 10, [0, 2], [3, 5]],
  ["bytes=0-1\t,\t3-4", 10, [0, 2], [3, 5]],
  // One that is not satisfiable is left out if another is.
  ["bytes=10-,0-1", 10, [0, 2]],
  ["bytes=-0,0-1", 10, [0, 2]],
  // In the order of the request, but for what overlaps.
  ["bytes=8-9,0-1", 10, [8, 10], [0, 2]],
  ["bytes=8-9,0-1,4-8", 10, [4, 10], [0, 2]],
  ["bytes=0-1,0-1", 10, [0, 2]],
  ["bytes=0-9,2-3", 10, [0, 10]],
  ["bytes=0-,-1", 10, [0, 10]],
  ["bytes=000-0001", 10, [0, 2]],
];

for (const [value, size, ...expected] of SATISFIABLE) {
  Deno.test(`parseRange() finds ${expected.join(" and ")} in ${JSON.stringify(value)} of ${size}`, () => {
    assertEquals(parseRange(value, size), expected.map(([start, end]) => ({ start, end })));
  });
}

for (
  const [value, size] of [
    ["bytes=10-", 10],
    ["bytes=10-11", 10],
    ["bytes=-0", 10],
    ["bytes=10-,-0,99-100", 10],
    ["bytes=0-", 0],
    ["bytes=0-0", 0],
    ["bytes=99999999999999999999999-", 10],
  ] as const
) {
  Deno.test(`parseRange() is "unsatisfiable" for ${JSON.stringify(value)} of ${size}`, () => {
    assertEquals(parseRange(value, size), "unsatisfiable");
  });
}

for (
  const value of [
    ...["", "bytes", "bytes=", "bytes=,", "bytes 0-1", "items=0-1", "xbytes=0-1", "0-1"],
    ...["bytes=1", "bytes=-", "bytes=a-b", "bytes=1-0", "bytes=0x1-2", "bytes=0-1-2", "bytes=--1"],
    ...["bytes=0-1;2-3", "bytes=0 -1", "bytes=0- 1", "bytes=+0-1", "bytes=0-1,x", "bytes =0-1"],
    ...["bytes=1.0-2", "bytes=٠-١", " bytes=0-1", "bytes=0-1, 5-4"],
  ]
) {
  Deno.test(`parseRange() is undefined for ${JSON.stringify(value)}`, () => {
    assertEquals(parseRange(value, 10), undefined);
  });
}

Deno.test("parseRange() is undefined for the end of what is empty", () => {
  assertEquals(parseRange("bytes=-1", 0), undefined);
  assertEquals(parseRange("bytes=0-0,-500", 0), undefined);
  assertEquals(parseRange("bytes=-0", 0), "unsatisfiable");
});

Deno.test("parseRange() takes as many ranges as MAX_RANGES says, and passes more over", () => {
  const ranges = (count: number): string =>
    `bytes=${Array.from({ length: count }, (_, index) => `${2 * index}-${2 * index}`)}`;
  assertEquals(parseRange(ranges(MAX_RANGES), 1000)?.length, MAX_RANGES);
  assertEquals(parseRange(ranges(MAX_RANGES + 1), 1000), undefined);
  assertEquals(parseRange(`bytes=${"0-,".repeat(20_000)}0-`, 1000), undefined);
});

Deno.test("parseRange() covers what was asked for and nothing else, in parts that don't touch", () => {
  // A linear congruential generator: the same cases each time.
  let state = 1;
  const random = (limit: number): number => (state = (state * 48271) % 0x7fffffff) % limit;
  for (let round = 0; round < 300; round++) {
    const size = 1 + random(40);
    const asked = Array.from({ length: 1 + random(8) }, () => {
      const start = random(size);
      return { start, end: Math.min(start + 1 + random(9), size) };
    });
    const value = `bytes=${asked.map(({ start, end }) => `${start}-${end - 1}`)}`;
    const ranges = parseRange(value, size);
    assert(ranges !== undefined && ranges !== "unsatisfiable", value);
    assertEquals(bytesOf(ranges).length, new Set(bytesOf(ranges)).size, value);
    assertEquals(new Set(bytesOf(ranges)), new Set(bytesOf(asked)), value);
    const starts = new Set(ranges.map(({ start }) => start));
    assert(ranges.every(({ end }) => !starts.has(end)), value);
  }
});

function bytesOf(ranges: readonly ByteRange[]): number[] {
  return ranges.flatMap(({ start, end }) =>
    Array.from({ length: end - start }, (_, index) => start + index)
  );
}

Deno.test("formatContentRange() writes as in RFC 9110, section 14.4", () => {
  assertEquals(formatContentRange({ start: 42, end: 1234 }, 1234), "bytes 42-1233/1234");
  assertEquals(formatUnsatisfiedRange(1234), "bytes */1234");
});
