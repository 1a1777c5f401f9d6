/**
 * Whom scripts run as when the server is root.
 *
 * @module
 */

import { isGranted, mayRead } from "../../server/permissions.ts";

/** A user of the operating system. */
export interface User {
  /** Its number. */
  readonly uid: number;
  /** The number of its group. */
  readonly gid: number;
}

/** `nobody` on nearly every system, where `/etc/passwd` may not be read. */
const NOBODY: User = { uid: 65534, gid: 65534 };

/** `name:password:uid:gid:...` */
const NOBODY_REGEXP = /^nobody:[^:]*:(\d+):(\d+):/m;

/** What was found when the first script was run: `null` for no other user. */
let found: User | null | undefined;

/**
 * The user to run scripts as. It is looked for once.
 *
 * CPython: `http.server.nobody_uid`.
 *
 * @returns `nobody` if the server is root; `undefined` if it is not, or if Deno does not permit to
 * know that (`--allow-sys=uid`)
 */
export function nobodyUser(): User | undefined {
  if (found === undefined) found = findUser();
  return found ?? undefined;
}

function findUser(): User | null {
  if (!isGranted({ name: "sys", kind: "uid" }) || Deno.uid() !== 0) return null;
  const [, uid, gid] = NOBODY_REGEXP.exec(readPasswd()) ?? [];
  return uid === undefined ? NOBODY : { uid: Number(uid), gid: Number(gid) };
}

function readPasswd(): string {
  const path = "/etc/passwd";
  if (!mayRead(path)) return "";
  try {
    return Deno.readTextFileSync(path);
  } catch {
    return "";
  }
}
