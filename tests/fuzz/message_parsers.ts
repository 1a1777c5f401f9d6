/**
 * The parsers of requests.
 *
 * @module
 */

import { assert, assertEquals } from "@std/assert";
import { isAmbiguous } from "../../src/http/ambiguity.ts";
import { bodyFraming } from "../../src/http/body_framing.ts";
import { ChunkedError } from "../../src/http/chunked.ts";
import { HeadScanner } from "../../src/http/head_scanner.ts";
import {
  findHeaderBlockEnd,
  HeaderBlockError,
  parseHeaderBlock,
} from "../../src/http/header_block.ts";
import { HTTPMessage } from "../../src/http/message.ts";
import { parseRequestLine } from "../../src/http/request_line.ts";
import { latin1, latin1Of } from "../helpers/bytes.ts";
import { decodeChunked } from "../helpers/decode_chunked.ts";
import { type Parser, refusing } from "./parser.ts";

const HEAD = [
  "GET /a%20b?c#d HTTP/1.1\r\n",
  "Host: example.com:80\r\nAccept: text/html, */*;q=0.1\r\nConnection: keep-alive\r\n\r\n",
  "POST http://example.com/ HTTP/1.0\r\nContent-Length: 5\r\n\r\nhello",
  "PUT /x HTTP/1.1\r\nTransfer-Encoding: chunked\r\nExpect: 100-continue\r\n\r\n5;a=b\r\nhello\r\n0\r\nT: x\r\n\r\n",
  "GET / HTTP/1.1\nA: b\n folded\nFrom x\nC : d\n: e\n\n",
];

const scanner = new HeadScanner({
  keyed: ["range"],
  refused: [
    ...["connection", "content-length", "content_length", "expect", "transfer-encoding"],
    ...["transfer_encoding", "upgrade"],
  ],
  single: ["host"],
});

/** All of them. */
export const MESSAGE_PARSERS: readonly Parser[] = [
  {
    name: "parseRequestLine()",
    corpus: [...HEAD, "GET / HTTP/1.1", "GET /", "get\x85/ HTTP/12345678901.1", "A  B HTTP/1.\xb2"],
    check: (text): void => {
      const parsed = parseRequestLine(text);
      if (parsed?.ok === false) assert(parsed.status.value === 400 || parsed.status.value === 505);
      if (parsed?.ok === true) assert(text.includes(parsed.command) && text.includes(parsed.path));
    },
  },
  {
    name: "findHeaderBlockEnd() and parseHeaderBlock()",
    corpus: HEAD,
    check: (text): void => {
      const end = refusing(HeaderBlockError, () => findHeaderBlockEnd(latin1(text)));
      const block = text.slice(0, end);
      for (const [name, value] of parseHeaderBlock(block).fields) {
        assert(/^[!-9;-~]+$/.test(name) && text.includes(value));
      }
    },
  },
  {
    name: "bodyFraming()",
    corpus: HEAD,
    check: (text): void => {
      const framing = bodyFraming(HTTPMessage.parse(text), "HTTP/1.1");
      if (typeof framing === "number") assert(Number.isSafeInteger(framing) && framing >= 0);
    },
  },
  {
    name: "HeadScanner",
    corpus: HEAD,
    check: (text): void => {
      const bytes = latin1(text);
      if (!scanner.scan(bytes)) return;
      const head = latin1Of(bytes.subarray(0, scanner.length));
      const line = head.slice(0, head.indexOf("\n") + 1);
      const parsed = parseRequestLine(line.trimEnd());
      assert(
        parsed?.ok === true && parsed.command === "GET",
        "The exact parser finds another request",
      );
      const block = head.slice(line.length);
      assertEquals(findHeaderBlockEnd(latin1(block)), block.length);
      assert(!isAmbiguousRequest(line, block), "It needs the exact parser");
    },
  },
  {
    name: "ChunkedDecoder",
    corpus: [
      "5\r\nhello\r\n0\r\n\r\n",
      'A;x="y"\r\n0123456789\r\n00\r\nTrailer: z\r\n\r\n',
      ...HEAD,
    ],
    check: (text): void => {
      const bytes = latin1(text);
      const whole = refusing(ChunkedError, () => decodeChunked([bytes]));
      const single = Array.from(bytes, (_, index) => bytes.subarray(index, index + 1));
      assertEquals(refusing(ChunkedError, () => decodeChunked(single)), whole);
    },
  },
];

/** Whether a request of this head needs the exact parser, the line as it is split by the scanner. */
function isAmbiguousRequest(line: string, block: string): boolean {
  const [, target = "", version = ""] = line.trimEnd().split(" ");
  return isAmbiguous({ line, block, headers: HTTPMessage.parse(block), target, version });
}
