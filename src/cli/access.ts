/**
 * From the command's settings to those who may use it.
 *
 * @module
 */

import type { AuthOptions } from "../handlers/auth/options.ts";
import { parseUser, parseUsers } from "../handlers/auth/users.ts";
import { plainPasswordWarning } from "../plain_passwords.ts";
import { repr } from "../python/repr.ts";
import { printError, PROGRAM } from "./output.ts";
import { requireRead } from "./requirements.ts";
import type { AccessSettings, Settings } from "./settings.ts";
import { UsageError } from "./usage_error.ts";

/**
 * Check the users of the command line.
 *
 * @param access The settings
 * @throws {UsageError} when one is not as it should be, or an option is of no use
 */
export function checkAccess(access: AccessSettings): void {
  const { users, file, publicRead, insecurePlain } = access;
  try {
    for (const user of users) parseUser(user, insecurePlain);
  } catch (error) {
    if (!(error instanceof RangeError)) throw error;
    throw new UsageError(`argument --auth: ${error.message}`, { cause: error });
  }
  if (users.length > 0 || file !== undefined) return;
  const useless = publicRead ? "--public-read" : insecurePlain ? "--insecure-plain" : undefined;
  if (useless === undefined) return;
  throw new UsageError(`argument ${useless}: needs --auth or --auth-file`);
}

/**
 * Gather the users, and warn where everybody could listen to their passwords.
 *
 * @param settings The settings, checked, with at least one user or a file
 * @returns What `serve()` would take
 * @throws {RangeError} when a line of the file is not as it should be
 * @throws {Deno.errors.NotCapable} when Deno does not permit to read the file
 * @throws {Deno.errors.NotFound} when there is no such file
 */
export function prepareAuth({ access, bind, tlsCert, tlsSelfSigned }: Settings): AuthOptions {
  const { file, publicRead, insecurePlain } = access;
  const users = [...access.users, ...(file === undefined ? [] : readLines(file))];
  try {
    parseUsers(users, insecurePlain);
  } catch (error) {
    if (!(error instanceof RangeError) || file === undefined) throw error;
    throw new RangeError(`Cannot use ${repr(file)}: ${error.message}`, { cause: error });
  }
  const addresses = bind.length === 0 ? ["all interfaces"] : bind;
  const isPlain = tlsCert === undefined && tlsSelfSigned === undefined;
  const warning = isPlain ? plainPasswordWarning(addresses) : undefined;
  if (warning !== undefined) printError(`${PROGRAM}: ${warning}`);
  return { users, publicRead, insecurePlain };
}

function readLines(file: string): string[] {
  requireRead(file);
  try {
    return Deno.readTextFileSync(file).split("\n");
  } catch (error) {
    if (!(error instanceof Deno.errors.NotFound)) throw error;
    throw new Deno.errors.NotFound(`Cannot read users: there is no file ${repr(file)}`);
  }
}
