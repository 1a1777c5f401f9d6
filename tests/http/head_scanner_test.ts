import { assert, assertEquals } from "@std/assert";
import fc from "npm:fast-check@^4.3.0";
import { HeadScanner } from "../../src/http/head_scanner.ts";
import { findHeaderBlockEnd } from "../../src/http/header_block.ts";
import { HTTPMessage } from "../../src/http/message.ts";
import { parseRequestLine } from "../../src/http/request_line.ts";
import { latin1 } from "../helpers/bytes.ts";

const KEYED = ["connection", "if-modified-since"];
const REFUSED = ["content-length", "content_length", "expect"];
const SINGLE = ["host", "via"];

const scanner = new HeadScanner({ keyed: KEYED, refused: REFUSED, single: SINGLE });

/** The key of a head, `undefined` where it is left to the exact parser. */
function keyOf(head: string): string | undefined {
  if (!scanner.scan(latin1(head))) return undefined;
  return String.fromCharCode(...scanner.copyKey());
}

const LINE = "GET /file HTTP/1.1\r\n";

/** Heads that are recognised: what was sent, and the key. */
const HEADS: readonly (readonly [fields: string, key: string])[] = [
  ["", ""],
  ["Host: x\r\nAccept:*/*\r\n", ""],
  ["Connection: close\r\nHost: x\r\n", "Connection: close\r\n"],
  ["X: y\r\nCONNECTION:a\r\nconnection: b\r\n", "CONNECTION:a\r\nconnection: b\r\n"],
  ["If-Modified-Since: \t x \r\n", "If-Modified-Since: \t x \r\n"],
  ["X: \xe9\r\nConnections: x\r\nConnectio: x\r\n", ""],
  ["Host: x\r\nVia: y\r\nHosts: z\r\nHos: z\r\n", ""],
];

Deno.test("HeadScanner.scan() makes a key of the request line and what the answer depends on", () => {
  for (const [fields, key] of HEADS) {
    const head = `${LINE}${fields}\r\n`;
    assertEquals(keyOf(`${head}GET /next HTTP/1.1\r\n\r\n`), LINE + key);
    assertEquals(scanner.length, head.length);
    for (let length = 0; length < head.length; length++) {
      assertEquals(scanner.scan(latin1(head.slice(0, length))), false);
    }
  }
});

/** Heads that only the exact parser may understand. */
const LEFT = [
  ...[
    "HEAD / HTTP/1.1\r\n\r\n",
    "get / HTTP/1.1\r\n\r\n",
    "GET x HTTP/1.1\r\n\r\n",
    "GET /\r\n\r\n",
  ],
  ...["GET //x HTTP/1.1\r\n\r\n", "GET /x HTTP/1.2\r\n\r\n", "GET /x HTTP/1.10\r\n\r\n"],
  ...["GET /x  HTTP/1.1\r\n\r\n", "GET /x HTTP/1.1 \r\n\r\n", "GET /x HTTP/1.1\n\r\n"],
  ...["GET /\x80 HTTP/1.1\r\n\r\n", "GET /\x7f HTTP/1.1\r\n\r\n", "\r\nGET /x HTTP/1.1\r\n\r\n"],
  ...[
    "Content-Length: 0",
    "EXPECT: x",
    "A : b",
    ": b",
    " A: b",
    "A",
    "A: b\r c",
    "A: b\nC: d",
    "A: \0",
  ]
    .map((field) => `${LINE}${field}\r\n\r\n`),
  ...["Host: a\r\nHost: b", "HOST: a\r\nX: y\r\nhost: a", "Via: a\r\nHost: b\r\nvia: c"]
    .map((fields) => `${LINE}${fields}\r\n\r\n`),
  ...["Content_Length: 0", "CONTENT_LENGTH: 0"].map((field) => `${LINE}${field}\r\n\r\n`),
  ...["A: b\r\n c", "From x", "\xe9: b"].map((field) => `${LINE}${field}\r\n\r\n`),
  `${LINE}${"A: b\r\n".repeat(65)}\r\n`,
  `${LINE}A: ${"b".repeat(17_000)}\r\nC: d\r\n\r\n`,
];

Deno.test("HeadScanner.scan() leaves heads that are out of the ordinary to the exact parser", () => {
  for (const head of LEFT) assertEquals(keyOf(head), undefined, JSON.stringify(head));
});

Deno.test("HeadScanner.matches() tells keys apart", () => {
  const keys = HEADS.map(([fields]) => {
    scanner.scan(latin1(`${LINE}${fields}\r\n`));
    return { key: scanner.copyKey(), hash: scanner.hash };
  });
  for (const [fields, own] of HEADS) {
    scanner.scan(latin1(`${LINE}${fields}\r\n`));
    for (const [index, { key, hash }] of keys.entries()) {
      const same = HEADS[index]![1] === own;
      assertEquals([scanner.matches(key), scanner.hash === hash], [same, same]);
    }
  }
});

const anyCharacter = fc.integer({ min: 0, max: 255 }).map((code) => String.fromCharCode(code));
const tokens = ["\r\n", "\n", "\r", ":", " ", "\t", "Connection", "Host", "Expect", "x", "From "];
const anyFields = fc.array(
  fc.oneof(
    { weight: 4, arbitrary: fc.constantFrom("Host: x\r\n", "Connection: y\r\n", ...tokens) },
    { weight: 1, arbitrary: anyCharacter },
  ),
  { maxLength: 20 },
).map((pieces) => pieces.join(""));
const anyTarget = fc.array(fc.oneof(fc.constantFrom("/", " ", "x", "?"), anyCharacter), {
  maxLength: 5,
})
  .map((pieces) => pieces.join(""));

Deno.test("HeadScanner recognises only what the exact parser understands in the same way", () => {
  let recognised = 0;
  fc.assert(
    fc.property(anyTarget, anyFields, (target, fields) => {
      const line = `GET /${target} HTTP/1.1`;
      const bytes = latin1(`${line}\r\n${fields}\r\n\r\n`);
      if (!scanner.scan(bytes)) return;
      recognised++;
      const parsed = parseRequestLine(line);
      assert(parsed?.ok === true && parsed.path === `/${target}` && parsed.version === "HTTP/1.1");
      const start = line.length + 2;
      assertEquals(findHeaderBlockEnd(bytes.subarray(start)), scanner.length - start);
      const text = String.fromCharCode(...bytes.subarray(start, scanner.length));
      const message = HTTPMessage.parse(text);
      assertEquals(message.defective, false);
      for (const name of REFUSED) assertEquals(message.has(name), false);
      for (const name of SINGLE) assert(message.getAll(name).length < 2);
      const key = String.fromCharCode(...scanner.copyKey());
      const keyed = HTTPMessage.parse(key.slice(start));
      for (const name of KEYED) assertEquals(keyed.getAll(name), message.getAll(name));
    }),
    { seed: 9112, numRuns: 3000 },
  );
  assert(recognised > 100, `${recognised} were recognised`);
});
