/**
 * Who may do what, as it is given on the command line and in files.
 *
 * @module
 */

import { repr } from "../../python/repr.ts";
import { parsePasswordHash, type PasswordHash } from "./password_hash.ts";

/** Somebody with a password. */
export interface User {
  /** The name, as Unicode's NFC (RFC 7617, section 2.1). */
  readonly name: string;
  /** The hash of the password. */
  readonly hash: PasswordHash;
  /** Whether requests that change something are allowed. */
  readonly mayWrite: boolean;
}

/** What comes after name and hash, where it is given. */
const RIGHTS_REGEXP = /^(.*):(ro|rw)$/s;

/** What a name cannot have in it (RFC 7617, section 2): the colon ends it already. */
// deno-lint-ignore no-control-regex -- control characters are what it is about
const CONTROL_REGEXP = /[\x00-\x1f\x7f]/;

/**
 * Parse a user: `NAME:HASH`, `NAME:HASH:ro` or `NAME:HASH:rw`.
 *
 * @param text The text
 * @param plain Whether a password may stand in the place of the hash
 * @returns The user, who may write unless `ro` says otherwise
 * @throws {RangeError} when it is not as it should be: a sentence that has the name in it, and never
 * what may be a password
 */
export function parseUser(text: string, plain = false): User {
  const colon = text.indexOf(":");
  if (colon < 1) throw new RangeError("A user is a name, a colon, and the hash of a password");
  const name = text.slice(0, colon).normalize("NFC");
  if (CONTROL_REGEXP.test(name)) {
    throw new RangeError(`The user ${repr(name)} has a control character in the name`);
  }
  const rest = text.slice(colon + 1);
  const [, secret = rest, rights = "rw"] = RIGHTS_REGEXP.exec(rest) ?? [];
  return { name, hash: hashOf(name, secret, plain), mayWrite: rights === "rw" };
}

function hashOf(name: string, secret: string, plain: boolean): PasswordHash {
  const who = `The user ${repr(name)} cannot log in`;
  if (secret === "") throw new RangeError(`${who}: there is no password`);
  let hash: PasswordHash;
  try {
    hash = parsePasswordHash(secret);
  } catch (error) {
    if (!(error instanceof RangeError)) throw error;
    throw new RangeError(`${who}: ${error.message}`, { cause: error });
  }
  if (hash.kind !== "plain" || plain) return hash;
  throw new RangeError(
    `${who}: there must be a hash of the password, made with hash-password, and not the password itself`,
  );
}

/**
 * Parse users, such as the lines of a file. Empty ones, and those that begin with `#`, are none.
 *
 * @param lines What {@linkcode parseUser} takes
 * @param plain Whether a password may stand in the place of the hash
 * @returns The users by name
 * @throws {RangeError} when a line is not as it should be, or a name comes twice
 */
export function parseUsers(lines: readonly string[], plain = false): Map<string, User> {
  const users = new Map<string, User>();
  for (const line of lines.map((line) => line.replace(/\r$/, ""))) {
    if (line.trim() === "" || line.startsWith("#")) continue;
    const user = parseUser(line, plain);
    if (users.has(user.name)) throw new RangeError(`There are two users ${repr(user.name)}`);
    users.set(user.name, user);
  }
  return users;
}
