/**
 * The parsers of what comes from outside, each with what it is to read and what holds for any input.
 *
 * @module
 */

import { assert, assertEquals } from "@std/assert";
import { locateScript } from "../../src/handlers/cgi/location.ts";
import { parseScriptHeaders, ScriptHeadersError } from "../../src/handlers/cgi/script_headers.ts";
import { urlCollapsePath } from "../../src/handlers/cgi/url.ts";
import { acceptedForm, FORMS } from "../../src/handlers/page/accepted_form.ts";
import { formatListingQuery, parseListingQuery } from "../../src/handlers/page/listing_query.ts";
import { redirectOf } from "../../src/handlers/redirect.ts";
import { translateTarget } from "../../src/handlers/translate_path.ts";
import { chooseCoding, parseAcceptEncoding } from "../../src/http/accept_encoding.ts";
import { isAmbiguous } from "../../src/http/ambiguity.ts";
import { bodyFraming } from "../../src/http/body_framing.ts";
import { parseRange } from "../../src/http/byte_ranges.ts";
import { ChunkedError } from "../../src/http/chunked.ts";
import { evaluateConditions, evaluateIfRange } from "../../src/http/conditions.ts";
import { formatEntityTag, parseEntityTags } from "../../src/http/entity_tag.ts";
import { originOf } from "../../src/http/forwarded.ts";
import { HeadScanner } from "../../src/http/head_scanner.ts";
import {
  findHeaderBlockEnd,
  HeaderBlockError,
  parseHeaderBlock,
} from "../../src/http/header_block.ts";
import { HTTPMessage } from "../../src/http/message.ts";
import { isNetwork, Networks } from "../../src/http/networks.ts";
import { parseRequestLine } from "../../src/http/request_line.ts";
import { parsedateToDatetime } from "../../src/python/email_utils.ts";
import { latin1, latin1Of } from "../helpers/bytes.ts";
import { decodeChunked } from "../helpers/decode_chunked.ts";

/** A parser. */
export interface Parser {
  /** The function or class. */
  readonly name: string;
  /** Inputs that it reads, a character for each byte, and pieces of them. */
  readonly corpus: readonly string[];
  /** Throws unless all is as it should be. */
  readonly check: (text: string) => void;
}

/** Call a parser that may refuse its input. */
function refusing<Value>(
  errorClass: new (...args: never[]) => Error,
  parse: () => Value,
): Value | undefined {
  try {
    return parse();
  } catch (error) {
    assert(error instanceof errorClass, String(error));
    return undefined;
  }
}

const HEAD = [
  "GET /a%20b?c#d HTTP/1.1\r\n",
  "Host: example.com:80\r\nAccept: text/html, */*;q=0.1\r\nConnection: keep-alive\r\n\r\n",
  "POST http://example.com/ HTTP/1.0\r\nContent-Length: 5\r\n\r\nhello",
  "PUT /x HTTP/1.1\r\nTransfer-Encoding: chunked\r\nExpect: 100-continue\r\n\r\n5;a=b\r\nhello\r\n0\r\nT: x\r\n\r\n",
  "GET / HTTP/1.1\nA: b\n folded\nFrom x\nC : d\n: e\n\n",
];

const TARGETS = [
  "/a/b.txt?x=y#z",
  "/../../etc/passwd",
  "/%2e%2e/%2e%2e/x",
  "//evil.example/..",
  "/\\evil.example/../sub",
  "http://u@[::1]:80/a/../b/",
  "/sub%2f..%5c",
  "/cgi-bin/a.sh/path/info?a+b",
  "*",
  "/a\0b",
  "/%ff%c3%28%ed%a0%80",
];

