import { assertEquals } from "@std/assert";
import { decodeBase64 } from "../../src/python/base64.ts";

/** Recorded from `base64.decodebytes` of CPython 3.13; `undefined` for `binascii.Error`. */
const BASE64: readonly (readonly [text: string, decoded: string | undefined])[] = [
  ["", ""],
  ["YQ==", "a"],
  ["YQ=", undefined],
  ["YQ", undefined],
  ["Y", undefined],
  ["Y=", undefined],
  ["=", ""],
  ["==", ""],
  ["YWI=", "ab"],
  ["YWI", undefined],
  ["YWJj", "abc"],
  ["YW Jj\n", "abc"],
  ["YW==Jj", "a"],
  ["YWJj=", "abc"],
  ["YWJjYQ==YWJj", "abca"],
  ["Y=Q=", undefined],
  ["YQ=Q", undefined],
  ["Y=Q", undefined],
  ["////", "ÿÿÿ"],
  ["+-/_", undefined],
  ["YWJ=j", "ab"],
];

for (const [text, decoded] of BASE64) {
  Deno.test(`decodeBase64() for ${JSON.stringify(text)}`, () => {
    assertEquals(decodeBase64(text), decoded);
  });
}
