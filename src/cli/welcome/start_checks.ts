/**
 * What `--qr` and `--open` need.
 *
 * @module
 */

import { isSocketName } from "../../server/named_socket.ts";
import { requireBrowser } from "./open_browser.ts";
import { isWildcard, mayKnowAddresses } from "./reachable.ts";
import type { Settings } from "../settings.ts";

/**
 * Check that there is what they need.
 *
 * @param settings The settings, with one of the two
 * @throws {Deno.errors.NotCapable} when Deno does not permit it, with the flag to add
 * @throws {Deno.errors.NotSupported} when the first address is a socket, which has no URL
 */
export function requireWelcome({ qr, open, bind }: Settings): void {
  const [first] = bind;
  if (first !== undefined && isSocketName(first)) {
    const what = qr ? "show a QR code of" : "open";
    throw new Deno.errors.NotSupported(`Cannot ${what} ${first}: it takes a host and a port`);
  }
  if (open) requireBrowser();
  if (qr && (first === undefined || isWildcard(first)) && !mayKnowAddresses()) {
    throw new Deno.errors.NotCapable(
      "Deno does not permit to know this machine's addresses, one of which the QR code is of: " +
        "add --allow-sys=networkInterfaces or choose an address with --bind",
    );
  }
}
