/**
 * {@linkcode Networks}: a set of addresses, written as CIDR has it.
 *
 * @module
 */

import { isIPv4Address, isIPv6Address } from "../python/ipaddress.ts";

/** Peers on Unix sockets, who have no address; nginx calls them the same. */
const UNIX_PEER = "unix:";

/** The size of an address in bits, and of each of its groups. */
const ADDRESS_SIZE = 128;
const GROUP_SIZE = 16;

/** IPv4 addresses among those of IPv6 (RFC 4291, section 2.5.5.2), and the size of what is before them. */
const MAPPED = [0, 0, 0, 0, 0, 0xffff];
const MAPPED_SIZE = MAPPED.length * GROUP_SIZE;

/** The addresses that begin with the same bits. */
interface Network {
  readonly groups: readonly number[];
  /** How many bits. */
  readonly size: number;
}

/**
 * Whether a text is an address, a network, or `unix:`.
 *
 * CPython: `ipaddress.ip_network(text, strict=False)`.
 *
 * @param text e.g. `192.0.2.1`, `10.0.0.0/8` or `2001:db8::/32`; bits behind the prefix don't matter
 * @returns Whether {@linkcode Networks} takes it
 */
export function isNetwork(text: string): boolean {
  return text === UNIX_PEER || parseNetwork(text) !== undefined;
}

/** Addresses and networks. */
export class Networks {
  readonly #networks: readonly Network[];
  readonly #hasUnix: boolean;

  /**
   * @param texts What {@linkcode isNetwork} takes; all else is passed over
   */
  constructor(texts: readonly string[]) {
    this.#networks = texts.map(parseNetwork).filter((network) => network !== undefined);
    this.#hasUnix = texts.includes(UNIX_PEER);
  }

  /**
   * Whether an address is one of them. An IPv4 address is the same in the form that it has on a
   * socket for IPv6.
   *
   * CPython: `ipaddress.ip_address(address) in network`.
   *
   * @param address The address, or `unix:`
   * @returns Whether it is; `false` for what is no address
   */
  has(address: string): boolean {
    if (address === UNIX_PEER) return this.#hasUnix;
    const groups = parseAddress(address);
    return groups !== undefined && this.#networks.some((network) => contains(network, groups));
  }
}

/**
 * What stands for all addresses that one client may have: an IPv6 network of 64 bits is what a home
 * or a virtual machine gets (RFC 6177), and an IPv4 address is one.
 *
 * @param address The address, or any other text
 * @returns The same text for addresses of the same client; the text itself for what is no address
 */
export function clientNetwork(address: string): string {
  const groups = parseAddress(address);
  if (groups === undefined) return address;
  const mapped = MAPPED.every((group, index) => groups[index] === group);
  return groups.slice(0, mapped ? 8 : 4).map((group) => group.toString(16)).join(":");
}

function parseNetwork(text: string): Network | undefined {
  const [address = "", prefix, ...more] = text.split("/");
  const groups = parseAddress(address);
  if (groups === undefined || more.length > 0) return undefined;
  const offset = isIPv4Address(address) ? MAPPED_SIZE : 0;
  if (prefix === undefined) return { groups, size: ADDRESS_SIZE };
  const size = offset + Number(prefix);
  return /^\d{1,3}$/.test(prefix) && size <= ADDRESS_SIZE ? { groups, size } : undefined;
}

/** An address as eight groups; those with a zone (`%eth0`) are nobody else's. */
function parseAddress(text: string): number[] | undefined {
  if (isIPv4Address(text)) return [...MAPPED, ...parseIPv4(text)];
  if (text.includes("%") || !isIPv6Address(text)) return undefined;
  const [head = "", tail] = text.split("::");
  const start = parseGroups(head);
  if (tail === undefined) return start;
  const end = parseGroups(tail);
  const gap = ADDRESS_SIZE / GROUP_SIZE - start.length - end.length;
  return [...start, ...new Array<number>(gap).fill(0), ...end];
}

function parseIPv4(text: string): [number, number] {
  const [a = 0, b = 0, c = 0, d = 0] = text.split(".").map(Number);
  return [a * 256 + b, c * 256 + d];
}

function parseGroups(text: string): number[] {
  if (text === "") return [];
  return text.split(":").flatMap((group) =>
    group.includes(".") ? parseIPv4(group) : [parseInt(group, 16)]
  );
}

function contains({ groups, size }: Network, address: readonly number[]): boolean {
  return groups.every((group, index) => {
    const bits = Math.min(Math.max(size - index * GROUP_SIZE, 0), GROUP_SIZE);
    return (group ^ address[index]!) >> (GROUP_SIZE - bits) === 0;
  });
}
