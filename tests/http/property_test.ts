/**
 * What holds for any input at all.
 *
 * @module
 */

import { assert, assertEquals, assertGreater, assertLessOrEqual } from "@std/assert";
import fc from "npm:fast-check@^4.3.0";
import { bodyFraming } from "../../src/http/body_framing.ts";
import { ChunkedError } from "../../src/http/chunked.ts";
import {
  findHeaderBlockEnd,
  HeaderBlockError,
  parseHeaderBlock,
} from "../../src/http/header_block.ts";
import { decodeLatin1, encodeLatin1 } from "../../src/http/latin1.ts";
import { HTTPMessage } from "../../src/http/message.ts";
import { parseRequestLine } from "../../src/http/request_line.ts";
import { split } from "../../src/python/white_space.ts";
import { join, latin1, latin1Of } from "../helpers/bytes.ts";
import { decodeChunked } from "../helpers/decode_chunked.ts";

/** Runs are the same each time, so that a failure is one for everybody. */
const PARAMETERS = { seed: 9112, numRuns: 500 };

const anyBytes = fc.uint8Array({ maxLength: 300 });

/** Text of ISO 8859-1 that is made of what matters to a parser more often than chance would. */
function textOf(...tokens: string[]): fc.Arbitrary<string> {
  const any = fc.integer({ min: 0, max: 255 }).map((code) => String.fromCharCode(code));
  return fc.array(fc.oneof(fc.constantFrom(...tokens), any), { maxLength: 60 })
    .map((pieces) => pieces.join(""));
}

const anyHead = textOf("\r\n", "\n", "\r", ":", " ", "\t", "From ", "Name", "Content-Length: 5");
const anyChunks = textOf("\r\n", "0", "1", "3", ";", "abc", "0\r\n\r\n", "3\r\nabc\r\n");
const anyLine = textOf(" ", "GET", "/", "HTTP/", "1.1", ".", "\x85");

function check<T>(arbitrary: fc.Arbitrary<T>, predicate: (value: T) => void): void {
  fc.assert(fc.property(arbitrary, predicate), PARAMETERS);
}

/** The result, or the class of an error that is among those expected. */
function outcomeOf<T>(run: () => T, errorClass: new (...args: never[]) => Error): T | string {
  try {
    return run();
  } catch (error) {
    assert(error instanceof errorClass, String(error));
    return error.name;
  }
}

Deno.test("decodeLatin1() and encodeLatin1() undo each other", () => {
  check(
    anyBytes,
    (bytes) => assertEquals(encodeLatin1(decodeLatin1(bytes)), new Uint8Array(bytes)),
  );
});

Deno.test("parseHeaderBlock() takes any text", () => {
  check(anyHead, (text) => {
    for (const [name, value] of parseHeaderBlock(text).fields) {
      assert(/^[!-9;-~]+$/.test(name));
      assert(text.includes(`${name}:`) && text.includes(value));
    }
  });
});

Deno.test("parseHeaderBlock() reads back what was written as fields", () => {
  const name = fc.stringMatching(/^[A-Za-z0-9-]{1,20}$/).filter((name) => name !== "");
  const value = fc.stringMatching(/^[!-~](?:[ -~\x80-\xff]{0,30}[!-~])?$/);
  check(fc.array(fc.tuple(name, value), { maxLength: 50 }), (fields) => {
    const text = fields.map(([name, value]) => `${name}: ${value}\r\n`).join("");
    assertEquals(parseHeaderBlock(`${text}\r\n`), { fields, defective: false });
  });
});

Deno.test("findHeaderBlockEnd() decides the same for each longer prefix", () => {
  check(anyHead, (text) => {
    const bytes = latin1(text);
    const find = (length: number): number | string | undefined =>
      outcomeOf(() => findHeaderBlockEnd(bytes.subarray(0, length)), HeaderBlockError);
    const end = find(bytes.length);
    for (let length = 0; length <= bytes.length; length++) {
      assertEquals(find(length), typeof end === "number" && length >= end ? end : undefined);
    }
    if (typeof end === "number") assert(/(?:^|\n)\r?\n$/.test(text.slice(0, end)));
  });
});

Deno.test("parseRequestLine() takes any text", () => {
  check(anyLine, (text) => {
    const parsed = parseRequestLine(text);
    if (parsed?.ok === true) {
      assert(text.includes(parsed.command) && text.includes(parsed.path));
      assert(!parsed.path.startsWith("//"));
    } else if (parsed?.ok === false) {
      assert(parsed.status.value === 400 || parsed.status.value === 505);
    } else {
      assertEquals(split(text), []);
    }
  });
});

Deno.test("bodyFraming() gives a length only for one that was sent", () => {
  check(anyHead, (text) => {
    const framing = bodyFraming(HTTPMessage.parse(text), "HTTP/1.1");
    if (typeof framing === "number") assert(framing === 0 || text.includes(String(framing)));
  });
});

Deno.test("ChunkedDecoder does the same with any bytes however they arrive", () => {
  check(fc.tuple(anyChunks, fc.integer({ min: 1, max: 20 })), ([text, size]) => {
    const bytes = latin1(text);
    const whole = outcomeOf(() => decodeChunked([bytes]), ChunkedError);
    const cut = outcomeOf(() => decodeChunked(piecesOf(bytes, size)), ChunkedError);
    assertEquals(cut, whole);
  });
});

function piecesOf(bytes: Uint8Array, size: number): Uint8Array[] {
  const count = Math.ceil(bytes.length / size);
  return Array.from({ length: count }, (_, n) => bytes.subarray(n * size, (n + 1) * size));
}

Deno.test("ChunkedDecoder reads back what was written as chunks", () => {
  const chunks = fc.array(fc.uint8Array({ minLength: 1, maxLength: 50 }), { maxLength: 20 });
  check(chunks, (chunks) => {
    const pieces = chunks.flatMap((chunk) => [
      latin1(`${chunk.length.toString(16)}\r\n`),
      chunk,
      latin1("\r\n"),
    ]);
    const message = join([...pieces, latin1("0\r\n\r\n")]);
    const expected = { body: latin1Of(join(chunks)), used: message.length, done: true };
    assertEquals(decodeChunked(piecesOf(message, 7)), expected);
  });
});

/** Input that is long in one respect, made of so many parts. */
const LONG: Readonly<Record<string, (count: number) => string>> = {
  "line ends": (count) => "\r".repeat(count),
  "fields": (count) => "a: b\r".repeat(count),
  "folds": (count) => `a: b\r\n${" c\r\n".repeat(count)}`,
  "blanks": (count) => `a:${" ".repeat(count)}b`,
  "From lines": (count) => "From x\r\n".repeat(count),
  "colons": (count) => ":\r\n".repeat(count),
  "a line": (count) => "a".repeat(count),
};

for (const [what, make] of Object.entries(LONG)) {
  Deno.test(`parseHeaderBlock() looks at each of many ${what} a bounded number of times`, () => {
    const [small, large] = [countSearches(make(100)), countSearches(make(1000))];
    assertGreater(small, 99);
    assertLessOrEqual(large, small * 11 + 100);
  });
}

/** How many characters `indexOf` passes over while a text is parsed: what may grow quadratically. */
function countSearches(text: string): number {
  const { indexOf } = String.prototype;
  let passed = 0;
  String.prototype.indexOf = function (search: string, position = 0): number {
    const found = indexOf.call(this, search, position);
    passed += (found < 0 ? this.length : found) - position;
    return found;
  };
  try {
    parseHeaderBlock(text);
  } finally {
    String.prototype.indexOf = indexOf;
  }
  return passed;
}
