/**
 * Listening: on all interfaces if no address is given, and with errors that say what to do.
 *
 * @module
 */

import { mayListen } from "./server/permissions.ts";
import { isSocketName } from "./server/named_socket.ts";
import { CertificateError } from "./server/tls/certificate.ts";

/** The systems on which who listens on `::` is reached by IPv4 as well. */
const DUAL_STACK = ["linux", "android", "darwin"];

/**
 * Make a server that listens.
 *
 * Without an address that is one for all interfaces: `::`, which takes IPv6 and IPv4, where the
 * system has it and Deno permits it, else `0.0.0.0`.
 *
 * CPython: `http.server._get_best_family`, and `DualStackServerMixin` in its command.
 *
 * @param hostname The address, or `undefined` for all interfaces
 * @param port The port, 0 for any that is free
 * @param listen Makes the server
 * @returns What `listen` returns
 * @throws {Deno.errors.AddrInUse} when the port is taken
 * @throws {Deno.errors.NotCapable} when Deno does not permit it
 * @throws {CertificateError} as `listen` does
 */
export function listenOn<Server>(
  hostname: string | undefined,
  port: number,
  listen: (hostname: string) => Server,
): Server {
  if (hostname !== undefined) return listenWithAdvice(hostname, port, listen);
  if (DUAL_STACK.includes(Deno.build.os) && mayListen("::", port)) {
    try {
      return listen("::");
    } catch (error) {
      if (error instanceof CertificateError) throw error;
      // All else means that there is no IPv6 here, which the systems say in several ways.
      if (error instanceof Deno.errors.AddrInUse || error instanceof Deno.errors.PermissionDenied) {
        throw withAdvice(error, "all interfaces", port);
      }
    }
  }
  return listenWithAdvice("0.0.0.0", port, listen);
}

function listenWithAdvice<Server>(
  hostname: string,
  port: number,
  listen: (hostname: string) => Server,
): Server {
  try {
    return listen(hostname);
  } catch (error) {
    throw withAdvice(error, hostname, port);
  }
}

/** The error with a message of which somebody who knows nothing of the program can make something. */
function withAdvice(error: unknown, where: string, port: number): unknown {
  const prefix = `Cannot listen on ${where}, port ${port}`;
  const options = { cause: error };
  if (isSocketName(where)) return withSocketAdvice(error, where);
  if (error instanceof Deno.errors.AddrInUse) {
    const advice = "the port is in use; choose another, or 0 for any that is free";
    return new Deno.errors.AddrInUse(`${prefix}: ${advice}`, options);
  }
  if (error instanceof Deno.errors.PermissionDenied) {
    const advice = "the system does not permit it; choose a port above 1023";
    return new Deno.errors.PermissionDenied(`${prefix}: ${advice}`, options);
  }
  if (error instanceof Deno.errors.AddrNotAvailable) {
    const advice = "this machine does not have that address";
    return new Deno.errors.AddrNotAvailable(`${prefix}: ${advice}`, options);
  }
  // What Deno does not permit it says better itself.
  if (error instanceof Deno.errors.NotCapable || error instanceof CertificateError) return error;
  if (!(error instanceof Error)) return error;
  return new Error(`${prefix}: ${error.message}`, options);
}

function withSocketAdvice(error: unknown, name: string): unknown {
  const prefix = `Cannot listen on ${name}`;
  const options = { cause: error };
  if (error instanceof Deno.errors.AddrInUse) {
    const advice = "there is such a file; if nobody listens on it any more, remove it";
    return new Deno.errors.AddrInUse(`${prefix}: ${advice}`, options);
  }
  if (error instanceof Deno.errors.NotFound) {
    return new Deno.errors.NotFound(`${prefix}: there is no such directory`, options);
  }
  if (error instanceof Deno.errors.PermissionDenied) {
    return new Deno.errors.PermissionDenied(`${prefix}: the system does not permit it`, options);
  }
  // These say it all.
  const { NotCapable, InvalidData } = Deno.errors;
  if (error instanceof NotCapable || error instanceof InvalidData) return error;
  return error instanceof Error ? new Error(`${prefix}: ${error.message}`, options) : error;
}
