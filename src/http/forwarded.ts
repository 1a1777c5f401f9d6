/**
 * What proxies say of the client that they forward a request for: `Forwarded` (RFC 7239), and the
 * fields that were there before it, `X-Forwarded-For` and `X-Forwarded-Proto`.
 *
 * @module
 */

import { isIPv4Address, isIPv6Address } from "../python/ipaddress.ts";
import type { HTTPMessage } from "./message.ts";

/** The schemes of URLs that HTTP has (RFC 9110, section 4.2). */
export type Scheme = "http" | "https";

/** Where a request comes from. What is not known is `undefined`. */
export interface Origin {
  /** The client's IP address. */
  readonly address?: string | undefined;
  /** The client's port; 0 if it is not known. */
  readonly port?: number | undefined;
  /** How the client sent it. */
  readonly scheme?: Scheme | undefined;
}

const TOKEN = "[\\w!#$%&'*+.^`|~-]+";

/** `forwarded-pair` (RFC 7239, section 4) */
const PAIR_REGEXP = new RegExp(`(${TOKEN})=(?:(${TOKEN})|"((?:[^"\\\\]|\\\\.)*)")`, "y");

/** What is between two pairs: of the same element, or of two. */
const SEPARATOR_REGEXP = /[ \t]*([;,])[ \t]*/y;

/** `node` (RFC 7239, section 6) with an address; the port may be one that does not say which. */
const NODE_REGEXP = /^(?:\[([^\]]+)\]|([\d.]+))(?::(?:(\d{1,5})|_[\w.-]+))?$/;

/** The pairs of an element, by their names in lower case. */
type Element = Map<string, string>;

/**
 * Find out where a request comes from that a trusted proxy has sent. Proxies append to what they are
 * sent, so it is read from its end: a proxy is believed in what it says of the next one, and who is
 * not trusted is the client. What comes before that may be invented.
 *
 * When there are both kinds of fields, and they differ, one of them is the client's work that the
 * proxy knows nothing of: then neither is believed.
 *
 * @param headers The fields of the request
 * @param isTrusted Whether the host with an IP address is a trusted proxy
 * @returns What is known: nothing where a field is malformed
 */
export function originOf(headers: HTTPMessage, isTrusted: (address: string) => boolean): Origin {
  const standard = forwardedHops(headers);
  const old = oldHops(headers);
  if (standard === undefined) return old === undefined ? {} : walk(old, isTrusted);
  if (old === undefined) return walk(standard, isTrusted);
  const [a, b] = [walk(standard, isTrusted), walk(old, isTrusted)];
  return {
    ...(a.address === b.address ? { address: a.address, port: a.port } : {}),
    ...(a.scheme === b.scheme ? { scheme: a.scheme } : {}),
  };
}

function walk(hops: readonly Origin[], isTrusted: (address: string) => boolean): Origin {
  let origin: Origin = { scheme: hops.at(-1)?.scheme };
  for (const hop of hops.toReversed()) {
    if (hop.address === undefined) break;
    origin = hop;
    if (!isTrusted(hop.address)) break;
  }
  return origin;
}

/** `undefined` if there is no such field. */
function forwardedHops(headers: HTTPMessage): Origin[] | undefined {
  if (!headers.has("forwarded")) return undefined;
  const elements = parseForwarded(headers.getAll("forwarded").join(", ")) ?? [];
  return elements.map((pairs) => ({
    ...parseNode(pairs.get("for") ?? ""),
    scheme: parseScheme(pairs.get("proto") ?? ""),
  }));
}

/**
 * Parse the value of `Forwarded`.
 *
 * @param value The value; those of several fields joined by commas
 * @returns The elements in order, each with its pairs; `undefined` if anything is wrong with it
 */
function parseForwarded(value: string): Element[] | undefined {
  const elements: Element[] = [new Map()];
  for (let index = 0;;) {
    PAIR_REGEXP.lastIndex = index;
    const pair = PAIR_REGEXP.exec(value);
    if (pair !== null) {
      const [, name = "", token, quoted = ""] = pair;
      const element = elements.at(-1)!;
      const lower = name.toLowerCase();
      if (element.has(lower)) return undefined;
      element.set(lower, token ?? quoted.replaceAll(/\\(.)/gs, "$1"));
      index = PAIR_REGEXP.lastIndex;
    }
    if (index === value.length) return elements.filter((element) => element.size > 0);
    SEPARATOR_REGEXP.lastIndex = index;
    const separator = SEPARATOR_REGEXP.exec(value);
    if (separator === null) return undefined;
    if (separator[1] === ",") elements.push(new Map());
    index = SEPARATOR_REGEXP.lastIndex;
  }
}

/** `undefined` if there is neither field. */
function oldHops(headers: HTTPMessage): Origin[] | undefined {
  const nodes = listOf(headers, "x-forwarded-for");
  const schemes = listOf(headers, "x-forwarded-proto").map(parseScheme);
  if (nodes.length === 0) {
    return schemes.length === 0 ? undefined : [{ scheme: schemes.at(-1) }];
  }
  return nodes.map((node, index) => {
    // Some proxies append to the one, and write the other anew.
    const fromEnd = Math.min(nodes.length - index, schemes.length);
    return { ...parseNode(node), scheme: schemes.at(-fromEnd) };
  });
}

function listOf(headers: HTTPMessage, name: string): string[] {
  return headers.getAll(name).flatMap((value) => value.split(","))
    .map((item) => item.trim()).filter((item) => item !== "");
}

function parseNode(node: string): { address?: string; port?: number } {
  // X-Forwarded-For has them without brackets.
  if (isPlainIPv6(node)) return { address: node, port: 0 };
  const [, ipv6, ipv4 = "", port = "0"] = NODE_REGEXP.exec(node) ?? [];
  if (ipv6 !== undefined ? !isPlainIPv6(ipv6) : !isIPv4Address(ipv4)) return {};
  return Number(port) > 65535 ? {} : { address: ipv6 ?? ipv4, port: Number(port) };
}

/** An address with a zone says nothing elsewhere, and a zone could be any text. */
function isPlainIPv6(text: string): boolean {
  return !text.includes("%") && isIPv6Address(text);
}

function parseScheme(text: string): Scheme | undefined {
  const scheme = text.toLowerCase();
  return scheme === "http" || scheme === "https" ? scheme : undefined;
}
