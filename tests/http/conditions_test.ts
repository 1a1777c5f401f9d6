import { assertEquals } from "@std/assert";
import {
  evaluateConditions,
  evaluateIfRange,
  type Validators,
  type Verdict,
} from "../../src/http/conditions.ts";
import { HTTPMessage } from "../../src/http/message.ts";

/** The date of the RFC's examples, a second earlier and a second later, and the obsolete forms. */
const DATE = "Sun, 06 Nov 1994 08:49:37 GMT";
const BEFORE = "Sun, 06 Nov 1994 08:49:36 GMT";
const AFTER = "Sun, 06 Nov 1994 08:49:38 GMT";
const RFC_850 = "Sunday, 06-Nov-94 08:49:37 GMT";
const ASCTIME = "Sun Nov  6 08:49:37 1994";

const STATE: Validators = {
  tag: { weak: false, opaque: "a" },
  modified: 784_111_777,
  dateIsStrong: true,
};
const WEAK: Validators = { ...STATE, tag: { weak: true, opaque: "a" }, dateIsStrong: false };
const DATELESS: Validators = { tag: STATE.tag };

/** What RFC 9110, sections 13.1.1 to 13.1.4 and 13.2.2, says. */
const CASES: [
  fields: string,
  expected: Verdict,
  other?: { command?: string; state?: Validators },
][] = [
  ["", "proceed"],
  ['If-Match: "a"', "proceed"],
  ['If-Match: "b"', 412],
  ['If-Match: "b", "a"', "proceed"],
  ['If-Match: "b"\r\nIf-Match: "a"', "proceed"],
  ["If-Match: *", "proceed"],
  ['If-Match: W/"a"', 412],
  ['If-Match: "a"', 412, { state: WEAK }],
  ["If-Match: a", 412],
  ["If-Match:", 412],
  [`If-Unmodified-Since: ${DATE}`, "proceed"],
  [`If-Unmodified-Since: ${AFTER}`, "proceed"],
  [`If-Unmodified-Since: ${BEFORE}`, 412],
  ["If-Unmodified-Since: yesterday", "proceed"],
  [`If-Unmodified-Since: ${BEFORE}\r\nIf-Unmodified-Since: ${BEFORE}`, "proceed"],
  // Step 1 leaves step 2 out.
  [`If-Match: "a"\r\nIf-Unmodified-Since: ${BEFORE}`, "proceed"],
  ['If-None-Match: "a"', 304],
  ['If-None-Match: W/"a"', 304],
  ['If-None-Match: "a"', 304, { state: WEAK }],
  ['If-None-Match: "a"', 304, { command: "HEAD" }],
  ['If-None-Match: "a"', 412, { command: "PUT" }],
  ["If-None-Match: *", 304],
  ["If-None-Match: *", 412, { command: "PUT" }],
  ['If-None-Match: "b"', "proceed"],
  ['If-None-Match: "b", W/"a"', 304],
  ["If-None-Match: a", "proceed"],
  [`If-Modified-Since: ${DATE}`, 304],
  [`If-Modified-Since: ${AFTER}`, 304],
  [`If-Modified-Since: ${BEFORE}`, "proceed"],
  [`If-Modified-Since: ${RFC_850}`, 304],
  [`If-Modified-Since: ${ASCTIME}`, 304],
  [`If-Modified-Since: ${DATE}`, "proceed", { command: "POST" }],
  ["If-Modified-Since: 784111777", "proceed"],
  ["If-Modified-Since: Sun, 06 Nov 1994 08:49:37 +0100", "proceed"],
  [`If-Modified-Since: ${DATE}\r\nIf-Modified-Since: ${DATE}`, "proceed"],
  [`If-Modified-Since: ${DATE}`, "proceed", { state: DATELESS }],
  [`If-Unmodified-Since: ${BEFORE}`, "proceed", { state: DATELESS }],
  ['If-None-Match: "a"', 304, { state: DATELESS }],
  // Step 3 leaves step 4 out.
  [`If-None-Match: "b"\r\nIf-Modified-Since: ${DATE}`, "proceed"],
  [`If-None-Match: "a"\r\nIf-Modified-Since: ${BEFORE}`, 304],
  // Steps 1 and 2 go before 3 and 4.
  ['If-Match: "b"\r\nIf-None-Match: "a"', 412],
  ['If-Match: "a"\r\nIf-None-Match: "a"', 304],
  [`If-Unmodified-Since: ${BEFORE}\r\nIf-None-Match: "a"`, 412],
  [`If-Unmodified-Since: ${DATE}\r\nIf-Modified-Since: ${DATE}`, 304],
];

for (const [fields, expected, { command = "GET", state = STATE } = {}] of CASES) {
  const weak = state === WEAK ? " of what has a weak tag" : "";
  const dateless = state === DATELESS ? " of what has no date" : "";
  Deno.test(`evaluateConditions() is ${expected} for ${command}${weak}${dateless} with ${JSON.stringify(fields)}`, () => {
    const headers = HTTPMessage.parse(`${fields}\r\n\r\n`);
    assertEquals(evaluateConditions(command, headers, state), expected);
  });
}

/** What RFC 9110, section 13.1.5, says. */
const IF_RANGE: [fields: string, expected: boolean, state?: Validators][] = [
  ["", true],
  ['If-Range: "a"', true],
  ['If-Range: "b"', false],
  ['If-Range: W/"a"', false],
  ['If-Range: "a"', false, WEAK],
  ['If-Range: W/"a"', false, WEAK],
  ['If-Range: "a", "b"', false],
  ["If-Range: *", false],
  ["If-Range: a", false],
  [`If-Range: ${DATE}`, true],
  [`If-Range: ${RFC_850}`, true],
  // Not the same as "not modified since".
  [`If-Range: ${AFTER}`, false],
  [`If-Range: ${BEFORE}`, false],
  [`If-Range: ${DATE}`, false, WEAK],
  [`If-Range: ${DATE}\r\nIf-Range: ${DATE}`, false],
];

for (const [fields, expected, state = STATE] of IF_RANGE) {
  const weak = state.tag.weak ? " of what has weak validators" : "";
  Deno.test(`evaluateIfRange() is ${expected}${weak} with ${JSON.stringify(fields)}`, () => {
    assertEquals(evaluateIfRange(HTTPMessage.parse(`${fields}\r\n\r\n`), state), expected);
  });
}
