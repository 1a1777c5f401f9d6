import { assertEquals, assertThrows } from "@std/assert";
import { decodeLatin1, encodeLatin1, encodeLatin1Into } from "../../src/http/latin1.ts";
import { latin1, latin1Of, noise } from "../helpers/bytes.ts";

/** Each byte there is, and each length at which something might change. */
const TEXTS: readonly string[] = [
  "",
  "ascii",
  Array.from({ length: 256 }, (_, code) => String.fromCharCode(code)).join(""),
  "\xef\xbb\xbfbehind a byte order mark",
  "\xef\xbf\xbd",
  "\xc3\xa9 looks like UTF-8",
  "\x80\x9f",
  ...[4095, 4096, 4097, 200_000].map((length) => latin1Of(noise(length))),
  `${"a".repeat(10_000)}\xff`,
];

Deno.test("decodeLatin1() gives each byte the code point of the same number", () => {
  for (const text of TEXTS) {
    assertEquals(decodeLatin1(latin1(text)) === text, true, text.slice(0, 50));
  }
});

Deno.test("decodeLatin1() decodes views of a larger buffer", () => {
  const bytes = latin1("before\xe9after");
  assertEquals(decodeLatin1(bytes.subarray(5, 8)), "e\xe9a");
});

Deno.test("encodeLatin1() undoes decodeLatin1()", () => {
  for (const text of TEXTS) assertEquals(encodeLatin1(text), latin1(text));
});

Deno.test("encodeLatin1Into() writes as many bytes as there are characters", () => {
  for (const text of ["abc", "\xe9\xff\x80", "a\xe9", "\xe9a", ""]) {
    const target = new Uint8Array(5).fill(1);
    encodeLatin1Into(text, target);
    assertEquals(latin1Of(target.subarray(0, text.length)), text);
    const exact = new Uint8Array(text.length);
    encodeLatin1Into(text, exact);
    assertEquals(latin1Of(exact), text);
  }
});

Deno.test("encodeLatin1() raises RangeError when a character is outside ISO 8859-1", () => {
  for (const text of ["\u0100", "a€", "😀", "\ud800", "\ufffd", "\xe9\u0100"]) {
    assertThrows(() => encodeLatin1(text), RangeError, "ISO 8859-1");
  }
});
