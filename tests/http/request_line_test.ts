import { assertEquals } from "@std/assert";
import { parseRequestLine } from "../../src/http/request_line.ts";

/**
 * Lines that CPython's `BaseHTTPRequestHandler.parse_request` takes, and what it makes of them on a
 * server that speaks HTTP/1.1.
 */
const REQUESTS: readonly (readonly [
  line: string,
  command: string,
  path: string,
  version: string | undefined,
  persistent: boolean,
])[] = [
  ["GET / HTTP/1.1", "GET", "/", "HTTP/1.1", true],
  ["GET / HTTP/1.0", "GET", "/", "HTTP/1.0", false],
  ["GET /", "GET", "/", undefined, false],
  ["GET  /a\tHTTP/1.1 ", "GET", "/a", "HTTP/1.1", true],
  ["\u001cGET\u001d/a\u001eHTTP/1.1", "GET", "/a", "HTTP/1.1", true],
  ["GET\u00a0/a\u0085HTTP/1.1", "GET", "/a", "HTTP/1.1", true],
  ["get / HTTP/1.1", "get", "/", "HTTP/1.1", true],
  ["GET / HTTP/0.9", "GET", "/", "HTTP/0.9", false],
  ["GET / HTTP/1.2", "GET", "/", "HTTP/1.2", true],
  ["GET / HTTP/1.10", "GET", "/", "HTTP/1.10", true],
  ["GET / HTTP/01.01", "GET", "/", "HTTP/01.01", true],
  ["GET / HTTP/0000000001.1", "GET", "/", "HTTP/0000000001.1", true],
  ["GET //evil HTTP/1.1", "GET", "/evil", "HTTP/1.1", true],
  ["GET ///evil//x HTTP/1.1", "GET", "/evil//x", "HTTP/1.1", true],
  ["GET //evil", "GET", "/evil", undefined, false],
  ["GET http://x//y HTTP/1.1", "GET", "http://x//y", "HTTP/1.1", true],
  ["GET HTTP/1.1", "GET", "HTTP/1.1", undefined, false],
  ["G\u00c9T /\u00e9 HTTP/1.1", "G\u00c9T", "/\u00e9", "HTTP/1.1", true],
  ["GET /\u0000 HTTP/1.1", "GET", "/\u0000", "HTTP/1.1", true],
];

Deno.test("parseRequestLine() takes lines apart as CPython does", () => {
  for (const [line, command, path, version, persistent] of REQUESTS) {
    const expected = { ok: true as const, command, path, version, persistent };
    assertEquals(parseRequestLine(line), expected, JSON.stringify(line));
  }
});

/** Lines that CPython refuses, and its words. */
const ERRORS: readonly (readonly [line: string, code: number, message: string])[] = [
  ["POST /", 400, "Bad HTTP/0.9 request type ('POST')"],
  ["GET", 400, "Bad request syntax ('GET')"],
  ["GET /a b HTTP/1.1", 400, "Bad request syntax ('GET /a b HTTP/1.1')"],
  ["GET /a b", 400, "Bad request version ('b')"],
  ["GET / HTTP/2.0", 505, "Invalid HTTP version (2.0)"],
  ["GET / HTTP/1", 400, "Bad request version ('HTTP/1')"],
  ["GET / HTTP/1.1.1", 400, "Bad request version ('HTTP/1.1.1')"],
  ["GET / HTTP/", 400, "Bad request version ('HTTP/')"],
  ["GET / http/1.1", 400, "Bad request version ('http/1.1')"],
  ["GET / HTTP/1.x", 400, "Bad request version ('HTTP/1.x')"],
  ["GET / HTTP/-1.1", 400, "Bad request version ('HTTP/-1.1')"],
  ["GET / HTTP/1.+1", 400, "Bad request version ('HTTP/1.+1')"],
  ["GET / HTTP/1_0.1", 400, "Bad request version ('HTTP/1_0.1')"],
  ["GET / HTTP/12345678901.1", 400, "Bad request version ('HTTP/12345678901.1')"],
  ["GET / HTTP/1.12345678901", 400, "Bad request version ('HTTP/1.12345678901')"],
  ["GET / HTTP/\u00b2.1", 400, "Bad request version ('HTTP/\u00b2.1')"],
  ["GET / HTTP/1.\u00b9", 400, "Bad request version ('HTTP/1.\u00b9')"],
  ["GET / HTTPS/1.1", 400, "Bad request version ('HTTPS/1.1')"],
  ["GET / HTTP/1.1/2", 400, "Bad request version ('HTTP/1.1/2')"],
  ["HEAD HTTP/1.1", 400, "Bad HTTP/0.9 request type ('HEAD')"],
  ["GET /'\" HTTP/x", 400, "Bad request version ('HTTP/x')"],
  ["a b c HTTP/1.1", 400, "Bad request syntax ('a b c HTTP/1.1')"],
  ["a b c d", 400, "Bad request version ('d')"],
  ["GET / HTTP/9.9 ", 505, "Invalid HTTP version (9.9)"],
  ["GET / HTTP/3.0000000000", 505, "Invalid HTTP version (3.0000000000)"],
];

Deno.test("parseRequestLine() refuses lines as CPython does", () => {
  for (const [line, code, message] of ERRORS) {
    const parsed = parseRequestLine(line);
    const actual = parsed?.ok === false ? [parsed.status.value, parsed.message] : parsed;
    assertEquals(actual, [code, message], JSON.stringify(line));
  }
});

Deno.test("parseRequestLine() tells the version of a refused line where it was understood", () => {
  for (const [line, version] of [["a b c HTTP/1.1", "HTTP/1.1"], ["a b c d", undefined]] as const) {
    const parsed = parseRequestLine(line);
    assertEquals(parsed?.version, version);
  }
});

Deno.test("parseRequestLine() has no answer to a blank line", () => {
  for (const line of ["", "   ", "\u0085\u00a0"]) {
    assertEquals(parseRequestLine(line), undefined, JSON.stringify(line));
  }
});
