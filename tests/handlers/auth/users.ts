/**
 * A user for tests.
 *
 * @module
 */

import { utf8 } from "../../helpers/bytes.ts";

/** The password. */
export const PASSWORD = "correct horse";

/** What other programs made of it. */
export const HASHES: readonly string[] = [
  // Python's hashlib.scrypt
  "$scrypt$ln=10,r=8,p=1$c29tZXNhbHRzb21lc2FsdA$yALJnsFxauKkuF0VG58vDqriCmlZJaHv3/Yg+rL2eO8",
  // The reference implementation's argon2 -id
  "$argon2id$v=19$m=1024,t=2,p=1$c29tZXNhbHRzb21lc2FsdA$4BnlcpLz5MRq0Izs2E2zIqpIFISeK/m9DFKmAc7uq5Y",
  // htpasswd -nbB
  "$2y$05$KGITrNFSydelubYeP89Ff.mROYDvwnpBekceBVR8Lx9Cot9/uNj56",
];

/** The value of `Authorization` for a name and a password (RFC 7617). */
export function basic(name: string, password: string = PASSWORD): string {
  return `Basic ${btoa(String.fromCharCode(...utf8(`${name}:${password}`)))}`;
}
