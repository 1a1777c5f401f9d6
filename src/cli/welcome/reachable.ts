/**
 * Where servers can be reached.
 *
 * @module
 */

import { bracketed, isGranted } from "../../server/permissions.ts";

/** What a server listens on. */
export interface Endpoint {
  /** The host as bound. */
  readonly host: string;
  /** The port as bound. */
  readonly port: number;
  /** Whether it takes connections over TLS. */
  readonly secure: boolean;
}

/** The addresses that stand for all, and the families that are reached by them. */
const WILDCARDS: Readonly<Record<string, readonly Deno.NetworkInterfaceInfo["family"][]>> = {
  "0.0.0.0": ["IPv4"],
  "::": ["IPv4", "IPv6"],
};

/** Addresses that only this machine can use, and those that need a zone, which a URL has not. */
const NOT_REACHABLE_REGEXP = /^(?:127\.|::1$|fe80:)/i;

/** The addresses of networks at home and at work (RFC 1918). */
const PRIVATE_REGEXP = /^(?:10\.|192\.168\.|172\.(?:1[6-9]|2\d|3[01])\.)/;

/**
 * Whether an address stands for all of the machine's.
 *
 * @param host The address
 * @returns Whether it does
 */
export function isWildcard(host: string): boolean {
  return Object.hasOwn(WILDCARDS, host);
}

/** Whether Deno permits to know the addresses of this machine. */
export function mayKnowAddresses(): boolean {
  return isGranted({ name: "sys", kind: "networkInterfaces" });
}

/**
 * The addresses under which other machines reach this one, as far as Deno permits to know them.
 *
 * @param host What a server listens on: an address that stands for all
 * @returns Addresses without brackets, those of private networks first, then IPv4
 */
export function ownAddresses(host: string): string[] {
  if (!mayKnowAddresses()) return [];
  const families = WILDCARDS[host] ?? [];
  const addresses = Deno.networkInterfaces()
    .filter(({ family }) => families.includes(family))
    .map(({ address }) => address)
    .filter((address) => !NOT_REACHABLE_REGEXP.test(address));
  return [...new Set(addresses)].sort((a, b) => rankOf(a) - rankOf(b));
}

function rankOf(address: string): number {
  return PRIVATE_REGEXP.test(address) ? 0 : address.includes(":") ? 2 : 1;
}

/**
 * The URLs of a server.
 *
 * @param endpoint What it listens on
 * @param path Where in it, from the root
 * @returns URLs: the first is for this machine. One with an address of its own has just that
 */
export function reachableUrls({ host, port, secure }: Endpoint, path: string): string[] {
  const hosts = isWildcard(host) ? ["localhost", ...ownAddresses(host)] : [host];
  const scheme = secure ? "https" : "http";
  const isDefault = port === (secure ? 443 : 80);
  return hosts.map((host) => {
    return `${scheme}://${bracketed(host)}${isDefault ? "" : `:${port}`}${path}`;
  });
}
