/**
 * Whether the head of a request means the same to everybody. Where a proxy and the server behind it
 * find the end of a request in different places, what one takes for a body the other takes for a
 * request: that is how requests are smuggled (RFC 9112, section 11.2). The answer is CPython's in
 * any case; here is told when nothing may follow it on the connection.
 *
 * @module
 */

import type { HTTPMessage } from "./message.ts";

/** The head of a request: what was sent, and what it was understood as. */
export interface RequestHead {
  /** The request line as ISO 8859-1 text, with its line end. */
  readonly line: string;
  /** The header block as ISO 8859-1 text, with the empty line. */
  readonly block: string;
  /** `HTTP/x.y` as sent. */
  readonly version: string;
  /** The request target. */
  readonly target: string;
  /** The header fields. */
  readonly headers: HTTPMessage;
}

/** `request-line CRLF` (RFC 9112, section 3), of the two versions that there are. */
const PLAIN_LINE_REGEXP = /^[!-~]+ [!-~]+ HTTP\/1\.[01]\r\n$/;

/** What Python splits a request line at and others don't, or the other way round; and NUL. */
// deno-lint-ignore no-control-regex
const ODD_SPACE_REGEXP = /[\0\x0b\x0c\x1c-\x1f\x85\xa0]/;

/** `*( field-line CRLF ) CRLF` (RFC 9112, section 2.1), as wide in values as recipients may be. */
const PLAIN_BLOCK_REGEXP = /^(?:[!#$%&'*+\-.^_`|~0-9A-Za-z]+:[\t -\xff]*\r\n)*\r\n$/;

/** A line end for some, part of the line or nothing for others (RFC 9112, section 2.2). */
const BARE_CR_REGEXP = /\r(?!\n)/;

/** Likewise, though alone they are no worse than CR LF. */
const BARE_LF_REGEXP = /(?<!\r)\n/;

/** A line that looks empty, as the end of the block does. */
// deno-lint-ignore no-control-regex
const BLANK_LINE_REGEXP = /(?:^|\n)[\0-\x09\x0b\x0c\x0e-\x20\x7f\x85\xa0]+\r?\n/;

/** The letters of the two fields that frame a body. */
const FRAMING_LETTERS_REGEXP = /contentlength|transferencoding/i;

/** `Content-Length = 1*DIGIT`, of which nobody could make an octal number or one that overflows. */
const PLAIN_LENGTH_REGEXP = /^(?:0|[1-9][0-9]{0,14})[ \t]*$/;

/** `absolute-form` (RFC 9112, section 3.2.2): what it gives as the host. */
const AUTHORITY_REGEXP = /^[a-z][a-z0-9+.-]*:\/\/([^/?#]*)/i;

/**
 * Tell whether someone else could find the end of a request in another place, or take the connection
 * for something else from there on. That is so when
 *
 * - the request line has separators besides spaces and tabs, or asks for HTTP/0.9, whose answers have
 *   no head;
 * - line ends differ, a CR stands alone, or a line of the header block looks empty and is not;
 * - the block is not what the RFC says and has the name of a framing field anywhere, however it is
 *   written: Python's parser passes over what others may read;
 * - `Content-Length` or `Transfer-Encoding` is repeated, beside the other, or has a value in any form
 *   but the plain one; `Connection` names one of them; or there is a field that differs in `_` only;
 * - `Host` is repeated or contradicts the target, or `Upgrade` is sent.
 *
 * @param head The head
 * @returns Whether the connection must not go on behind the request
 */
export function isAmbiguous(head: RequestHead): boolean {
  return hasOddLine(head) || hasOddBlock(head) || hasOddFields(head);
}

function hasOddLine({ line, version }: RequestHead): boolean {
  if (PLAIN_LINE_REGEXP.test(line)) return false;
  return ODD_SPACE_REGEXP.test(line) || BARE_CR_REGEXP.test(line) || version === "HTTP/0.9";
}

function hasOddBlock({ line, block }: RequestHead): boolean {
  if (PLAIN_BLOCK_REGEXP.test(block)) return !line.endsWith("\r\n");
  const head = line + block;
  return BARE_CR_REGEXP.test(block) || BLANK_LINE_REGEXP.test(block) ||
    (head.includes("\r\n") && BARE_LF_REGEXP.test(head)) || namesFraming(block);
}

/** Whether a text has the name of a framing field in it, whatever stands between its letters. */
function namesFraming(text: string): boolean {
  if (text.length < "contentlength".length) return false;
  return FRAMING_LETTERS_REGEXP.test(text.replace(/[^a-z]+/gi, ""));
}

function hasOddFields({ headers, target }: RequestHead): boolean {
  let framing = 0;
  let host: string | undefined;
  for (const [name, value] of headers) {
    switch (name.toLowerCase()) {
      case "content-length":
        if (framing++ > 0 || !PLAIN_LENGTH_REGEXP.test(value)) return true;
        break;
      case "transfer-encoding":
        if (framing++ > 0 || value.toLowerCase() !== "chunked") return true;
        break;
      case "connection":
        if (namesFraming(value)) return true;
        break;
      case "host":
        if (host !== undefined) return true;
        host = value;
        break;
      case "content_length":
      case "transfer_encoding":
      case "upgrade":
        return true;
    }
  }
  return host !== undefined && contradicts(target, host);
}

function contradicts(target: string, host: string): boolean {
  const authority = AUTHORITY_REGEXP.exec(target)?.[1];
  return authority !== undefined && authority.toLowerCase() !== host.toLowerCase();
}
