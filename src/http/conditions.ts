/**
 * Conditional requests (RFC 9110, section 13): whether a request still wants what it asks for, and
 * whether a part of it will do.
 *
 * @module
 */

import { parsedateToDatetime, type ParsedDate, secondOf } from "../python/email_utils.ts";
import { type EntityTag, matchesStrongly, matchesWeakly, parseEntityTags } from "./entity_tag.ts";
import type { HTTPMessage } from "./message.ts";

/** The fields of a request that conditions are in. */
export interface ConditionFields {
  /**
   * The values of all fields of a name.
   *
   * @param name The name in lower case
   * @returns The values in order
   */
  getAll(name: string): readonly string[];
}

/** What tells one state of a representation from another. */
export interface Validators {
  /** Its tag. */
  readonly tag: EntityTag;
  /**
   * When it was last changed, in seconds since the epoch: the value of `Last-Modified`. Left out where
   * that is not known; conditions with dates are then passed over (sections 13.1.3 and 13.1.4).
   */
  readonly modified?: number;
  /**
   * Whether it can't have been changed twice in the second of {@linkcode Validators.modified} (section
   * 8.8.2.2).
   */
  readonly dateIsStrong?: boolean;
}

/**
 * What becomes of a request: `"proceed"`, or a status that it is answered with.
 */
export type Verdict = "proceed" | 304 | 412;

/**
 * Evaluate `If-Match`, `If-Unmodified-Since`, `If-None-Match` and `If-Modified-Since`, in this order.
 *
 * RFC 9110, section 13.2.2
 *
 * @param command The method of the request
 * @param fields The fields of the request
 * @param validators The current state of what is asked for, which exists
 * @returns What becomes of it
 */
export function evaluateConditions(
  command: string | null,
  fields: ConditionFields,
  { tag, modified = NaN }: Validators,
): Verdict {
  const ifMatch = fields.getAll("if-match");
  if (ifMatch.length > 0) {
    if (!hasMatch(ifMatch, tag, matchesStrongly)) return 412;
  } else {
    const unmodifiedSince = parseOnlyDate(fields.getAll("if-unmodified-since"));
    if (unmodifiedSince !== undefined && modified > unmodifiedSince) return 412;
  }
  const isRetrieval = command === "GET" || command === "HEAD";
  const ifNoneMatch = fields.getAll("if-none-match");
  if (ifNoneMatch.length > 0) {
    if (!hasMatch(ifNoneMatch, tag, matchesWeakly)) return "proceed";
    return isRetrieval ? 304 : 412;
  }
  if (!isRetrieval) return "proceed";
  const modifiedSince = parseOnlyDate(fields.getAll("if-modified-since"));
  return modifiedSince !== undefined && modified <= modifiedSince ? 304 : "proceed";
}

/**
 * Evaluate `If-Range`: whether the part that is asked for goes with those that the client has.
 *
 * RFC 9110, section 13.1.5
 *
 * @param fields The fields of the request
 * @param validators The current state of what is asked for
 * @returns Whether `Range` is to be heeded, as it is too without the condition
 */
export function evaluateIfRange(fields: ConditionFields, validators: Validators): boolean {
  const values = fields.getAll("if-range");
  if (values.length === 0) return true;
  const value = values.join();
  if (value.includes('"')) {
    const tags = parseEntityTags(value);
    return tags !== "*" && tags.length === 1 && matchesStrongly(tags[0]!, validators.tag);
  }
  return validators.dateIsStrong === true && parseOnlyDate(values) === validators.modified;
}

/**
 * Evaluate `If-Modified-Since` as CPython does, which looks at no other condition but whether there is
 * `If-None-Match`.
 *
 * CPython: `SimpleHTTPRequestHandler.send_head`.
 *
 * @param headers The fields of the request
 * @param modified When the file was last changed, in seconds since the epoch
 * @returns Whether the client has it already
 * @throws {RangeError} when that time is none of Python's `datetime`
 */
export function isNotModified(headers: HTTPMessage, modified: number): boolean {
  const value = headers.get("if-modified-since");
  if (value === undefined || headers.has("if-none-match")) return false;
  const since = parseDate(value);
  return since !== undefined && isUtc(since) && secondOf(modified) <= since.timestamp;
}

function hasMatch(
  values: readonly string[],
  tag: EntityTag,
  matches: (a: EntityTag, b: EntityTag) => boolean,
): boolean {
  const tags = parseEntityTags(values.join());
  return tags === "*" || tags.some((other) => matches(other, tag));
}

/**
 * The date in the only field of a name, in seconds since the epoch. What is no date is passed over, and
 * so are several fields (RFC 9110, sections 13.1.3 and 13.1.4).
 */
function parseOnlyDate(values: readonly string[]): number | undefined {
  const date = values.length === 1 ? parseDate(values[0]!) : undefined;
  return date !== undefined && isUtc(date) ? date.timestamp : undefined;
}

/** Whether a date is one of UTC. The obsolete form of `asctime` has no zone (RFC 9110, section 5.6.7). */
function isUtc({ utcOffset }: ParsedDate): boolean {
  return utcOffset === null || utcOffset === 0;
}

function parseDate(text: string): ParsedDate | undefined {
  try {
    return parsedateToDatetime(text);
  } catch (error) {
    if (error instanceof RangeError) return undefined;
    throw error;
  }
}
