/**
 * Text in the heads of requests and answers.
 *
 * @module
 */

import { repr } from "../python/repr.ts";

/**
 * What a field or status line cannot hold: line breaks begin another field, NUL ends a field for
 * some, and all else is outside of ISO 8859-1.
 */
const UNSENDABLE_REGEXP = /[\0\r\n\u0100-\uffff]/;

/**
 * Refuse what would change the meaning of a head: response splitting (a deviation from CPython).
 *
 * @param text What is to be sent
 * @param what What it is
 * @throws {TypeError} when it has a line break or NUL in it
 * @throws {RangeError} when it has a character outside ISO 8859-1
 */
export function checkSendable(text: string, what: string): void {
  const index = text.search(UNSENDABLE_REGEXP);
  if (index < 0) return;
  const message = `Cannot send ${what} ${repr(text)}`;
  if (text.charCodeAt(index) > 0xff) {
    throw new RangeError(`${message}: it has a character outside ISO 8859-1`);
  }
  throw new TypeError(`${message}: it has a line break or NUL in it`);
}

/**
 * Take the line end from a line, and all that looks like one before it.
 *
 * @param line The line
 * @returns The rest
 *
 * CPython: `str.rstrip("\r\n")`.
 */
export function stripLineEnd(line: string): string {
  let end = line.length;
  while (end > 0 && (line[end - 1] === "\n" || line[end - 1] === "\r")) end--;
  return line.slice(0, end);
}

/** The head of an answer that is preliminary, or says by itself what becomes of the connection. */
const ENDING_REGEXP = /^HTTP\/\S+ 1\d\d |\nconnection:/i;

/**
 * Say at the end of an unfinished head that the connection ends, unless it says something of the kind.
 *
 * @param head The head without its empty line
 * @returns The head, with `Connection: close`
 */
export function announceEnd(head: string): string {
  return ENDING_REGEXP.test(head) ? head : `${head}Connection: close\r\n`;
}
