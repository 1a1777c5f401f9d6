/**
 * Which strings Python's `ipaddress` accepts as an address; `urlsplit` asks for brackets.
 *
 * @module
 */

const OCTET = /^(?:0|[1-9][0-9]{0,2})$/;
const HEXTET = /^[0-9A-Fa-f]{1,4}$/;

/**
 * Tell whether a string is an IPv4 address to Python: four decimal octets without leading zeros.
 *
 * CPython: `ipaddress.IPv4Address`.
 *
 * @param text Any string
 * @returns Whether `ipaddress.IPv4Address(text)` succeeds
 *
 * @example Refuses leading zeros
 * ```ts
 * import { assert, assertFalse } from "@std/assert";
 *
 * assert(isIPv4Address("127.0.0.1"));
 * assertFalse(isIPv4Address("127.0.0.01"));
 * ```
 */
export function isIPv4Address(text: string): boolean {
  const octets = text.split(".");
  return octets.length === 4 && octets.every((octet) => OCTET.test(octet) && Number(octet) < 256);
}

/**
 * Tell whether a string is an IPv6 address to Python, with or without a scope (`%eth0`), its last
 * 32 bits in either notation.
 *
 * CPython: `ipaddress.IPv6Address`.
 *
 * @param text Any string, without brackets
 * @returns Whether `ipaddress.IPv6Address(text)` succeeds
 *
 * @example Takes the short and the mixed form
 * ```ts
 * import { assert, assertFalse } from "@std/assert";
 *
 * assert(isIPv6Address("::ffff:127.0.0.1"));
 * assertFalse(isIPv6Address("1::2::3"));
 * ```
 */
export function isIPv6Address(text: string): boolean {
  const [address = "", scope, ...more] = text.split("%");
  if (scope === "" || more.length > 0 || text.includes("/")) return false;
  // The longest form there is; Python has refused longer input before splitting since 3.14.
  if (address.length > 45) return false;
  const parts = address.split(":");
  if (parts.length < 3) return false;
  if (parts.at(-1)!.includes(".")) {
    if (!isIPv4Address(parts.pop()!)) return false;
    parts.push("0", "0");
  }
  return hasEightHextets(parts) && parts.every((part) => part === "" || HEXTET.test(part));
}

/** At most one `::`, which stands for one hextet or more, and no other empty part. */
function hasEightHextets(parts: readonly string[]): boolean {
  const inner = parts.slice(1, -1);
  const gaps = inner.filter((part) => part === "").length;
  const startsEmpty = parts[0] === "";
  const endsEmpty = parts.at(-1) === "";
  if (gaps === 0) return parts.length === 8 && !startsEmpty && !endsEmpty;
  if (gaps > 1) return false;
  if (startsEmpty && parts[1] !== "") return false;
  if (endsEmpty && parts.at(-2) !== "") return false;
  return parts.filter((part) => part !== "").length < 8;
}
