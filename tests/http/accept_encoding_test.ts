import { assertEquals } from "@std/assert";
import { chooseCoding, parseAcceptEncoding } from "../../src/http/accept_encoding.ts";

const ALL = ["zstd", "br", "gzip"] as const;

/** What RFC 9110, section 12.5.3, says of its examples and others. */
const CASES: [value: string | undefined, expected: string | undefined][] = [
  [undefined, "identity"],
  ["", "identity"],
  ["compress, gzip", "gzip"],
  ["*", "zstd"],
  ["compress;q=0.5, gzip;q=1.0", "gzip"],
  ["gzip;q=1.0, identity; q=0.5, *;q=0", "gzip"],
  ["gzip, deflate, br, zstd", "zstd"],
  ["gzip, deflate, br", "br"],
  ["gzip;q=0.2, br;q=0.1", "gzip"],
  ["br;q=0.999, gzip", "gzip"],
  ["GZIP", "gzip"],
  ["x-gzip", "gzip"],
  ["gzip;q=0", "identity"],
  ["gzip;q=0.000", "identity"],
  ["gzip;q=0.001", "gzip"],
  ["identity", "identity"],
  ["identity;q=1, gzip;q=0.5", "identity"],
  ["identity;q=0.5, gzip;q=0.5", "gzip"],
  ["identity, *;q=0.1", "identity"],
  ["*;q=0", undefined],
  ["identity;q=0", undefined],
  ["identity;q=0, br", "br"],
  ["identity;q=0, deflate", undefined],
  ["*;q=0, gzip", "gzip"],
  ["*;q=0, identity;q=0.1", "identity"],
  ["*;q=0.5, zstd;q=0", "br"],
  ["deflate", "identity"],
  ["gzip ; q=0.5 , br ; q=0.4", "gzip"],
  ["gzip;Q=0", "identity"],
  // What is malformed is passed over.
  ["gzip;q=2", "identity"],
  ["gzip;q=-1, br", "br"],
  ["gzip;q=0.1234", "identity"],
  ["gzip;level=9", "identity"],
  ["gzip br", "identity"],
  [",,gzip,", "gzip"],
];

for (const [value, expected] of CASES) {
  Deno.test(`chooseCoding() is ${expected} for ${JSON.stringify(value)}`, () => {
    assertEquals(chooseCoding(parseAcceptEncoding(value), ALL), expected);
  });
}

Deno.test("chooseCoding() chooses among what there is", () => {
  const weights = parseAcceptEncoding("br, gzip;q=0.5");
  assertEquals(chooseCoding(weights, ["gzip"]), "gzip");
  assertEquals(chooseCoding(weights, []), "identity");
});
