/**
 * The parsers of the fields of requests.
 *
 * @module
 */

import { assert, assertEquals } from "@std/assert";
import { acceptedForm, FORMS } from "../../src/handlers/page/accepted_form.ts";
import { chooseCoding, parseAcceptEncoding } from "../../src/http/accept_encoding.ts";
import { parseRange } from "../../src/http/byte_ranges.ts";
import { evaluateConditions, evaluateIfRange } from "../../src/http/conditions.ts";
import { formatEntityTag, parseEntityTags } from "../../src/http/entity_tag.ts";
import { originOf } from "../../src/http/forwarded.ts";
import { HTTPMessage } from "../../src/http/message.ts";
import { isNetwork, Networks } from "../../src/http/networks.ts";
import { parsedateToDatetime } from "../../src/python/email_utils.ts";
import { type Parser, refusing } from "./parser.ts";

const DATES = [
  "Sun, 06 Nov 1994 08:49:37 GMT",
  "Sunday, 06-Nov-94 08:49:37 GMT",
  "Sun Nov  6 08:49:37 1994",
  "6 Nov 94 8:49 +0130",
  "Thu, 31 Dec 9999 23:59:60 -0000",
];

/** All of them. */
export const FIELD_PARSERS: readonly Parser[] = [
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
];
