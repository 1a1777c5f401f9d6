/**
 * Who may use a server, as `serve()` and the command take it.
 *
 * @module
 */

/**
 * Options of passwords.
 *
 * @example Try a password out without hashing it
 * ```ts
 * import { type AuthOptions, serve } from "@pyport/http-server";
 * import { assertEquals } from "@std/assert";
 *
 * const auth: AuthOptions = { users: ["ada:secret"], insecurePlain: true };
 * await using server = serve({ hostname: "127.0.0.1", port: 0, log: "off", auth });
 * const answer = await fetch(`http://127.0.0.1:${server.addr.port}/README.md`, {
 *   headers: { Authorization: `Basic ${btoa("ada:secret")}` },
 * });
 * assertEquals(answer.status, 200);
 * await answer.body?.cancel();
 * ```
 */
export interface AuthOptions {
  /**
   * The users: `NAME:HASH`, `NAME:HASH:rw`, or `NAME:HASH:ro` for one who may only read, each. The
   * hash is one of scrypt or argon2 (`$scrypt$...`, `$argon2id$...`) or bcrypt (`$2b$...`, as
   * `htpasswd -B` writes it); the command's `hash-password` makes one. Empty texts and those that
   * begin with `#` are passed over, so that they may be the lines of a file.
   */
  users: readonly string[];
  /**
   * Whether anyone may read: then only requests that write need a user.
   *
   * @default {false}
   */
  publicRead?: boolean | undefined;
  /**
   * What browsers say the password is for: ASCII without quotation marks and backslashes.
   *
   * @default {"http-server"}
   */
  realm?: string | undefined;
  /**
   * Whether passwords may stand in the place of hashes.
   *
   * @default {false}
   */
  insecurePlain?: boolean | undefined;
}

/** What a `quoted-string` holds without escapes. */
const REALM_REGEXP = /^[ !#-[\]-~]*$/;

/**
 * Check all but the users themselves, for which more has to be loaded.
 *
 * @param options The options
 * @throws {TypeError} when one is not of its type
 * @throws {RangeError} when one has a value that it cannot have
 */
export function checkAuth(options: AuthOptions): void {
  if (typeof options !== "object" || options === null) {
    throw new TypeError('Cannot serve: option "auth" must be an object');
  }
  const { users, publicRead, realm = "", insecurePlain } = options;
  if (!Array.isArray(users) || users.some((user) => typeof user !== "string")) {
    throw new TypeError('Cannot serve: option "auth.users" must be an array of strings');
  }
  for (const [name, value] of Object.entries({ publicRead, insecurePlain })) {
    if (value === undefined || typeof value === "boolean") continue;
    throw new TypeError(`Cannot serve: option "auth.${name}" must be of type boolean`);
  }
  if (typeof realm !== "string" || !REALM_REGEXP.test(realm)) {
    throw new RangeError('Cannot serve: option "auth.realm" must be ASCII without quotation marks');
  }
}
