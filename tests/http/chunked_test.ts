import { assertEquals, assertLess, assertThrows } from "@std/assert";
import { ChunkedDecoder, ChunkedError } from "../../src/http/chunked.ts";
import { latin1 } from "../helpers/bytes.ts";
import { decodeChunked } from "../helpers/decode_chunked.ts";

/** Whole, byte by byte, and cut in two at each place. */
function* feeds(bytes: Uint8Array): Generator<Uint8Array[]> {
  yield [bytes];
  yield Array.from(bytes, (_, index) => bytes.subarray(index, index + 1));
  for (let cut = 1; cut < bytes.length; cut++) yield [bytes.subarray(0, cut), bytes.subarray(cut)];
}

/** RFC 9112, section 7.1: chunk sizes, extensions, trailer fields. */
const BODIES: readonly (readonly [message: string, body: string])[] = [
  ["0\r\n\r\n", ""],
  ["000\r\n\r\n", ""],
  ["3\r\nabc\r\n0\r\n\r\n", "abc"],
  ["3\r\nabc\r\n4\r\ndefg\r\n0\r\n\r\n", "abcdefg"],
  ["a\r\n0123456789\r\nA\r\n0123456789\r\n0\r\n\r\n", "01234567890123456789"],
  ["0003\r\nabc\r\n0\r\n\r\n", "abc"],
  ["3;name=value\r\nabc\r\n0;last\r\n\r\n", "abc"],
  ['3 ; name="quoted; \xe9"\r\nabc\r\n0\r\n\r\n', "abc"],
  ['3 ;\ta\t=\tb;c="\\"\\\\"\t;d=""\r\nabc\r\n0\r\n\r\n', "abc"],
  ["0\r\nTrailer: x\r\nOther:\t\xe9\t \r\nEmpty:\r\n\r\n", ""],
  ["4\r\n\r\n\r\n\r\n0\r\n\r\n", "\r\n\r\n"],
  ["5\r\n0\r\n\r\n\r\n0\r\n\r\n", "0\r\n\r\n"],
  ["1\r\n\xff\r\n1\r\n\0\r\n0\r\n\r\n", "\xff\0"],
];

Deno.test("ChunkedDecoder decodes bodies however they arrive, and nothing behind them", () => {
  for (const [message, body] of BODIES) {
    for (const rest of ["", "GET / HTTP/1.1\r\n", "0\r\n\r\n"]) {
      for (const pieces of feeds(latin1(message + rest))) {
        const expected = { body, used: message.length, done: true };
        assertEquals(decodeChunked(pieces), expected, JSON.stringify(message));
      }
    }
  }
});

Deno.test("ChunkedDecoder.decode() returns no more than the limit", () => {
  for (const [message, body] of BODIES) {
    for (const limit of [1, 2, 3]) {
      assertEquals(decodeChunked([latin1(message)], limit).body, body);
      const decoder = new ChunkedDecoder();
      for (let rest = latin1(message); rest.length > 0;) {
        const { consumed, data } = decoder.decode(rest, limit);
        assertLess(data.length, limit + 1);
        rest = rest.subarray(consumed);
      }
    }
  }
});

Deno.test("ChunkedDecoder is not done before the last byte", () => {
  for (const [message] of BODIES) {
    for (let length = 0; length < message.length; length++) {
      assertEquals(decodeChunked([latin1(message.slice(0, length))]).done, false);
    }
  }
});

/** What some servers take and others don't: that is how requests are smuggled. */
const MALFORMED = [
  ...[
    "\r\n",
    "x\r\n",
    "-1\r\n",
    "+1\r\na\r\n",
    "0x1\r\na\r\n",
    "1_0\r\n",
    " 1\r\na\r\n",
    "\xb2\r\n",
  ],
  ...[
    "1\n",
    "1\na\n0\n\n",
    "1;a\n",
    "1\r\na\n",
    "1\r\nab\r\n",
    "1\r\nabcd\r\n0\r\n",
    "2\r\na\r\n0\r\n",
    "1\r\na0\r\n\r\n",
  ],
  ...["1\r\r\na\r\n", "1\ra\r\n", "1;\0\r\n", "1;a\rb\r\n", "1;\x7f\r\n", "1 2\r\n", "1,1\r\n"],
  ...["0\r\n\n", "0\r\nTrailer: x\n\r\n", "0\n\r\n", "00000000000001\r\na\r\n"],
  ...[
    "1 \r\na\r\n",
    "1\t\r\na\r\n",
    "1;\r\na\r\n",
    "1; \r\na\r\n",
    "1;a \r\na\r\n",
    "1;a=\r\na\r\n",
  ],
  ...[
    "1;;a\r\na\r\n",
    "1;a b\r\na\r\n",
    '1;a="b\r\na\r\n',
    '1;a="b\\"\r\na\r\n',
    '1;a="b"c\r\na\r\n',
  ],
  ...['1;a="\r\n"\r\na\r\n', "1;\xe9\r\na\r\n", "1 a\r\na\r\n", "1;a,b\r\na\r\n"],
  ...[
    "0\r\nGET / HTTP/1.1\r\n",
    "0\r\n a: b\r\n",
    "0\r\na : b\r\n",
    "0\r\n: b\r\n",
    "0\r\na: b\r\n c\r\n",
  ],
  ...["0\r\na: \0\r\n", "0\r\na: b\rc: d\r\n", "0\r\n\xe9: b\r\n", "0\r\nno colon\r\n"],
  ...["0\r\nContent-Length: 5\r\n", "0\r\ntransfer-ENCODING: chunked\r\n"],
  ...["fffffffffffffffff\r\n", "1\x0b\r\na\r\n", "1.0\r\na\r\n"],
];

Deno.test("ChunkedDecoder raises ChunkedError when the coding is malformed, however it arrives", () => {
  for (const message of MALFORMED) {
    for (const pieces of feeds(latin1(`${message}\r\n\r\n`))) {
      assertThrows(() => decodeChunked(pieces), ChunkedError, undefined, JSON.stringify(message));
    }
  }
});

/** More than any client sends, at the limit and beyond it. */
const LIMITS: readonly (readonly [message: string, allowed: boolean])[] = [
  [`0;${"a".repeat(4093)}\r\n\r\n`, true],
  [`${`1;${"a".repeat(4081)}\r\nx\r\n`.repeat(4)}0\r\n\r\n`, true],
  [`${`1;${"a".repeat(4081)}\r\nx\r\n`.repeat(5)}0\r\n\r\n`, false],
  [`${`64;a="${"b".repeat(96)}"\r\n${"x".repeat(100)}\r\n`.repeat(1000)}0\r\n\r\n`, true],
  [`0;${"a".repeat(4094)}\r\n\r\n`, false],
  [`0;${"a".repeat(100_000)}`, false],
  [`0\r\n${`a:${"b".repeat(1022)}\r\n`.repeat(16)}\r\n`, true],
  [`0\r\n${`a:${"b".repeat(1022)}\r\n`.repeat(17)}\r\n`, false],
  [`0\r\n${"a:\r\n".repeat(20_000)}\r\n`, false],
];

Deno.test("ChunkedDecoder raises ChunkedError when a line or the trailer is too long", () => {
  for (const [message, allowed] of LIMITS) {
    const pieces = [latin1(message)];
    if (allowed) assertEquals(decodeChunked(pieces).done, true);
    else assertThrows(() => decodeChunked(pieces), ChunkedError);
  }
});
