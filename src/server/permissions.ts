/**
 * Asking what Deno permits, without prompting.
 *
 * @module
 */

/**
 * Whether Deno permits to listen on an address.
 *
 * @param hostname A host name or an IP address, without brackets
 * @param port The port
 * @returns `true` also for what is no address at all: listening says what is wrong with it
 */
export function mayListen(hostname: string, port: number): boolean {
  try {
    return isGranted({ name: "net", host: `${bracketed(hostname)}:${port}` });
  } catch {
    return true;
  }
}

/**
 * Whether Deno permits to read a file or directory.
 *
 * @param path The path
 * @returns Whether it does
 */
export function mayRead(path: string | URL): boolean {
  return isGranted({ name: "read", path });
}

/**
 * A host as URLs and Deno's permissions write it.
 *
 * @param hostname A host name or an IP address
 * @returns The same, in brackets if it is an IPv6 address
 */
export function bracketed(hostname: string): string {
  return hostname.includes(":") ? `[${hostname}]` : hostname;
}

/**
 * Whether Deno permits something.
 *
 * @param descriptor What
 * @returns Whether it does, and without asking the user
 */
export function isGranted(descriptor: Deno.PermissionDescriptor): boolean {
  return Deno.permissions.querySync(descriptor).state === "granted";
}
