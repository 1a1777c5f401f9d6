/**
 * {@linkcode Gate}: tells who somebody is by name and password.
 *
 * @module
 */

import { clientNetwork } from "../../http/networks.ts";
import { nodeCrypto } from "../../server/node/node_builtins.ts";
import { type Credentials, parseCredentials } from "./credentials.ts";
import { Failures } from "./failures.ts";
import { Turnstile } from "./turnstile.ts";
import type { User } from "./users.ts";
import { verifyPassword } from "./verify.ts";

/** How long credentials that were right are remembered after their last use, in milliseconds. */
const MEMORY_TIME = 10 * 60 * 1000;

/**
 * How often an address may be wrong before it is not told any more, from memory and so at once, what is
 * right: one that the user has come from, with whom others may share it, and any other.
 */
const MAX_MISSES_OF_KNOWN = 100;
const MAX_MISSES = 3;

/** How many addresses are known that a user has come from. */
const MAX_NETWORKS = 100;

/** What became of an attempt: the user, or why there is none. */
export type Verdict = User | "wrong" | "busy";

/** Somebody whose password was verified not long ago. */
interface Known {
  readonly user: User;
  /** Where the user has logged in from, the latest last. */
  readonly networks: Set<string>;
  /** When the memory fades, on the clock of `performance.now()`. */
  expires: number;
}

/**
 * Verifies passwords, and remembers the right ones for a while, as a digest with a key that nobody
 * has: neither the time that a look into the memory takes nor the memory itself tells anything of
 * them. There is at most one for each user.
 */
export class Gate {
  readonly #users: ReadonlyMap<string, User>;
  readonly #names: readonly string[];
  readonly #key = crypto.getRandomValues(new Uint8Array(32));
  readonly #known = new Map<string, Known>();
  readonly #turnstile = new Turnstile();
  /** Attempts that the memory did not know, and that were not right: also those nobody had time for. */
  readonly #misses = new Failures();
  /** Whether some users may write and others not. */
  readonly rightsDiffer: boolean;

  /**
   * @param users The users by name, at least one
   */
  constructor(users: ReadonlyMap<string, User>) {
    this.#users = users;
    this.#names = [...users.keys()];
    this.rightsDiffer = users.values().some(({ mayWrite }) => !mayWrite);
  }

  /**
   * Tell at once. That is no way to guess: who is wrong too often gets no answer here.
   *
   * @param authorization The value of `Authorization`
   * @param address The client's address; `undefined` where it is not known yet
   * @returns The user, if the credentials were verified not long ago
   */
  recall(authorization: string, address: string | undefined): User | undefined {
    if (address === undefined && !this.#misses.isEmpty) return undefined;
    const credentials = parseCredentials(authorization);
    if (credentials === undefined) return undefined;
    const known = this.#recall(this.#digest(credentials));
    if (known === undefined || address === undefined) return known?.user;
    const network = clientNetwork(address);
    const most = known.networks.has(network) ? MAX_MISSES_OF_KNOWN : MAX_MISSES;
    return this.#misses.count(network) < most ? known.user : undefined;
  }

  /**
   * Tell by verifying the password. One that is wrong, a name that nobody has and credentials of
   * another kind than `Basic` are the same.
   *
   * @param authorization The value of `Authorization`
   * @param address The client's address
   * @param hasGone Whether the client has gone
   * @returns The user; `"busy"` when too many are waiting, or the client has gone
   */
  async check(authorization: string, address: string, hasGone: () => boolean): Promise<Verdict> {
    const credentials = parseCredentials(authorization);
    if (credentials === undefined) return "wrong";
    const digest = this.#digest(credentials);
    const network = clientNetwork(address);
    if (!await this.#turnstile.enter(network, hasGone)) {
      if (this.#recall(digest) === undefined) this.#misses.note(network, digest);
      return "busy";
    }
    let failed = false;
    try {
      // Browsers ask for several things at once: the first has had to wait for all.
      const user = this.#recall(digest)?.user ?? await this.#verify(credentials);
      failed = user === undefined;
      if (user !== undefined) this.#remember(digest, user, network);
      return user ?? "wrong";
    } finally {
      if (failed) this.#misses.note(network, digest);
      this.#turnstile.leave(network, failed);
    }
  }

  async #verify({ name, password }: Credentials): Promise<User | undefined> {
    const user = this.#users.get(name);
    // For a name that nobody has it takes as long as for somebody's, always the same one's.
    const { hash } = user ?? this.#users.get(this.#standIn(name))!;
    const right = await verifyPassword(hash, password);
    return right ? user : undefined;
  }

  #standIn(name: string): string {
    const number = parseInt(this.#hmac(`stand-in\0${name}`).slice(0, 12), 16);
    return this.#names[number % this.#names.length]!;
  }

  #recall(digest: string): Known | undefined {
    const known = this.#known.get(digest);
    const now = performance.now();
    if (known === undefined) return undefined;
    if (known.expires > now) {
      known.expires = now + MEMORY_TIME;
      return known;
    }
    this.#known.delete(digest);
    return undefined;
  }

  #remember(digest: string, user: User, network: string): void {
    const networks = this.#known.get(digest)?.networks ?? new Set();
    networks.delete(network);
    if (networks.size >= MAX_NETWORKS) networks.delete(networks.keys().next().value!);
    networks.add(network);
    this.#known.set(digest, { user, networks, expires: performance.now() + MEMORY_TIME });
  }

  #digest({ name, password }: Credentials): string {
    return this.#hmac(`password\0${name}\0${password}`);
  }

  #hmac(text: string): string {
    return nodeCrypto().createHmac("sha256", this.#key).update(text).digest("hex");
  }
}
