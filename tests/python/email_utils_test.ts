import { assertThrows } from "@std/assert";
import { formatdate, parsedateToDatetime } from "../../src/python/email_utils.ts";
import { replay } from "./recorded.ts";

Deno.test("formatdate() writes CPython's dates, fractions and limits included", () => {
  const write = (timestamp: number, usegmt: boolean): string => formatdate(timestamp, { usegmt });
  replay("formatdate", write, {
    ValueError: RangeError,
    OverflowError: RangeError,
    OSError: RangeError,
  });
});

for (const timestamp of [NaN, Infinity, -Infinity]) {
  Deno.test(`formatdate() throws when the time is ${timestamp}`, () => {
    assertThrows(() => formatdate(timestamp), RangeError);
  });
}

Deno.test("parsedateToDatetime() reads what CPython reads, and refuses the rest", () => {
  const read = (text: string): [timestamp: number, utcOffset: number | null] => {
    const { timestamp, utcOffset } = parsedateToDatetime(text);
    return [timestamp, utcOffset];
  };
  replay("parsedate_to_datetime", read, { ValueError: RangeError });
});
