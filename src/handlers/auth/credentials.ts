/**
 * What a client says who it is: the `Basic` scheme (RFC 7617).
 *
 * @module
 */

import { decodeLatin1 } from "../../http/latin1.ts";

/** A name and a password. */
export interface Credentials {
  /** The name, as NFC. */
  readonly name: string;
  /** The password, as NFC. */
  readonly password: string;
}

/** The longest credentials that are looked at, in characters of base64. */
const MAX_LENGTH = 2048;

/** `credentials = auth-scheme 1*SP token68`, and the scheme in any case (RFC 9110, section 11.4). */
const BASIC_REGEXP = /^basic +([A-Za-z0-9+/]+={0,2})$/i;

/** What neither may have in it (section 2). */
// deno-lint-ignore no-control-regex -- control characters are what it is about
const CONTROL_REGEXP = /[\x00-\x1f\x7f]/;

/** How much of what has arrived is looked at for a head that may be answered from memory, in bytes. */
const MAX_HEAD = 8192;

/** The field's line, if it stands on one line. */
const AUTHORIZATION_REGEXP = /^authorization:([^\r\n]*)\r$/gim;

/** Line ends that others may read differently, and lines that go on. */
const UNUSUAL_REGEXP = /(?<!\r)\n|\n[ \t]/;

const decoder = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true });

/**
 * Parse the value of `Authorization`.
 *
 * @param value The value
 * @returns What it says; `undefined` when it is of another scheme, or malformed
 */
export function parseCredentials(value: string): Credentials | undefined {
  if (value.length > MAX_LENGTH) return undefined;
  const [, token] = BASIC_REGEXP.exec(value.trim()) ?? [];
  const text = token === undefined ? undefined : decode(token);
  const colon = text?.indexOf(":") ?? -1;
  if (text === undefined || colon < 0 || CONTROL_REGEXP.test(text)) return undefined;
  return { name: text.slice(0, colon), password: text.slice(colon + 1) };
}

/** UTF-8, which the challenge asks for (section 2.1), or what older clients send. */
function decode(token: string): string | undefined {
  try {
    const bytes = Uint8Array.from(atob(token), (character) => character.charCodeAt(0));
    return decodeText(bytes).normalize("NFC");
  } catch {
    return undefined;
  }
}

function decodeText(bytes: Uint8Array): string {
  try {
    return decoder.decode(bytes);
  } catch {
    return decodeLatin1(bytes);
  }
}

/**
 * What the head says that begins what has arrived, if it is one that everybody reads in one way.
 *
 * @param buffered What has arrived
 * @returns The value of `Authorization`; `undefined` if there is none, or two, or the head is not whole
 */
export function authorizationOf(buffered: Uint8Array): string | undefined {
  const text = decodeLatin1(buffered.subarray(0, MAX_HEAD));
  const end = text.indexOf("\r\n\r\n");
  const head = text.slice(0, end + 2);
  if (end < 0 || UNUSUAL_REGEXP.test(head)) return undefined;
  const [match, ...others] = head.matchAll(AUTHORIZATION_REGEXP);
  return others.length === 0 ? match?.[1]?.trim() : undefined;
}
