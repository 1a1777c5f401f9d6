import { assertEquals } from "@std/assert";
import { parseSize } from "../../../src/cli/options/parse_size.ts";

const CASES: [text: string, size: number][] = [
  ["0", 0],
  ["500", 500],
  ["1.5", 1.5],
  ["100k", 100 * 1024],
  ["1.5M", 1.5 * 1024 * 1024],
  ["2G", 2 * 1024 * 1024 * 1024],
  ["", NaN],
  ["k", NaN],
  ["-1", NaN],
  ["1e3", NaN],
  ["1.", NaN],
  ["0x10", NaN],
  ["1T", NaN],
  ["1 K", NaN],
];

for (const [text, size] of CASES) {
  Deno.test(`parseSize() reads ${JSON.stringify(text)} as ${size}`, () => {
    assertEquals(parseSize(text), size);
  });
}
