/**
 * What it takes to serve with several workers. It is small since `serve()` has it loaded always.
 *
 * @module
 */

import { mayListen, mayRead } from "../server/permissions.ts";
import type { Address } from "../server/stream_request_handler.ts";

/** The most workers that a server may have: each takes some ten megabytes. */
export const MAX_WORKERS = 128;

/**
 * Whether there can be so many workers.
 *
 * @param count The number
 * @returns Whether it is an integer from 1 to {@linkcode MAX_WORKERS}
 */
export function isWorkerCount(count: number): boolean {
  return Number.isInteger(count) && count >= 1 && count <= MAX_WORKERS;
}

/**
 * Check that Deno and the system let several workers share a port. Without the flag, Deno does not
 * throw but ends the process.
 *
 * @throws {Deno.errors.NotSupported} when they do not: what to do about it
 * @throws {Deno.errors.NotCapable} when Deno does not permit to read the workers' own module
 */
export function requireWorkers(): void {
  if (Deno.build.os === "windows") {
    throw new Deno.errors.NotSupported("Windows cannot share a port: serve with one worker");
  }
  // The one thing to be seen of the flag.
  if (!("listenDatagram" in Deno)) {
    throw new Deno.errors.NotSupported(
      "Deno does not share the port between workers: add --unstable-net",
    );
  }
  // Everything that a worker loads is in here.
  const sources = new URL("../", import.meta.url);
  if (sources.protocol !== "file:") return;
  if (mayRead(sources)) return;
  throw new Deno.errors.NotCapable(
    "Deno does not permit workers to read the server's own modules: " +
      `add --allow-read=${decodeURIComponent(sources.pathname)}`,
  );
}

/**
 * Check that Deno permits to listen on addresses once more: who asked for port 0 may have the
 * permission for that one only.
 *
 * @param addresses The addresses as bound
 * @throws {Deno.errors.NotCapable} when it does not
 */
export function requireSharedAddresses(addresses: readonly Address[]): void {
  for (const [hostname, port] of addresses) {
    if (mayListen(hostname, port)) continue;
    throw new Deno.errors.NotCapable(
      `Deno does not permit workers to listen on ${hostname}, port ${port}, which was free: ` +
        "permit all ports of the address with --allow-net, or choose a port",
    );
  }
}

/**
 * Check that nobody listens on a port yet. Who shares a port is not told that somebody else does.
 *
 * @param hostname The address
 * @param port The port, 0 for any that is free
 * @throws {Deno.errors.AddrInUse} when somebody does
 */
export function requireFreePort(hostname: string, port: number): void {
  if (port !== 0) Deno.listen({ hostname, port }).close();
}

/**
 * Check that a value can be sent to workers.
 *
 * @param name What to call it
 * @param value The value
 * @throws {TypeError} when it cannot
 */
export function requireCloneable(name: string, value: unknown): void {
  try {
    structuredClone(value);
  } catch (cause) {
    const message = `Cannot serve: option "${name}" cannot be sent to workers`;
    throw new TypeError(`${message}: ${cause instanceof Error ? cause.message : cause}`, { cause });
  }
}
