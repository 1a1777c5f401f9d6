/**
 * The time of day as text, made once a second.
 *
 * @module
 */

import { formatdate } from "../../python/email_utils.ts";

/** The names of the days, from Monday. CPython: `BaseHTTPRequestHandler.weekdayname`. */
export const WEEKDAYS: readonly string[] = ["Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"];

/** The names of the months, from index 1. CPython: `BaseHTTPRequestHandler.monthname`. */
export const MONTHS: readonly (string | null)[] = [
  null,
  ..."Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec".split(" "),
];

let second = NaN;
let httpDate = "";
let logDate = "";

/** Bring the texts up to date: all that is left to do within a second is one comparison. */
function tick(): void {
  const now = Math.floor(Date.now() / 1000);
  if (now === second) return;
  second = now;
  httpDate = formatdate(now, { usegmt: true });
  logDate = formatLogDate(new Date(now * 1000), MONTHS);
}

/** How many dates {@linkcode formatHttpDate} remembers. */
const MAX_DATES = 1024;

const dates = new Map<number, string>();

/**
 * A time for a `Last-Modified` field (RFC 9110, section 5.6.7). The files of a directory have few
 * different ones, and these are asked for again and again.
 *
 * @param timestamp Seconds since the epoch
 * @returns e.g. `Sun, 06 Nov 1994 08:49:37 GMT`
 */
export function formatHttpDate(timestamp: number): string {
  const second = Math.floor(timestamp);
  // From there on it may be rounded up.
  if (timestamp - second > 0.999) return formatdate(timestamp, { usegmt: true });
  let date = dates.get(second);
  if (date === undefined) {
    date = formatdate(second, { usegmt: true });
    if (dates.size >= MAX_DATES) dates.clear();
    dates.set(second, date);
  }
  return date;
}

/**
 * The current time for a `Date` field (RFC 9110, section 5.6.7).
 *
 * @returns e.g. `Sun, 06 Nov 1994 08:49:37 GMT`
 */
export function currentHttpDate(): string {
  tick();
  return httpDate;
}

/**
 * The current local time for a line of the log.
 *
 * @returns e.g. `06/Nov/1994 08:49:37`
 */
export function currentLogDate(): string {
  tick();
  return logDate;
}

/**
 * A local time for a line of the log.
 *
 * @param date The time
 * @param months The names of the months, from index 1
 * @returns e.g. `06/Nov/1994 08:49:37`
 */
export function formatLogDate(date: Date, months: readonly (string | null)[]): string {
  const month = (months[date.getMonth() + 1] ?? "None").padStart(3);
  const day = `${pad(date.getDate())}/${month}/${pad(date.getFullYear(), 4)}`;
  const time = [date.getHours(), date.getMinutes(), date.getSeconds()];
  return `${day} ${time.map((value) => pad(value)).join(":")}`;
}

function pad(value: number, width = 2): string {
  return String(value).padStart(width, "0");
}
