/**
 * The names that a certificate of one's own has to be for.
 *
 * @module
 */

import { isGranted } from "../../server/permissions.ts";

/** What a browser on this machine may say. */
const LOCAL_NAMES = ["localhost", "127.0.0.1", "::1"];

/** What stands for all addresses, and which no browser says. */
const WILDCARDS = ["", "0.0.0.0", "::"];

/**
 * The names under which a server can be reached, as far as Deno permits to know them.
 *
 * @param bind The addresses to listen on; none for all
 * @returns Host names and IP addresses, each once
 */
export function certificateNames(bind: readonly string[]): string[] {
  const names = [...LOCAL_NAMES, ...bind, ...hostnames(), ...interfaceAddresses()];
  // A certificate has no zones, and what needs one is of no use in a URL.
  const usable = names.filter((name) => !WILDCARDS.includes(name) && !/%|^fe80:/i.test(name));
  return [...new Set(usable.map((name) => name.toLowerCase()))];
}

function hostnames(): string[] {
  return isGranted({ name: "sys", kind: "hostname" }) ? [Deno.hostname()] : [];
}

function interfaceAddresses(): string[] {
  if (!isGranted({ name: "sys", kind: "networkInterfaces" })) return [];
  return Deno.networkInterfaces().map(({ address }) => address);
}
