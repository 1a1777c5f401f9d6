/**
 * Where to send a client that has left the slash at the end of a directory out.
 *
 * @module
 */

import { urlsplit, urlunsplit } from "../../python/url.ts";

/** What a browser takes for another host or another scheme: to it, `\` is `/` (WHATWG URL). */
const OFF_SITE_REGEXP = /^(?:[a-z][a-z0-9+.-]*:|[/\\]{2})/i;

/**
 * The target with a slash at its end.
 *
 * CPython: `SimpleHTTPRequestHandler.send_head`.
 *
 * @param target The request target of a directory
 * @returns The value of `Location`, which never leads to another host; `undefined` where the target
 * ends in a slash already
 * @throws {TypeError} where Python raises `ValueError` for a target that is no URL
 */
export function redirectOf(target: string): string | undefined {
  const parts = urlsplit(target);
  if (/(?:\/|%2[fF])$/.test(parts.path)) return undefined;
  return staysOnSite(urlunsplit({ ...parts, path: `${parts.path}/` }));
}

/**
 * Keep a redirect on the host. CPython collapses the slashes that a target begins with, but
 * `http://example.com/../dir`, a control character before `//`, and `/\example.com/../dir` lead to
 * `dir` on the disk, and to another host in the browser.
 *
 * @param location The value of `Location`
 * @returns The same if it stays on the host; otherwise its path on this one
 */
export function staysOnSite(location: string): string {
  if (!OFF_SITE_REGEXP.test(location)) return location;
  const parts = urlsplit(location);
  const path = parts.path.replace(/^\/*/, "/").replace(/^\/\\+/, encodeBackslashes);
  return urlunsplit({ ...parts, scheme: "", netloc: "", path });
}

/** A backslash of the path that a browser leaves alone. */
function encodeBackslashes(text: string): string {
  return text.replaceAll("\\", "%5C");
}
