/**
 * Dates as Python's `email.utils` writes and reads them, in `Date`, `Last-Modified` and
 * `If-Modified-Since`.
 *
 * @module
 */

import { isDigit, parseInteger } from "./digits.ts";
import { split } from "./white_space.ts";

/** A date read by {@linkcode parsedateToDatetime}. */
export interface ParsedDate {
  /** Seconds since the epoch; a date without zone is taken for UTC. */
  timestamp: number;
  /** Seconds east of UTC, or null where the date has no zone, an unknown one, or `-0000`. */
  utcOffset: number | null;
}

const DAYS: readonly string[] = ["mon", "tue", "wed", "thu", "fri", "sat", "sun"];

const MONTHS: readonly string[] = [
  ...["january", "february", "march", "april", "may", "june"],
  ...["july", "august", "september", "october", "november", "december"],
];

/** Hours and minutes as `HHMM`. No military zones but Z: RFC 822 has their signs wrong. */
const ZONES: ReadonlyMap<string, number> = new Map([
  ["UT", 0],
  ["UTC", 0],
  ["GMT", 0],
  ["Z", 0],
  ["AST", -400],
  ["ADT", -300],
  ["EST", -500],
  ["EDT", -400],
  ["CST", -600],
  ["CDT", -500],
  ["MST", -700],
  ["MDT", -600],
  ["PST", -800],
  ["PDT", -700],
]);

const SECONDS_A_DAY = 86_400;

/** `0001-01-01T00:00:00Z` and `10000-01-01T00:00:00Z`: what Python's `datetime` can hold. */
const MIN_TIMESTAMP = -62_135_596_800;
const END_TIMESTAMP = 253_402_300_800;

/**
 * Write a time as a date of RFC 5322 in UTC.
 *
 * A fraction of a second is first rounded to microseconds, halves to even, and then dropped:
 * 0.9999999 is the second 1, and -0.5 the second before the epoch.
 *
 * CPython: `email.utils.formatdate` with `localtime=False`.
 *
 * @param timestamp Seconds since the epoch, with the year within 1 to 9999
 * @param options `usegmt`: end with `GMT`, as HTTP wants (RFC 9110 section 5.6.7), instead of
 * `-0000`
 * @returns The date, 29 characters with `usegmt`, 31 without
 * @throws {RangeError} when the time is not a number or the year out of range, where Python raises
 * `ValueError`, `OverflowError` or `OSError`
 *
 * @example Write a date for HTTP
 * ```ts
 * import { assertEquals } from "@std/assert";
 *
 * assertEquals(formatdate(784111777, { usegmt: true }), "Sun, 06 Nov 1994 08:49:37 GMT");
 * ```
 */
export function formatdate(timestamp: number, options: { usegmt?: boolean } = {}): string {
  const seconds = secondOf(timestamp);
  // ECMAScript prescribes this form for years of four digits, zeros included.
  const text = new Date(seconds * 1000).toUTCString();
  return options.usegmt ? text : text.replace("GMT", "-0000");
}

/**
 * Find the second of a time.
 *
 * Source: CPython 3.14, `datetime.fromtimestamp` in UTC, without its microseconds.
 *
 * @param timestamp Seconds since the epoch, with the year within 1 to 9999
 * @returns Whole seconds since the epoch, after rounding to microseconds
 * @throws {RangeError} when the time is not a number or the year out of range, where Python raises
 * `ValueError`, `OverflowError` or `OSError`
 *
 * @example Rounds to microseconds first
 * ```ts
 * import { assertEquals } from "@std/assert";
 *
 * assertEquals(secondOf(1.75), 1);
 * assertEquals(secondOf(1.9999999), 2);
 * ```
 */
export function secondOf(timestamp: number): number {
  const seconds = floorToSecond(timestamp);
  if (seconds >= MIN_TIMESTAMP && seconds < END_TIMESTAMP) return seconds;
  throw new RangeError(`Timestamp out of range: ${timestamp}`);
}

/** C's `modf`, so that the fraction of a negative time is rounded before a second is borrowed. */
function floorToSecond(timestamp: number): number {
  const whole = Math.trunc(timestamp);
  const microseconds = (timestamp - whole) * 1e6;
  if (microseconds >= 999_999.5) return whole + 1;
  return microseconds < -0.5 ? whole - 1 : whole;
}

/**
 * Read a date of RFC 5322, or one of the many forms that Python tolerates besides.
 *
 * Among them RFC 850's, `asctime()`'s, a missing day of the week, month and day swapped, time and
 * year swapped, two-digit years (69 to 99 are of the 20th century, others of the 21st), dots in the
 * time. The day of the week is never checked. A second of 60 is out of range.
 *
 * CPython: `email.utils.parsedate_to_datetime` and `email._parseaddr._parsedate_tz`.
 *
 * @param text Any string
 * @returns The time and its zone
 * @throws {RangeError} when Python raises `ValueError`: the text is no date, a field is out of
 * range, or the zone is a day or more from UTC
 *
 * @example Read the obsolete form of RFC 850
 * ```ts
 * import { assertEquals } from "@std/assert";
 *
 * const date = parsedateToDatetime("Sunday, 06-Nov-94 08:49:37 GMT");
 * assertEquals(date, { timestamp: 784111777, utcOffset: 0 });
 * ```
 */
