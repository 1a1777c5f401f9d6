/**
 * What the command needs of Deno, asked for without prompting, so that it can say what is missing.
 *
 * @module
 */

import { repr } from "../python/repr.ts";
import { bracketed, isGranted, mayListen, mayRead } from "../server/permissions.ts";

/** What every shell passes on as it is. */
const PLAIN_REGEXP = /^[\w./:@%+-]+$/;

/**
 * Check that Deno permits to read a file or directory.
 *
 * @param path The path
 * @throws {Deno.errors.NotCapable} when it does not, with the flag to add
 */
export function requireRead(path: string): void {
  if (mayRead(path)) return;
  const flag = scopedFlag("--allow-read", path);
  throw new Deno.errors.NotCapable(`Deno does not permit to read ${repr(path)}: add ${flag}`);
}

/**
 * Check that Deno permits to write in a directory.
 *
 * @param directory The directory
 * @throws {Deno.errors.NotCapable} when it does not, with the flag to add
 */
export function requireWrite(directory: string): void {
  if (isGranted({ name: "write", path: directory })) return;
  const flag = scopedFlag("--allow-write", directory);
  throw new Deno.errors.NotCapable(
    `Deno does not permit to write in ${repr(directory)}: add ${flag}`,
  );
}

/**
 * What an error or a notice says. A program that `deno compile` made takes Deno's flags when it is
 * made, and not when it starts.
 *
 * @param error The error, or the notice
 * @returns A sentence
 */
export function messageOf(error: unknown): string {
  const message = error instanceof Error ? error.message : String(error);
  return Deno.build.standalone ? message.replace(/\badd (?=--)/, "compile it with ") : message;
}

/**
 * Check that Deno permits to listen.
 *
 * @param hostname The address, or `undefined` for all interfaces
 * @param port The port
 * @throws {Deno.errors.NotCapable} when it does not, with the flag to add
 */
export function requireListen(hostname: string | undefined, port: number): void {
  const hosts = hostname === undefined ? ["::", "0.0.0.0"] : [hostname];
  if (hosts.some((host) => mayListen(host, port))) return;
  const where = hostname ?? "all interfaces";
  // Without a port any is permitted, and that of the answer to port 0 is not known.
  const suffix = port === 0 ? "" : `:${port}`;
  const scope = hosts.map((host) => `${bracketed(host)}${suffix}`).join(",");
  const flag = scopedFlag("--allow-net", scope);
  const advice = hostname === undefined ? " or choose another address with --bind" : "";
  throw new Deno.errors.NotCapable(
    `Deno does not permit to listen on ${where}, port ${port}: add ${flag}${advice}`,
  );
}

/**
 * The flag as it is typed. Deno has no way to write a comma in a path.
 *
 * @param name Its name, with the dashes
 * @param scope What comes after the equals sign
 * @returns The flag, in quotes if the shell needs them; without the scope if that cannot be written
 */
export function scopedFlag(name: string, scope: string): string {
  const flag = `${name}=${scope}`;
  if (PLAIN_REGEXP.test(scope)) return flag;
  if (scope.includes("'") || name !== "--allow-net" && scope.includes(",")) return name;
  return `'${flag}'`;
}
