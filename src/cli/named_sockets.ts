/**
 * What there is to do before the command listens on sockets that have a name.
 *
 * @module
 */

import { repr } from "../python/repr.ts";
import { isGranted } from "../server/permissions.ts";
import { isSocketName, removeStaleSocket, socketPath } from "../server/named_socket.ts";
import { requireListen, scopedFlag } from "./requirements.ts";
import { DEFAULT_PORT, type Settings } from "./settings.ts";

/**
 * Check that Deno permits to listen on all addresses of the settings, and remove the files of Unix
 * sockets that were left over.
 *
 * @param settings The settings
 * @throws {Deno.errors.NotCapable} when Deno does not permit it, with the flag to add
 * @throws {Deno.errors.NotSupported} when there is to be TLS or a worker, which such a socket has not
 */
export async function prepareToListen(settings: Settings): Promise<void> {
  const { bind, port = DEFAULT_PORT, workers, tlsCert, tlsSelfSigned } = settings;
  const named = bind.filter(isSocketName);
  const what = workers > 1
    ? "serve with several workers"
    : tlsCert !== undefined || tlsSelfSigned !== undefined
    ? "serve over TLS"
    : undefined;
  if (named[0] !== undefined && what !== undefined) {
    throw new Deno.errors.NotSupported(`Cannot ${what} on ${named[0]}: it takes a host and a port`);
  }
  for (const address of bind.length === 0 ? [undefined] : bind) {
    if (address === undefined || !isSocketName(address)) requireListen(address, port);
  }
  for (const path of named.map(socketPath)) {
    if (path === undefined) continue;
    requireSocket(path);
    await removeStaleSocket(path);
  }
}

/** Deno wants to have it permitted three times. */
function requireSocket(path: string): void {
  const needs = [
    ["--allow-read", path, isGranted({ name: "read", path })],
    ["--allow-write", path, isGranted({ name: "write", path })],
    ["--allow-net", `unix:${path}`, isGranted({ name: "net", host: `unix:${path}` })],
  ] as const;
  const flags = needs.filter(([, , granted]) => !granted)
    .map(([flag, scope]) => scopedFlag(flag, scope));
  if (flags.length === 0) return;
  throw new Deno.errors.NotCapable(
    `Deno does not permit to listen on the socket ${repr(path)}: add ${flags.join(" ")}`,
  );
}
