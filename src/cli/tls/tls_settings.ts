/**
 * The options of TLS, as far as there can be something wrong with the command line.
 *
 * @module
 */

import { repr } from "../../python/repr.ts";
import { requireRead } from "../requirements.ts";
import type { Settings } from "../settings.ts";
import { UsageError } from "../usage_error.ts";

/**
 * Check the options of TLS, and read the password.
 *
 * CPython: the command of `http.server`.
 *
 * @param settings The settings
 * @returns The same, with the password
 * @throws {UsageError} when an option lacks another, or excludes it, or the password file cannot be
 * read
 * @throws {Deno.errors.NotCapable} when Deno does not permit to read it
 */
export function checkTls(settings: Settings): Settings {
  const { tlsCert, tlsKey, tlsPasswordFile } = settings;
  if (settings.tlsSelfSigned !== undefined) checkAlone(settings);
  else if (tlsCert === undefined && tlsKey !== undefined) {
    throw new UsageError("--tls-key requires --tls-cert to be set");
  } else if (tlsCert === undefined && tlsPasswordFile !== undefined) {
    throw new UsageError("--tls-password-file requires --tls-cert to be set");
  }
  if (tlsPasswordFile === undefined) return settings;
  return { ...settings, tlsPassword: readPassword(tlsPasswordFile) };
}

/** Check that nothing speaks of another certificate than the one to be made. */
function checkAlone({ tlsCert, tlsKey, tlsPasswordFile }: Settings): void {
  const others = { "tls-cert": tlsCert, "tls-key": tlsKey, "tls-password-file": tlsPasswordFile };
  const [other] = Object.entries(others).find(([, value]) => value !== undefined) ?? [];
  if (other === undefined) return;
  throw new UsageError(`argument --tls-self-signed: not allowed with argument --${other}`);
}

function readPassword(path: string): string {
  requireRead(path);
  try {
    return Deno.readTextFileSync(path).trim();
  } catch (error) {
    throw new UsageError(`Failed to read TLS password file: ${osError(error)}: ${repr(path)}`);
  }
}

/** The operating system's errors in Python's words. */
function osError(error: unknown): string {
  if (error instanceof Deno.errors.NotFound) return "[Errno 2] No such file or directory";
  if (error instanceof Deno.errors.PermissionDenied) return "[Errno 13] Permission denied";
  if (error instanceof Deno.errors.IsADirectory) return "[Errno 21] Is a directory";
  return error instanceof Error ? error.message : String(error);
}
