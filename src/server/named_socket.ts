/**
 * {@linkcode listenByName}: sockets that have a name in the place of a host and a port.
 *
 * @module
 */

import { InheritedListener } from "./inherited_listener.ts";
import type { ServerSocket } from "./server_socket.ts";

/** What names begin with: `unix:/run/web.sock` is a file, `fd:3` an inherited file descriptor. */
const UNIX = "unix:";
const FD_REGEXP = /^fd:(\d{1,9})$/;

/**
 * Whether a host is the name of a socket.
 *
 * @param host The host of an address
 * @returns Whether it begins with `unix:`, or is `fd:` and a number
 */
export function isSocketName(host: string): boolean {
  return host.startsWith(UNIX) || FD_REGEXP.test(host);
}

/**
 * The file of a Unix socket.
 *
 * @param name The name
 * @returns The path; `undefined` if it is the name of something else
 */
export function socketPath(name: string): string | undefined {
  return name.startsWith(UNIX) ? name.slice(UNIX.length) : undefined;
}

/**
 * Listen on a socket that has a name. A file that is made for it goes when the listener is closed.
 *
 * @param name The name
 * @returns The listener
 * @throws {Deno.errors.AddrInUse} when there is such a file already
 * @throws {Deno.errors.NotCapable} when Deno was started without `--allow-read` and `--allow-write`
 * for the file, or `--allow-net` for its name
 * @throws {Deno.errors.InvalidData} when no socket that listens was inherited
 */
export function listenByName(name: string): ServerSocket {
  const path = socketPath(name);
  if (path !== undefined) return Deno.listen({ transport: "unix", path });
  return new InheritedListener(Number(FD_REGEXP.exec(name)?.[1]));
}

/**
 * Remove the file of a socket on which nobody listens any more, as a server that was killed leaves
 * it. Anything else stays.
 *
 * @param path The path
 * @throws {Deno.errors.NotCapable} when Deno does not permit to look
 */
export async function removeStaleSocket(path: string): Promise<void> {
  try {
    if (!Deno.lstatSync(path).isSocket) return;
    (await Deno.connect({ transport: "unix", path })).close();
  } catch (error) {
    if (error instanceof Deno.errors.NotCapable) throw error;
    if (error instanceof Deno.errors.ConnectionRefused) Deno.removeSync(path);
  }
}
