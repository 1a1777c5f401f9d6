import { assertStrictEquals } from "@std/assert";
import { type BodyFraming, bodyFraming } from "../../src/http/body_framing.ts";
import { HTTPMessage } from "../../src/http/message.ts";

/** RFC 9112, section 6.3, and RFC 9110, section 8.6; what is ambiguous is unknown. */
const FRAMINGS: readonly (readonly [fields: string, framing: BodyFraming])[] = [
  ["", 0],
  ["Content-Length: 0", 0],
  ["Content-Length: 10", 10],
  ["content-length: 10", 10],
  ["Content-Length: 007", 7],
  ["Content-Length: 9007199254740991", 9007199254740991],
  ["Content-Length: 9007199254740992", "unknown"],
  ["Content-Length: 10\r\nContent-Length: 10", 10],
  ["Content-Length: 10, 10", 10],
  ["Content-Length: 10,10\r\nContent-Length: 10", 10],
  ["Content-Length: \t10 \t,\t10 ", 10],
  ["Content-Length: \x0b10", "unknown"],
  ["Content-Length: \xa010", "unknown"],
  ["Content-Length: 10\x0c", "unknown"],
  ["Content-Length: 10\r\nContent-Length: 11", "unknown"],
  ["Content-Length: 10, 11", "unknown"],
  ["Content-Length: 10, 010", "unknown"],
  ["Content-Length: 10,", "unknown"],
  ["Content-Length:", "unknown"],
  ["Content-Length: +1", "unknown"],
  ["Content-Length: -1", "unknown"],
  ["Content-Length: 1.0", "unknown"],
  ["Content-Length: 1e1", "unknown"],
  ["Content-Length: 0x10", "unknown"],
  ["Content-Length: 1_0", "unknown"],
  ["Content-Length: 1 0", "unknown"],
  ["Content-Length: \xb2", "unknown"],
  ["Content-Length: ten", "unknown"],
  ["Transfer-Encoding: chunked", "chunked"],
  ["Transfer-Encoding: Chunked", "chunked"],
  ["Transfer-Encoding:", "unknown"],
  ["Transfer-Encoding: identity", "unknown"],
  ["Transfer-Encoding: gzip", "unknown"],
  ["Transfer-Encoding: gzip, chunked", "unknown"],
  ["Transfer-Encoding: chunked, chunked", "unknown"],
  ["Transfer-Encoding: chunked\r\nTransfer-Encoding: chunked", "unknown"],
  ["Transfer-Encoding: chunked\r\nTransfer-Encoding: identity", "unknown"],
  ["Transfer-Encoding: \x0bchunked", "unknown"],
  ["Transfer-Encoding: chunked;q=1", "unknown"],
  ["Transfer-Encoding: chunked\r\nContent-Length: 10", "unknown"],
  ["Content-Length: 10\r\nTransfer-Encoding: chunked", "unknown"],
];

Deno.test("bodyFraming() tells where a body ends, or that nobody can", () => {
  for (const [fields, framing] of FRAMINGS) {
    const headers = HTTPMessage.parse(`${fields}\r\n\r\n`);
    assertStrictEquals(bodyFraming(headers, "HTTP/1.1"), framing, JSON.stringify(fields));
  }
});

Deno.test("bodyFraming() trusts no transfer coding in a request of HTTP/1.0 (RFC 9112, section 6.1)", () => {
  const headers = HTTPMessage.parse("Transfer-Encoding: chunked\r\n\r\n");
  for (const version of ["HTTP/1.0", "HTTP/1.00", "HTTP/01.0", "HTTP/0.9", "HTTP/1.01"]) {
    assertStrictEquals(bodyFraming(headers, version), "unknown", version);
  }
});
