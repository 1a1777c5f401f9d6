/**
 * What may stand in the head of an answer, and what a head says of the end of the connection.
 *
 * @module
 */

import type { HTTPMessage } from "../../http/message.ts";
import { repr } from "../../python/repr.ts";

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

/** `close` in a list of options (RFC 9110, section 7.6.1). */
const CLOSE_REGEXP = /(?:^|,)[\t ]*close[\t ]*(?:,|$)/i;

/**
 * Whether a client wants the connection to end with the answer: `Connection` may be a list, and there may
 * be several.
 *
 * RFC 9112, section 9.6
 *
 * @param headers The header fields of the request
 * @returns Whether one of the options is `close`
 */
export function asksToClose(headers: HTTPMessage): boolean {
  return headers.getAll("connection").some((value) => CLOSE_REGEXP.test(value));
}
