/**
 * Python's `urllib.parse.urlsplit` and `urlunsplit`.
 *
 * The WHATWG `URL` of the platform is no substitute: it rewrites what it parses, while these two
 * only cut and paste, so that a redirect sends back what the client sent.
 *
 * @module
 */

import { isIPv4Address, isIPv6Address } from "./ipaddress.ts";
import { repr } from "./repr.ts";

/** The five parts of a URL, without the delimiters. Python's `SplitResult`. */
export interface SplitResult {
  /** The scheme in lower case, or an empty string. */
  readonly scheme: string;
  /** User information, host and port as they were written, or an empty string. */
  readonly netloc: string;
  /** The path, with its leading slash if there was one. */
  readonly path: string;
  /** The query without `?`; empty if it was empty or missing. */
  readonly query: string;
  /** The fragment without `#`; empty if it was empty or missing. */
  readonly fragment: string;
}

/** `uses_netloc`: schemes whose URLs have a network location, so that an empty one is written. */
const USES_NETLOC: ReadonlySet<string> = new Set(
  ("ftp http gopher nntp telnet imap wais file mms https shttp snews prospero rtsp rtsps rtspu " +
    "rsync svn svn+ssh sftp nfs git git+ssh ws wss itms-services").split(" "),
);

const SCHEME = /^([A-Za-z][A-Za-z0-9+.-]*):/;
const NETLOC = /^\/\/([^/?#]*)/;
const IP_FUTURE = /^v[0-9A-Fa-f]+\.[^\n]+$/;
const ASCII = /^\p{ASCII}*$/u;

/**
 * Split a URL into its five parts. Nothing is decoded.
 *
 * Control characters and spaces at the start go, and TAB, CR and LF wherever they are (WHATWG's
 * rule, which Python took over); spaces at the end stay. Two leading slashes begin a network
 * location.
 *
 * CPython: `urllib.parse.urlsplit`.
 *
 * @param url Any string
 * @returns Its parts
 * @throws {TypeError} when the network location is not well-formed, with the message of Python's
 * `ValueError`: brackets that hold no IPv6 address, or characters that would become delimiters
 * under Unicode's NFKC
 *
 * @example Split the target of a request
 * ```ts
 * import { assertEquals } from "@std/assert";
 *
 * assertEquals(urlsplit("HTTP://[::1]:80/a%20b?q#f"), {
 *   scheme: "http",
 *   netloc: "[::1]:80",
 *   path: "/a%20b",
 *   query: "q",
 *   fragment: "f",
 * });
 * ```
 */
export function urlsplit(url: string): SplitResult {
  let rest = stripUnsafe(url);
  const scheme = SCHEME.exec(rest)?.[1] ?? "";
  if (scheme !== "") rest = rest.slice(scheme.length + 1);
  const netloc = NETLOC.exec(rest)?.[1];
  if (netloc !== undefined) {
    rest = rest.slice(netloc.length + 2);
    checkBrackets(netloc);
  }
  const [beforeFragment, fragment] = cut(rest, "#");
  const [path, query] = cut(beforeFragment, "?");
  if (netloc !== undefined) checkNormalized(netloc);
  return { scheme: scheme.toLowerCase(), netloc: netloc ?? "", path, query, fragment };
}

/**
 * Put the parts of a URL together.
 *
 * An empty query or fragment gets no delimiter. An empty network location gets its `//` where the
 * scheme knows network locations or where the path would otherwise be taken for one.
 *
 * CPython: `urllib.parse.urlunsplit`.
 *
 * @param parts The parts, without delimiters
 * @returns The URL
 *
 * @example Keeps a path from turning into a host
 * ```ts
 * import { assertEquals } from "@std/assert";
 *
 * const parts = { scheme: "", netloc: "", path: "//evil/", query: "q", fragment: "" };
 * assertEquals(urlunsplit(parts), "////evil/?q");
 * ```
 */
export function urlunsplit(parts: SplitResult): string {
  const { scheme, netloc, path, query, fragment } = parts;
  const rooted = path === "" || path.startsWith("/");
  let url = path;
  if (netloc !== "" || (USES_NETLOC.has(scheme) && rooted)) {
    url = `//${netloc}${rooted ? "" : "/"}${path}`;
  } else if (path.startsWith("//")) {
    url = `//${path}`;
  }
  if (scheme !== "") url = `${scheme}:${url}`;
  if (query !== "") url += `?${query}`;
  if (fragment !== "") url += `#${fragment}`;
  return url;
}

function stripUnsafe(url: string): string {
  let start = 0;
  while (start < url.length && url.charCodeAt(start) <= 0x20) start++;
  return url.slice(start).replace(/[\t\r\n]/g, "");
}

/** The text before and after the first delimiter; an empty second part if there is none. */
function cut(text: string, delimiter: string): [before: string, after: string] {
  const index = text.indexOf(delimiter);
  return index < 0 ? [text, ""] : [text.slice(0, index), text.slice(index + 1)];
}

function checkBrackets(netloc: string): void {
  const opens = netloc.includes("[");
  if (opens !== netloc.includes("]")) throw new TypeError("Invalid IPv6 URL");
  if (!opens) return;
  const location = netloc.slice(netloc.lastIndexOf("@") + 1);
  if (!location.includes("[")) return checkBracketedHost(cut(location, ":")[0]);
  const [before, bracketed] = cut(location, "[");
  const [host, after] = cut(bracketed, "]");
  if (before !== "" || !/^(?::|$)/.test(after)) throw new TypeError("Invalid IPv6 URL");
  checkBracketedHost(host);
}

function checkBracketedHost(host: string): void {
  if (host.startsWith("v")) {
    if (!IP_FUTURE.test(host)) throw new TypeError("IPvFuture address is invalid");
  } else if (isIPv4Address(host)) {
    throw new TypeError("An IPv4 address cannot be in brackets");
  } else if (!isIPv6Address(host)) {
    throw new TypeError(`${repr(host)} does not appear to be an IPv4 or IPv6 address`);
  }
}

/** Refuses characters such as U+2100, which IDNA would turn into `a/c`: a different host. */
function checkNormalized(netloc: string): void {
  if (ASCII.test(netloc)) return;
  const bare = netloc.replace(/[@:#?]/g, "");
  const normalized = bare.normalize("NFKC");
  if (normalized !== bare && /[/?#@:]/.test(normalized)) {
    throw new TypeError(
      `netloc '${netloc}' contains invalid characters under NFKC normalization`,
    );
  }
}
