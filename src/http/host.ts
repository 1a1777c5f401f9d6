/**
 * What the field `Host` says: by which name a client asks.
 *
 * @module
 */

import { isIPv4Address, isIPv6Address } from "../python/ipaddress.ts";

/** `uri-host [ ":" port ]` (RFC 9110, section 7.2), with the names that browsers take. */
const HOST_REGEXP = /^(?:\[([0-9a-f:.]+)\]|([a-z0-9_-]+(?:\.[a-z0-9_-]+)*)\.?)(?::\d*)?$/i;

/**
 * Domains that the public DNS never has, so that nobody can make a name of theirs lead to another
 * machine from outside: RFC 6761 (`localhost`, `test`), RFC 6762 (`local`), RFC 8375 (`home.arpa`),
 * ICANN's resolution of 2024 (`internal`), and what many routers use, and ICANN does not delegate.
 */
const PRIVATE_DOMAINS: readonly string[] = "localhost test local home.arpa internal lan home corp"
  .split(" ");

/**
 * The host of a field's value.
 *
 * @param value The value of `Host`, or an authority without user
 * @returns An IP address without brackets, or a name in lower case without a dot at its end;
 * `undefined` for what is neither
 */
export function hostnameOf(value: string): string | undefined {
  const [, ipv6, name] = HOST_REGEXP.exec(value.trim()) ?? [];
  if (ipv6 !== undefined) return isIPv6Address(ipv6) ? ipv6.toLowerCase() : undefined;
  return name?.toLowerCase();
}

/**
 * Whether a host is an IP address, or this machine's own name for itself (RFC 6761, section 6.3): what
 * nobody can make lead to another machine.
 *
 * @param hostname What {@linkcode hostnameOf} returned
 * @returns Whether it is
 */
export function isFixedHost(hostname: string): boolean {
  return isIPv4Address(hostname) || isIPv6Address(hostname) || isWithin(hostname, "localhost");
}

/**
 * Whether a host is one that the public DNS knows nothing of: an IP address, a name without a dot, or
 * one of a private domain.
 *
 * @param hostname What {@linkcode hostnameOf} returned
 * @returns Whether it is
 */
export function isPrivateHost(hostname: string): boolean {
  return !hostname.includes(".") || isFixedHost(hostname) ||
    PRIVATE_DOMAINS.some((domain) => isWithin(hostname, domain));
}

/**
 * Whether a name is a domain, or one below it.
 *
 * @param hostname The name
 * @param domain The domain
 * @returns Whether it is
 */
export function isWithin(hostname: string, domain: string): boolean {
  return hostname === domain || hostname.endsWith(`.${domain}`);
}
