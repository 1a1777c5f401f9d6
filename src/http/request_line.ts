/**
 * The request line, as CPython's `BaseHTTPRequestHandler.parse_request` takes it apart.
 *
 * @module
 */

import { repr } from "../python/repr.ts";
import { split } from "../python/white_space.ts";
import { HTTPStatus } from "./status.ts";

/** A request line that was understood. */
export interface RequestLine {
  /** Tells a request from {@linkcode RequestLineError}. */
  readonly ok: true;
  /** The method token, as sent. */
  readonly command: string;
  /** The request target as sent; several slashes at its start are one. */
  readonly path: string;
  /** `HTTP/x.y` as sent; `undefined` for an HTTP/0.9 request, which has no header block. */
  readonly version: string | undefined;
  /** Whether the version is 1.1 or later, so that the connection persists by default. */
  readonly persistent: boolean;
}

/** A request line that is answered with an error. */
export interface RequestLineError {
  /** Tells an error from {@linkcode RequestLine}. */
  readonly ok: false;
  /** The status of the answer: 400 or 505. */
  readonly status: HTTPStatus;
  /** The reason phrase of the answer. */
  readonly message: string;
  /** `HTTP/x.y` where it was understood before the error, and so decides the form of the answer. */
  readonly version: string | undefined;
}

const { BAD_REQUEST, HTTP_VERSION_NOT_SUPPORTED } = HTTPStatus;

/** The line that almost all clients send: three words, one space between them, a known version. */
const COMMON_REQUEST_LINE_REGEXP = /^([A-Z]+) (\/[!-~]*) HTTP\/1\.([01])$/;

/** A version number: digits only, at most ten of them, one point. */
const VERSION_REGEXP = /^HTTP\/([0-9]{1,10})\.([0-9]{1,10})$/;

/**
 * Parse a request line.
 *
 * @param requestline The line as ISO 8859-1 text, without its line end
 * @returns The request, the error to answer with, or `undefined` for a blank line, which ends
 * the connection without an answer
 */
export function parseRequestLine(
  requestline: string,
): RequestLine | RequestLineError | undefined {
  const common = COMMON_REQUEST_LINE_REGEXP.exec(requestline);
  if (common !== null) {
    const persistent = common[3] === "1";
    const version = persistent ? "HTTP/1.1" : "HTTP/1.0";
    return { ok: true, command: common[1]!, path: collapse(common[2]!), version, persistent };
  }
  return parseUncommon(requestline);
}

function parseUncommon(requestline: string): RequestLine | RequestLineError | undefined {
  const words = split(requestline);
  const [command, path] = words;
  if (command === undefined) return undefined;
  let version: string | undefined;
  let persistent = false;
  if (words.length >= 3) {
    const word = words.at(-1)!;
    const numbers = VERSION_REGEXP.exec(word);
    if (numbers === null) return failure(BAD_REQUEST, `Bad request version (${repr(word)})`);
    const major = Number(numbers[1]);
    if (major >= 2) {
      const number = word.slice("HTTP/".length);
      return failure(HTTP_VERSION_NOT_SUPPORTED, `Invalid HTTP version (${number})`);
    }
    version = word;
    persistent = major === 1 && Number(numbers[2]) >= 1;
  }
  if (path === undefined || words.length > 3) {
    return failure(BAD_REQUEST, `Bad request syntax (${repr(requestline)})`, version);
  }
  if (version === undefined && command !== "GET") {
    return failure(BAD_REQUEST, `Bad HTTP/0.9 request type (${repr(command)})`);
  }
  return { ok: true, command, path: collapse(path), version, persistent };
}

function failure(status: HTTPStatus, message: string, version?: string): RequestLineError {
  return { ok: false, status, message, version };
}

/** `//host` would be read as an address elsewhere: an open redirect (CPython gh-87389). */
function collapse(path: string): string {
  return path.startsWith("//") ? path.replace(/^\/+/, "/") : path;
}

/**
 * Take the line end from a line, and all that looks like one before it.
 *
 * CPython: `str.rstrip("\r\n")`.
 *
 * @param line The line
 * @returns The rest
 */
export function stripLineEnd(line: string): string {
  let end = line.length;
  while (end > 0 && (line[end - 1] === "\n" || line[end - 1] === "\r")) end--;
  return line.slice(0, end);
}
