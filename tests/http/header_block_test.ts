import { assert, assertEquals, assertThrows } from "@std/assert";
import {
  findHeaderBlockEnd,
  HeaderBlockError,
  MAX_HEADERS,
  MAX_LINE,
  parseHeaderBlock,
} from "../../src/http/header_block.ts";
import { latin1 } from "../helpers/bytes.ts";

type Field = readonly [name: string, value: string];

/** What CPython 3.14's `email.parser.Parser().parsestr(text).items()` answers. */
const BLOCKS: readonly (readonly [text: string, fields: readonly Field[]])[] = [
  ["", []],
  ["\r\n", []],
  ["\n", []],
  ["A: b\r\n\r\n", [["A", "b"]]],
  ["A: b\n\n", [["A", "b"]]],
  ["A: b", [["A", "b"]]],
  ["A:b\r\n\r\n", [["A", "b"]]],
  ["A:\r\n\r\n", [["A", ""]]],
  ["A:  \t b \t\r\n\r\n", [["A", "b \t"]]],
  ["A: b: c\r\n\r\n", [["A", "b: c"]]],
  ["A: b\r\nB: c\r\nA: d\r\n\r\n", [["A", "b"], ["B", "c"], ["A", "d"]]],
  ["A: b\r\n c\r\n\td\r\n\r\n", [["A", "b\r\n c\r\n\td"]]],
  ["A:\r\n b\r\n\r\n", [["A", "b"]]],
  ["A: b\r\n \r\nC: d\r\n\r\n", [["A", "b\r\n "], ["C", "d"]]],
  [" A: b\r\nC: d\r\n\r\n", [["C", "d"]]],
  ["A : b\r\nC: d\r\n\r\n", []],
  ["A\t: b\r\n\r\n", []],
  ["no colon\r\nA: b\r\n\r\n", []],
  ["A: b\r\nno colon\r\nC: d\r\n\r\n", [["A", "b"]]],
  [": b\r\nA: c\r\n\r\n", [["A", "c"]]],
  ["A: b\r\n: c\r\n d\r\nE: f\r\n\r\n", [["A", "b"], ["E", "f"]]],
  ["A: b\rC: d\r\n\r\n", [["A", "b"], ["C", "d"]]],
  ["A: b\r\r\nC: d\r\n\r\n", [["A", "b"]]],
  ["\rA: b\r\n\r\n", []],
  ["From x\r\nA: b\r\n\r\n", [["A", "b"]]],
  ["From x\r\n folded\r\nA: b\r\n\r\n", [["A", "b"]]],
  ["A: b\r\nFrom x\r\nC: d\r\n\r\n", [["A", "b"], ["C", "d"]]],
  ["A: b\r\nFrom x\r\n\r\n", [["A", "b"]]],
  ["From: x\r\n\r\n", [["From", "x"]]],
  ["From\r\nA: b\r\n\r\n", []],
  ["From x", []],
  ["\u00e9: b\r\nA: c\r\n\r\n", []],
  ["A: \u00e9\u00ff\u0080\r\n\r\n", [["A", "\u00e9\u00ff\u0080"]]],
  ["A\u0000: b\r\nC: d\r\n\r\n", []],
  ["A: b\u0000c\r\n\r\n", [["A", "b\u0000c"]]],
  ["A: b\u000bc\fd\u001ce\u0085f\r\nG: h\r\n\r\n", [["A", "b\u000bc\fd\u001ce\u0085f"], [
    "G",
    "h",
  ]]],
  ["a!#$%&'*+-.^_`|~9: b\r\n\r\n", [["a!#$%&'*+-.^_`|~9", "b"]]],
  ['(),/;<=>?@[\\]{}": b\r\n\r\n', [['(),/;<=>?@[\\]{}"', "b"]]],
  ["A: b\r\n\u000bC: d\r\nE: f\r\n\r\n", [["A", "b"]]],
  ["A: b\n\rC: d\r\n\r\n", [["A", "b"]]],
  ["A: b\r\n\r\nC: d\r\n", [["A", "b"]]],
  ["A:\u000b b\f\r\n\r\n", [["A", "\u000b b\f"]]],
  ["A: \r\n \r\n b\r\n\r\n", [["A", "b"]]],
];

Deno.test("parseHeaderBlock() finds the fields that CPython's parser finds", () => {
  for (const [text, fields] of BLOCKS) {
    assertEquals(parseHeaderBlock(text).fields, fields, JSON.stringify(text));
  }
});

