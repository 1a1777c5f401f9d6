/**
 * Lines about requests, in the formats that programs read.
 *
 * @module
 */

import { split } from "../../python/white_space.ts";
import { formatLogDate, MONTHS } from "../base/clock.ts";
import { escapeControls } from "../base/controls.ts";

/** What is known of a request that has been answered. */
export interface LoggedRequest {
  /** When it was there, in milliseconds since the epoch. */
  readonly time: number;
  /** The address of the client. */
  readonly client: string;
  /** Who the client has proved to be. */
  readonly user?: string | undefined;
  /** The request line as it was sent, without its end. */
  readonly requestline: string;
  /** The status code of the answer. */
  readonly status: number;
  /** The size of the answer without its head, in bytes. */
  readonly bytes: number;
  /** From the request to the end of the answer, in seconds. */
  readonly seconds: number;
  /** The field `Host` of the request. */
  readonly host?: string | undefined;
  /** The field `Referer` of the request. */
  readonly referer?: string | undefined;
  /** The field `User-Agent` of the request. */
  readonly userAgent?: string | undefined;
  /** What is wrong, if the answer is an error. */
  readonly error?: string | undefined;
}

/** What anybody may say to the log besides, in the middle of a request. */
export type Message = Pick<LoggedRequest, "time" | "client" | "user"> & {
  /** The text, in which there are no control characters. */
  readonly text: string;
};

/** What may not stand for itself between quotes. */
const UNQUOTABLE_REGEXP = /[^ -!#-[\]-~]/g;

/** What of JSON terminals could take for something else. */
const NOT_ASCII_REGEXP = /[^\0-~]/g;

/**
 * The Common Log Format, which the servers of CERN and NCSA had, and Apache's `%h %l %u %t "%r" %>s %b`.
 *
 * @param request The request
 * @returns A line, without its end; the size is `-` where there is no content
 */
export function commonLine(request: LoggedRequest): string {
  const { requestline, status, bytes } = request;
  return `${linePrefix(request)} "${quotable(requestline)}" ${status} ${bytes === 0 ? "-" : bytes}`;
}

/**
 * The same, with referrer and browser as in Apache's and nginx' `combined`, and at the end the
 * duration in seconds, as nginx' `$request_time`.
 *
 * @param request The request
 * @returns A line, without its end
 */
export function combinedLine(request: LoggedRequest): string {
  const fields = [request.referer, request.userAgent].map((field) => `"${quotable(field ?? "-")}"`);
  return `${commonLine(request)} ${fields.join(" ")} ${request.seconds.toFixed(3)}`;
}

/**
 * An object in one line of ASCII.
 *
 * @param request The request
 * @returns A line, without its end. What is not known is left out; a request line that is none is in
 * `request`
 */
export function jsonLine(request: LoggedRequest): string {
  const { client, user, requestline, status, bytes, host, referer, userAgent, error } = request;
  const time = new Date(request.time).toISOString();
  const duration = Number(request.seconds.toFixed(6));
  return asciiJson({
    time,
    client,
    user,
    ...partsOf(requestline),
    status,
    bytes,
    duration,
    host,
    referer,
    userAgent,
    error,
  });
}

/**
 * A line that is about no request, or not about all of it.
 *
 * @param format The format of the other lines
 * @param message The message
 * @returns A line, without its end
 */
export function messageLine(format: "common" | "combined" | "json", message: Message): string {
  const { time, client, user, text } = message;
  if (format !== "json") return `${linePrefix(message)} ${text}`;
  return asciiJson({ time: new Date(time).toISOString(), client, user, message: text });
}

function linePrefix(
  { client, user, time }: Pick<LoggedRequest, "client" | "user" | "time">,
): string {
  // A name with a blank in it would be two fields.
  const name = user === undefined || user === "" ? "-" : quotable(user).replaceAll(" ", "\\x20");
  return `${client} - ${name} [${clfDate(time)}]`;
}

/** As Apache does: a backslash before quotes and backslashes, and `\xNN` for all but printable ASCII. */
function quotable(text: string): string {
  return text.replace(UNQUOTABLE_REGEXP, (character) => {
    if (character === '"' || character === "\\") return `\\${character}`;
    const code = character.charCodeAt(0);
    return code > 0xff ? "?" : `\\x${code.toString(16).padStart(2, "0")}`;
  });
}

function partsOf(
  requestline: string,
): { method: string; target: string; protocol?: string } | { request: string } {
  const [method, target, protocol, ...more] = split(requestline);
  if (method === undefined || target === undefined || more.length > 0) {
    return { request: escapeControls(requestline) };
  }
  return protocol === undefined ? { method, target } : { method, target, protocol };
}

function asciiJson(value: Readonly<Record<string, unknown>>): string {
  return JSON.stringify(value).replace(
    NOT_ASCII_REGEXP,
    (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, "0")}`,
  );
}

let second = NaN;
let date = "";

/** Local time with its zone, `06/Nov/1994:08:49:37 +0100`, made once a second. */
function clfDate(time: number): string {
  const now = Math.floor(time / 1000);
  if (now === second) return date;
  const at = new Date(now * 1000);
  const minutes = -at.getTimezoneOffset();
  const zone = [Math.floor(Math.abs(minutes) / 60), Math.abs(minutes) % 60]
    .map((part) => String(part).padStart(2, "0")).join("");
  second = now;
  return date = `${formatLogDate(at, MONTHS).replace(" ", ":")} ${minutes < 0 ? "-" : "+"}${zone}`;
}