export function parsedateToDatetime(text: string): ParsedDate {
  const date = readDate(text);
  if (date === undefined) throw new RangeError(`Invalid date value or format "${text}"`);
  return date;
}

function readDate(text: string): ParsedDate | undefined {
  const fields = arrange(tokenize(text));
  if (fields === undefined) return undefined;
  const time = readTime(withoutComma(fields.time));
  const year = parseInteger(fields.year);
  const day = parseInteger(fields.day);
  if (time === undefined || year === undefined || day === undefined) return undefined;
  const wallClock = toSeconds(expandYear(year), fields.month, day, time);
  const utcOffset = readZone(fields.zone);
  if (wallClock === undefined) return undefined;
  if (utcOffset === null) return { timestamp: wallClock, utcOffset };
  // `datetime.timezone` is strict about this; a number too long to be finite fails here as well.
  if (!(Math.abs(utcOffset) < SECONDS_A_DAY)) return undefined;
  return { timestamp: wallClock - utcOffset, utcOffset };
}

/** Cuts the text into words and brings RFC 850's and other short forms to five of them. */
function tokenize(text: string): string[] {
  const words = split(text);
  const first = words[0] ?? "";
  if (first.endsWith(",") || DAYS.includes(first.toLowerCase())) words.shift();
  else words[0] = first.slice(first.lastIndexOf(",") + 1);
  if (words.length === 3) {
    const date = words[0]!.split("-");
    if (date.length === 3) words.splice(0, 1, ...date);
  }
  if (words.length === 4) words.push(...splitZone(words.pop()!));
  return words;
}

/** A time with the zone stuck to it; without one, an empty zone. */
function splitZone(text: string): [time: string, zone: string] {
  const plus = text.indexOf("+");
  const sign = plus < 0 ? text.indexOf("-") : plus;
  return sign > 0 ? [text.slice(0, sign), text.slice(sign)] : [text, ""];
}

interface Fields {
  day: string;
  month: number;
  year: string;
  time: string;
  zone: string;
}

/** Find out which word is what; words past the fifth are ignored. */
function arrange(words: readonly string[]): Fields | undefined {
  let [day, month, year, time, zone] = words;
  if (!day || !month || !year || time === undefined || zone === undefined) return undefined;
  month = month.toLowerCase();
  if (monthNumber(month) === 0) [day, month] = [month, day.toLowerCase()];
  const number = monthNumber(month);
  if (number === 0) return undefined;
  if (year.indexOf(":") > 0) [year, time] = [time, year];
  year = withoutComma(year);
  if (year === "") return undefined;
  if (!isDigit(firstCharacter(year))) [year, zone] = [zone, year];
  return { day: withoutComma(day), month: number, year, time, zone };
}

/** 1 to 12, or 0 for what is no month: names are whole or have three letters. */
function monthNumber(name: string): number {
  return MONTHS.findIndex((month) => month === name || month.slice(0, 3) === name) + 1;
}

function withoutComma(text: string): string {
  return text.endsWith(",") ? text.slice(0, -1) : text;
}

function firstCharacter(text: string): string {
  return String.fromCodePoint(text.codePointAt(0)!);
}

type Time = readonly [hour: number, minute: number, second: number];

/** Hours, minutes and perhaps seconds, with dots for colons tolerated. */
function readTime(text: string): Time | undefined {
  const parts = text.split(text.includes(":") ? ":" : ".");
  if (parts.length !== 2 && parts.length !== 3) return undefined;
  const [hour, minute, second] = [...parts, "0"].map(parseInteger);
  if (hour === undefined || minute === undefined || second === undefined) return undefined;
  return [hour, minute, second];
}

/** POSIX's rule for two digits; anything below 100 counts as such. */
function expandYear(year: number): number {
  if (year >= 100) return year;
  return year > 68 ? year + 1900 : year + 2000;
}

/** Seconds since the epoch, or undefined where `datetime()` would raise `ValueError`. */
function toSeconds(year: number, month: number, day: number, time: Time): number | undefined {
  const [hour, minute, second] = time;
  if (!(year >= 1 && year <= 9999 && isWithin(hour, 24))) return undefined;
  if (!(isWithin(minute, 60) && isWithin(second, 60))) return undefined;
  const date = new Date(0);
  // Not Date.UTC: it takes the years up to 99 for those of the 20th century.
  date.setUTCFullYear(year, month - 1, day);
  if (date.getUTCDate() !== day) return undefined;
  return date.getTime() / 1000 + hour * 3600 + minute * 60 + second;
}

function isWithin(value: number, end: number): boolean {
  return value >= 0 && value < end;
}

/** Seconds east of UTC, or null if there is no zone or nothing that is one. */
function readZone(text: string): number | null {
  const name = text.toUpperCase();
  const offset = ZONES.get(name) ?? parseInteger(name);
  if (offset === undefined || (offset === 0 && name.startsWith("-"))) return null;
  const size = Math.abs(offset);
  // The sign belongs to hours and minutes alike.
  return Math.sign(offset) * (Math.floor(size / 100) * 3600 + size % 100 * 60);
}