const DATES = [
  "Sun, 06 Nov 1994 08:49:37 GMT",
  "Sunday, 06-Nov-94 08:49:37 GMT",
  "Sun Nov  6 08:49:37 1994",
  "6 Nov 94 8:49 +0130",
  "Thu, 31 Dec 9999 23:59:60 -0000",
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
export const PARSERS: readonly Parser[] = [
  {
    name: "parseRequestLine()",
    corpus: [...HEAD, "GET / HTTP/1.1", "GET /", "get\x85/ HTTP/12345678901.1", "A  B HTTP/1.\xb2"],
    check: (text): void => {
      const parsed = parseRequestLine(text);
      if (parsed?.ok === false) assert(parsed.code === 400 || parsed.code === 505);
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
  {
    name: "originOf()",
    corpus: [
      'Forwarded: for=192.0.2.60;proto=http;by=203.0.113.43, for="[2001:db8::1]:4711"\r\n\r\n',
      "X-Forwarded-For: 10.0.0.1, ::ffff:1.2.3.4\r\nX-Forwarded-Proto: https\r\n\r\n",
      "Forwarded: for=unknown;proto=https\r\nX-Forwarded-For: _hidden\r\n\r\n",
    ],
    check: (text): void => {
      const networks = new Networks(["10.0.0.0/8", "::1"]);
      const { address, port, scheme } = originOf(
        HTTPMessage.parse(text),
        (other) => networks.has(other),
      );
      if (address !== undefined) assert(isNetwork(address), address);
      if (port !== undefined) assert(Number.isInteger(port) && port >= 0 && port < 65_536);
      assert(scheme === undefined || scheme === "http" || scheme === "https");
    },
  },
  {
    name: "parseRange()",
    corpus: [
      "bytes=0-1",
      "bytes=-500, 9500-",
      "bytes=0-0,,-1",
      "BYTES = 1-2",
      "bytes=5-1",
      "bytes=9007199254740993-",
    ],
    check: (text): void => {
      for (const size of [0, 1, 10_000]) {
        const ranges = parseRange(text, size);
        if (ranges === undefined || ranges === "unsatisfiable") continue;
        assert(ranges.length > 0);
        for (const { start, end } of ranges) assert(0 <= start && start < end && end <= size);
        assert(
          ranges.reduce((sum, { start, end }) => sum + end - start, 0) <= size,
          "No byte is sent twice",
        );
      }
    },
  },
  {
    name: "parseEntityTags()",
    corpus: ['"a", W/"b" , "c"', "*", 'W/""', '"\xe9", x', '"a""b"'],
    check: (text): void => {
      const tags = parseEntityTags(text);
      if (tags === "*") return;
      for (const tag of tags) assert(text.includes(formatEntityTag(tag)));
      assertEquals(parseEntityTags(tags.map(formatEntityTag).join()), tags);
    },
  },
  {
    name: "evaluateConditions() and evaluateIfRange()",
    corpus: [
      ...['If-None-Match: "a"\r\n\r\n', 'If-Match: W/"a"\r\nIf-Range: "a"\r\n\r\n'],
      ...DATES.map((date) => `If-Modified-Since: ${date}\r\nIf-Range: ${date}\r\n\r\n`),
    ],
    check: (text): void => {
      const fields = HTTPMessage.parse(text);
      const validators = {
        tag: { weak: false, opaque: "a" },
        modified: 784_111_777,
        dateIsStrong: true,
      };
      const verdict = evaluateConditions("PUT", fields, validators);
      assert(verdict === "proceed" || verdict === 412);
      assert(["proceed", 304, 412].includes(evaluateConditions("GET", fields, validators)));
      evaluateIfRange(fields, validators);
    },
  },
  {
    name: "parseAcceptEncoding()",
    corpus: ["gzip, br;q=0.5, *;q=0", "identity;q=0", "x-gzip ; q = 1.000", "deflate;q=2", ",,"],
    check: (text): void => {
      const weights = parseAcceptEncoding(text);
      for (const weight of weights.values()) assert(weight >= 0 && weight <= 1);
      const coding = chooseCoding(weights, ["br", "gzip"]);
      assert(coding === undefined || ["br", "gzip", "identity"].includes(coding));
    },
  },
  {
    name: "acceptedForm()",
    corpus: ["application/json, */*", "text/html;q=0.9;level=1, text/*;q=0.1", "*/*;q=.5"],
    check: (text): void => assert(Object.hasOwn(FORMS, acceptedForm(text))),
  },
  {
    name: "parsedateToDatetime()",
    corpus: DATES,
    check: (text): void => {
      const parsed = refusing(RangeError, () => parsedateToDatetime(text));
      if (parsed !== undefined) assert(Number.isInteger(parsed.timestamp));
    },
  },
  {
    name: "translateTarget()",
    corpus: TARGETS,
    check: (text): void => {
      for (const windows of [false, true]) {
        const path = translateTarget(text, "/srv/www", windows);
        assert(path === "/srv/www" || path.startsWith("/srv/www/"), path);
        const names = path.split(windows ? /[\\/]/ : "/");
        assert(!names.includes("..") && !names.includes("."), path);
      }
    },
  },
  {
    name: "redirectOf()",
    corpus: TARGETS,
    check: (text): void => {
      const location = refusing(TypeError, () => redirectOf(text));
      if (location === undefined) return;
      assertEquals(new URL(location, "http://site.example/x").host, "site.example");
    },
  },
  {
    name: "urlCollapsePath() and locateScript()",
    corpus: TARGETS,
    check: (text): void => {
      const path = refusing(RangeError, () => urlCollapsePath(text));
      if (path === undefined) return;
      const [directories = ""] = path.split("?");
      assert(
        !directories.split("/").slice(0, -1).some((name) => name === ".." || name === "."),
        path,
      );
      const { script } = locateScript("/cgi-bin", path.slice(1), undefined, () => false);
      assert(!script.includes("/"));
    },
  },
  {
    name: "parseListingQuery()",
    corpus: [
      "sort=size&order=desc&q=a+b&page=2&limit=100",
      "view=grid&filter=%e9&page=-1",
      "sort=x&page=1e9",
    ],
    check: (text): void => {
      const query = parseListingQuery(new URLSearchParams(text));
      assertEquals(parseListingQuery(new URLSearchParams(formatListingQuery(query))), query);
    },
  },
  {
    name: "parseScriptHeaders()",
    corpus: [
      "Content-Type: text/html\n\n",
      "Status: 404 Not here\r\nLocation: /x?y\r\n\r\n",
      "Location: http://x/\nSet-Cookie: a=b\nContent-Length: 5\n\n",
    ],
    check: (text): void => {
      const parsed = refusing(ScriptHeadersError, () => parseScriptHeaders(latin1(text)));
      if (parsed === undefined) return;
      assert(parsed.status >= 200 && parsed.status < 1000);
      for (const words of [...parsed.fields, [parsed.reason ?? ""]]) {
        for (const word of words) assert(!/[\0\r\n]/.test(word), JSON.stringify(word));
      }
    },
  },
];

/** Whether a request of this head needs the exact parser, the line as it is split by the scanner. */
function isAmbiguousRequest(line: string, block: string): boolean {
  const [, target = "", version = ""] = line.trimEnd().split(" ");
  return isAmbiguous({ line, block, headers: HTTPMessage.parse(block), target, version });
}
