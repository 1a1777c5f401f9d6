/**
 * {@linkcode prepareAccess}: from options to a {@linkcode Gate}.
 *
 * @module
 */

import { Gate } from "./gate.ts";
import type { AuthOptions } from "./options.ts";
import { parseUsers } from "./users.ts";
import { prepareToVerify } from "./verify.ts";
import type { Access } from "./with_auth.ts";

/** What browsers show unless something else is given. */
const REALM = "http-server";

/**
 * Make ready to tell users apart.
 *
 * @param options The options
 * @returns What `withAuth` takes
 * @throws {RangeError} when there is no user, or one is not as it should be
 * @throws {TypeError} when the library for one of the hashes cannot be loaded
 */
export async function prepareAccess(options: AuthOptions): Promise<Access> {
  const { realm = REALM, publicRead = false, insecurePlain = false } = options;
  const users = parseUsers(options.users, insecurePlain);
  if (users.size === 0) throw new RangeError("There is no user, so nobody could log in");
  await prepareToVerify(users.values().map(({ hash }) => hash));
  return { gate: new Gate(users), realm, publicRead };
}
