import { assertEquals, assertLess } from "@std/assert";
import fc from "npm:fast-check@^4.3.0";
import { isAmbiguous } from "../../src/http/ambiguity.ts";
import { HeadScanner } from "../../src/http/head_scanner.ts";
import { HTTPMessage } from "../../src/http/message.ts";
import { parseRequestLine } from "../../src/http/request_line.ts";
import { latin1 } from "../helpers/bytes.ts";

const LINE = "GET / HTTP/1.1\r\n";

/** Whether the head of a request that CPython answers is ambiguous. */
function isHeadAmbiguous(head: string): boolean {
  const end = head.indexOf("\n") + 1;
  const [line, block] = [head.slice(0, end), head.slice(end)];
  const parsed = parseRequestLine(line.replace(/[\r\n]+$/, ""));
  if (!parsed?.ok || parsed.version === undefined) throw new TypeError(`Not answered: ${head}`);
  const { version, path: target } = parsed;
  return isAmbiguous({ line, block, version, target, headers: HTTPMessage.parse(block) });
}

/** Header blocks and whole heads that mean the same to everybody, or where it does not matter. */
const CLEAR = [
  ...[
    "",
    "Host: x\r\n",
    "Host:\r\n",
    "A: \xe9\x01\t\r\n",
    "Content-Length: 5\r\n",
    "Transfer-Encoding:chunked\r\n",
  ],
  ...[
    "Connection: close, TE\r\n",
    "Access-Control-Request-Headers: content-length\r\n",
    "Trailer: Content-Length\r\n",
  ],
  // Odd, but there is nothing to be hidden in it
  ...[
    "no colon\r\n",
    "A : b\r\n",
    ": b\r\n",
    "From x\r\n",
    "A: b\r\n c\r\n",
    " A: b\r\n",
    "(A): b\r\n",
    "\xe9: b\r\n",
    "A: \0\r\n",
  ],
].map((block) => `${LINE}${block}\r\n`).concat([
  "GET / HTTP/1.1\nHost: x\nno colon\n\n",
  "GET\t  /  HTTP/1.1 \r\nHost: x\r\n\r\n",
  "GET / HTTP/1.2\r\n\r\n",
  "GET http://x:80/ HTTP/1.1\r\nHost: X:80\r\n\r\n",
  "GET http://x:80/ HTTP/1.1\r\n\r\n",
  "GET /\x01\x7f\xff HTTP/1.1\r\n\r\n",
]);

/** The same, but for a place where readers may part; see also tests/hostile/payloads_data.ts. */
const UNCLEAR = [
  ...["A: b\r\r\n", "A: b\rC: d\r\n", "A: b\n", "A: b\r\n \r\n", "A: b\r\n\0\r\n", "\x0b\r\n"],
  ...[
    "Content-Length: 05\r\n",
    "Content-Length: 5, 5\r\n",
    "Content-Length: 5\r\nContent-Length: 5\r\n",
  ],
  ...[
    "Transfer-Encoding: gzip\r\n",
    "Transfer-Encoding: chunked \r\n",
    "Content-Length: 5\r\nTransfer-Encoding: chunked\r\n",
  ],
  ...[
    "no colon\r\nContent-Length: 5\r\n",
    "A: b\r\n Content-Length: 5\r\n",
    "A : b\r\nContent-Length: 5\r\n",
    "A: \0\r\nContent-Length: 5\r\n",
  ],
  ...[
    "c.o,n t\0ent\xe9length\r\n",
    "TRANSFER\r\n encoding: x\r\n",
    "Content_Length: 5\r\n",
    "transfer_encoding: x\r\n",
  ],
  ...["Connection: content-LENGTH\r\n", "Connection: a\r\nConnection: b, Transfer-Encoding\r\n"],
  ...["Host: x\r\nHost: x\r\n", "Upgrade: h2c\r\n", "UPGRADE:\r\n"],
].map((block) => `${LINE}${block}\r\n`).concat([
  "GET / HTTP/1.1\r\r\n\r\n",
  "GET\r/ HTTP/1.1\r\n\r\n",
  "GET / HTTP/1.1\nHost: x\r\n\r\n",
  "GET / HTTP/1.1\r\nHost: x\r\n\n",
  "GET / HTTP/1.1\nContent-Length: 5\n\n",
  "GET /\x0bHTTP/1.1\r\n\r\n",
  "GET / HTTP/1.1\x85\r\n\r\n",
  "GET /\0 HTTP/1.1\r\n\r\n",
  "GET / HTTP/0.9\r\n\r\n",
  "GET http://y/ HTTP/1.1\r\nHost: x\r\n\r\n",
]);

Deno.test("isAmbiguous() is true only when another reader could find the end elsewhere", () => {
  for (const head of CLEAR) assertEquals(isHeadAmbiguous(head), false, JSON.stringify(head));
  for (const head of UNCLEAR) assertEquals(isHeadAmbiguous(head), true, JSON.stringify(head));
});

/** What the handler of files has its scanner leave to the exact parser. */
const REFUSED = [
  "content-length",
  "transfer-encoding",
  "content_length",
  "transfer_encoding",
  "upgrade",
];

Deno.test("isAmbiguous() is false for whatever HeadScanner recognises", () => {
  const scanner = new HeadScanner({
    keyed: [],
    refused: [...REFUSED, "connection"],
    single: ["host"],
  });
  const names = ["Host", "Upgrade", "Content-Length", "Content_Length", "A", "A ", " A", "\xe9"];
  const field = fc.tuple(fc.constantFrom(...names), fc.constantFrom(":", ": ", " :", "")).chain(
    ([name, colon]) =>
      fc.constantFrom("x", "\x7f", "\xa0", "\x01", "\r", "\0", " ").map((value) =>
        name + colon + value
      ),
  );
  const end = fc.constantFrom("\r\n", "\r\n", "\r\n", "\n", "\r");
  const fields = fc.array(fc.tuple(field, end).map(([text, end]) => text + end), { maxLength: 4 });
  let recognised = 0;
  const property = fc.property(fields, (lines) => {
    const head = `${LINE}${lines.join("")}\r\n`;
    if (!scanner.scan(latin1(head))) return;
    recognised++;
    assertEquals(isHeadAmbiguous(head), false);
  });
  fc.assert(property, { seed: 9112, numRuns: 3000 });
  assertLess(100, recognised);
});

Deno.test("isAmbiguous() takes time in proportion to the head", () => {
  const long = (text: string): string => text.repeat(60_000 / text.length);
  const blocks = [" ", "\t ", "a", "\0", "\x01 ", "a:", "content-", "\xa0"].map(long);
  for (const text of blocks) {
    for (
      const block of [
        `${text}\r\n`,
        `A: ${text}\r\n`,
        `Content-Length: 1${text}2\r\n`,
        `A: b\r\n${text}x\r\n`,
      ]
    ) {
      const start = performance.now();
      isHeadAmbiguous(`${LINE}${block}\r\n`);
      assertLess(performance.now() - start, 250, JSON.stringify(block.slice(0, 40)));
    }
  }
});
