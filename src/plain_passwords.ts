/**
 * Where passwords would be sent for everybody to read.
 *
 * @module
 */

/** Addresses of this machine that nobody else hears of: also the names of sockets. */
const LOCAL_REGEXP = /^(?:127\.[\d.]+|::1|localhost|unix:.*|fd:.*)$/;

/**
 * What to say about passwords that go over the network without TLS.
 *
 * @param hostnames The addresses that the server listens on
 * @returns A line; `undefined` if none of them is beyond this machine
 */
export function plainPasswordWarning(hostnames: readonly string[]): string | undefined {
  const beyond = hostnames.filter((hostname) => !LOCAL_REGEXP.test(hostname));
  if (beyond.length === 0) return undefined;
  return "Warning: passwords are sent unencrypted to " +
    `${beyond.join(", ")}: serve over TLS, or listen on 127.0.0.1 behind a proxy that does\n`;
}