Deno.test("parseHeaderBlock() finds the same fields whatever follows the empty line", () => {
  for (const [text, fields] of BLOCKS) {
    if (!/\n\r?\n$/.test(text)) continue;
    assertEquals(parseHeaderBlock(`${text}X: y\r\n`).fields, fields, JSON.stringify(text));
  }
});

/** Blocks in which CPython's parser notes defects or takes for a body what was sent as a head. */
const DEFECTIVE = new Set([
  " A: b\r\nC: d\r\n\r\n",
  "A : b\r\nC: d\r\n\r\n",
  "A\t: b\r\n\r\n",
  "no colon\r\nA: b\r\n\r\n",
  "A: b\r\nno colon\r\nC: d\r\n\r\n",
  ": b\r\nA: c\r\n\r\n",
  "A: b\r\n: c\r\n d\r\nE: f\r\n\r\n",
  "A: b\r\r\nC: d\r\n\r\n",
  "\rA: b\r\n\r\n",
  "From x\r\n folded\r\nA: b\r\n\r\n",
  "A: b\r\nFrom x\r\nC: d\r\n\r\n",
  "A: b\r\nFrom x\r\n\r\n",
  "From\r\nA: b\r\n\r\n",
  "\xe9: b\r\nA: c\r\n\r\n",
  "A\0: b\r\nC: d\r\n\r\n",
  "A: b\r\n\x0bC: d\r\nE: f\r\n\r\n",
  "A: b\n\rC: d\r\n\r\n",
  "A: b\r\n\r\nC: d\r\n",
]);

Deno.test("parseHeaderBlock() says whether there was anything but well-formed fields", () => {
  for (const [text] of BLOCKS) {
    assertEquals(parseHeaderBlock(text).defective, DEFECTIVE.has(text), JSON.stringify(text));
  }
});

Deno.test("parseHeaderBlock() keeps the order of 100 fields of one name", () => {
  const values = Array.from({ length: 100 }, (_, index) => `value ${index}`);
  const text = values.map((value) => `Name: ${value}\r\n`).join("");
  assertEquals(parseHeaderBlock(text).fields.map(([, value]) => value), values);
});

/** Blocks without an empty line, and each kind of empty line. */
const HEADS = [
  "",
  "A: b\r\n",
  "A: b\n",
  "A: b\r\n c\r\nC: d\r\n",
  "A: \r b\r\n",
  "\r\r\n",
  "\xff\0\n",
];
const EMPTY_LINES = ["\r\n", "\n"];

Deno.test("findHeaderBlockEnd() finds the empty line once it is there, and no sooner", () => {
  for (const head of HEADS) {
    for (const emptyLine of EMPTY_LINES) {
      const block = latin1(head + emptyLine);
      for (let length = 0; length < block.length; length++) {
        assertEquals(findHeaderBlockEnd(block.subarray(0, length)), undefined);
      }
      assertEquals(findHeaderBlockEnd(block), block.length);
      const more = latin1(`${head}${emptyLine}body\r\n\r\n`);
      assertEquals(findHeaderBlockEnd(more), block.length);
    }
  }
});

/** CPython: `http.client._read_headers`; a line and a number of lines at the limits and beyond. */
const LIMITS: readonly (readonly [text: string, message: string | undefined])[] = [
  [`${"a".repeat(MAX_LINE - 2)}\r\n\r\n`, undefined],
  [`${"a".repeat(MAX_LINE - 1)}\r\n\r\n`, "Line too long"],
  [`A: b\r\n${"a".repeat(MAX_LINE + 1)}`, "Line too long"],
  [`${"a\r\n".repeat(MAX_HEADERS - 1)}\r\n`, undefined],
  [`${"a\r\n".repeat(MAX_HEADERS)}\r\n`, "Too many headers"],
  ["a\n".repeat(MAX_HEADERS + 1), "Too many headers"],
];

Deno.test("findHeaderBlockEnd() raises HeaderBlockError beyond CPython's limits", () => {
  for (const [text, message] of LIMITS) {
    const bytes = latin1(text);
    if (message === undefined) assertEquals(findHeaderBlockEnd(bytes), bytes.length);
    else assertThrows(() => findHeaderBlockEnd(bytes), HeaderBlockError, message);
  }
});

Deno.test("HeaderBlockError explains itself in CPython's words", () => {
  const [line, headers] = [HeaderBlockError.lineTooLong(), HeaderBlockError.tooManyHeaders(100)];
  assertEquals(line.detail, "got more than 65536 bytes when reading header line");
  assertEquals(headers.detail, "got more than 100 headers");
  assert(line instanceof Error && line.name === "HeaderBlockError");
});
