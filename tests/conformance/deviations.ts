/**
 * What CPython's outcome becomes by the deviations that the README lists: by the rules of the library
 * itself, applied to what was sent, so that nothing else passes for one.
 *
 * @module
 */

import { staysOnSite } from "../../src/handlers/paths/redirect.ts";
import { isAmbiguous } from "../../src/http/ambiguity.ts";
import { bodyFraming } from "../../src/http/body_framing.ts";
import { findHeaderBlockEnd } from "../../src/http/header_block.ts";
import { HTTPMessage } from "../../src/http/message.ts";
import { parseRequestLine } from "../../src/http/request_line.ts";
import { decodeChunked } from "../helpers/decode_chunked.ts";
import { toBytes } from "./packing.ts";
import type { Outcome } from "./recorded.ts";

/** Requests that the handlers of the tests answer without a line in the log, or with several. */
const SILENT_REGEXP = /\/run\?|EMPTY/;

/** A field that says where to go. */
const LOCATION_REGEXP = /(?<=\r\nLocation: )[^\r\n]*/g;

/**
 * What is expected of ours, where that is not what CPython did.
 *
 * @param expected What CPython did
 * @param actual What ours did
 * @param sent What both were sent, a character for each byte
 */
export function deviate(expected: Outcome, actual: Outcome, sent: string): Outcome {
  const answer = expected.answer.replace(LOCATION_REGEXP, staysOnSite);
  const last = findLastRequest(sent);
  const closes = expected.closes || last !== undefined;
  const outcome = { ...expected, answer, closes };
  if (last === undefined || !answer.startsWith(actual.answer)) return outcome;
  const log = SILENT_REGEXP.test(sent)
    ? expected.log.slice(0, actual.log.length)
    : logOf(expected.log, last + 1);
  if (log === undefined) return outcome;
  const { raises: _raises, ...unfailing } = outcome;
  return { ...(actual.raises === undefined ? unfailing : outcome), answer: actual.answer, log };
}

/** The log of so many requests: each is logged once, and that line begins with a quotation mark. */
function logOf(log: readonly string[], count: number): readonly string[] | undefined {
  const ends = [...log.keys()].filter((index) => log[index]!.startsWith('"'));
  const end = ends[count - 1];
  return end === undefined ? undefined : log.slice(0, end + 1);
}

/**
 * Find the request behind which the connection is closed because its head is ambiguous.
 *
 * @param sent All that was sent, a character for each byte
 * @returns How many requests come before it; `undefined` if there is none like that
 */
export function findLastRequest(sent: string): number | undefined {
  const bytes = toBytes(sent);
  let start = 0;
  for (let index = 0;; index++) {
    const lineEnd = sent.indexOf("\n", start) + 1;
    if (lineEnd === 0) return undefined;
    const line = sent.slice(start, lineEnd);
    const parsed = parseRequestLine(line.replace(/[\r\n]+$/, ""));
    if (!parsed?.ok) return undefined;
    const { version, path: target } = parsed;
    if (version === undefined) return index;
    const length = headerBlockLength(bytes.subarray(lineEnd));
    if (length === undefined) return undefined;
    const block = sent.slice(lineEnd, lineEnd + length);
    const headers = HTTPMessage.parse(block);
    if (isAmbiguous({ line, block, version, target, headers })) return index;
    start = lineEnd + length;
    const framing = bodyFraming(headers, version);
    if (framing === "unknown") return index;
    start += framing === "chunked" ? decodeChunked([bytes.subarray(start)]).used : framing;
  }
}

function headerBlockLength(bytes: Uint8Array): number | undefined {
  try {
    return findHeaderBlockEnd(bytes);
  } catch {
    return undefined;
  }
}
