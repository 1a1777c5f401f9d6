import { assert, assertEquals, assertMatch, assertThrows } from "@std/assert";
import { formatScrypt, parsePasswordHash } from "../../../src/handlers/auth/password_hash.ts";
import { parseUsers } from "../../../src/handlers/auth/users.ts";
import { hashPassword, verifyPassword } from "../../../src/handlers/auth/verify.ts";
import { HASHES, PASSWORD } from "./users.ts";

/** Passwords and what other programs made of them: see users.ts. */
const MORE_HASHES = [
  // htpasswd -nbB -C 4
  ["pässwörd", "$2y$04$ugMyk9IpFLtYg.FJl2ELZOeKK6FrlbFMTEs9aOexOf1y4/lbvRIj6"],
  // Python's hashlib.scrypt
  [
    "pässwörd",
    "$scrypt$ln=4,r=4,p=2$c29tZXNhbHRzb21lc2FsdA$oFw1yllEVEs7cLGY4amRo/qOtb0W+LJ5BrYYv7lGONY",
  ],
  // The reference implementation's argon2 -i
  [
    PASSWORD,
    "$argon2i$v=19$m=256,t=2,p=2$c29tZXNhbHRzb21lc2FsdA$23nZJWEVcV7e+6c0uk3+c/GoEqwhBxVq5uyCuXLwEJU",
  ],
  // The documentation of passlib.hash.scrypt
  [
    "password",
    "$scrypt$ln=8,r=8,p=1$WKs1xljLudd6z9kbY0wpJQ$yCR4iDZYDKv+iEJj6yHY0lv/epnfB6f/w1EbXrsJOuQ",
  ],
  // The vectors of crypt_blowfish; bcrypt cuts the last one off after 72 bytes
  ["U*U*U", "$2a$05$XXXXXXXXXXXXXXXXXXXXXOAcXxm9kjPGEMsLznoKqmqw7tc8WCx4a"],
  [
    "0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789chars after 72 are ignored",
    "$2a$05$abcdefghijklmnopqrstuu5s2v8.iXieOjg/.AySBTTZIIVFJeBui",
  ],
] as const;

for (
  const [password, text] of [...HASHES.map((hash) => [PASSWORD, hash] as const), ...MORE_HASHES]
) {
  Deno.test(`verifyPassword() knows ${JSON.stringify(password)} by ${text}`, async () => {
    const hash = parsePasswordHash(text);
    assertEquals(await verifyPassword(hash, password), true);
    assertEquals(await verifyPassword(hash, `x${password}`), false);
    assertEquals(await verifyPassword(hash, ""), false);
  });
}

Deno.test("hashPassword() makes hashes that are read again, each with another salt", async () => {
  const [first, second] = await Promise.all([hashPassword("x"), hashPassword("x")]);
  const text = formatScrypt(first);
  assertMatch(text, /^\$scrypt\$ln=15,r=8,p=3\$[A-Za-z0-9+/]{22}\$[A-Za-z0-9+/]{43}$/);
  assertEquals(parsePasswordHash(text), first);
  assert(text !== formatScrypt(second));
  assertEquals(await verifyPassword(first, "x"), true);
  // Typed as two code points or as one, it is the same letter.
  assertEquals(await verifyPassword(await hashPassword("a\u0308"), "ä"), true);
});

const REFUSED = [
  ["ada", "A user is a name"],
  [":x", "A user is a name"],
  ["ada:", "no password"],
  ["ada:secret", "must be a hash"],
  ["ada:secret:ro", "must be a hash"],
  ["a\tb:$2y$05$x", "control character"],
  ["ada:$apr1$x$y", "none of scrypt, argon2 and bcrypt"],
  ["ada:{SHA}x", "none of scrypt, argon2 and bcrypt"],
  ["ada:$6$x$y", "none of scrypt, argon2 and bcrypt"],
  ["ada:$scrypt$ln=15,r=8$x$y", "malformed"],
  ["ada:$scrypt$ln=0,r=8,p=1$AAAA$AAAA", "malformed"],
  ["ada:$scrypt$ln=30,r=8,p=1$AAAA$AAAA", "1 GiB"],
  ["ada:$argon2id$v=19$m=9999999,t=3,p=4$AAAA$AAAA", "1 GiB"],
  ["ada:$argon2id$m=65536,t=3,p=4$AAAA$AAAA", "malformed"],
  ["ada:$2y$31$KGITrNFSydelubYeP89Ff.mROYDvwnpBekceBVR8Lx9Cot9/uNj56", "from 4 to 16"],
  ["ada:$2y$05$short", "malformed"],
] as const;

for (const [line, message] of REFUSED) {
  Deno.test(`parseUsers() refuses ${JSON.stringify(line)}, and does not show the password`, () => {
    const error = assertThrows(() => parseUsers([line]), RangeError, message);
    assert(!error.message.includes("secret"));
  });
}

Deno.test("parseUsers() takes the lines of a file", () => {
  const [hash] = HASHES;
  const lines = ["# users", "", `ada:${hash}\r`, `bob:${hash}:ro`, `cyd:${hash}:rw`];
  const users = [...parseUsers(lines).values()].map(({ name, mayWrite }) => [name, mayWrite]);
  assertEquals(users, [["ada", true], ["bob", false], ["cyd", true]]);
  assertThrows(() => parseUsers([`ada:${hash}`, `ada:${hash}`]), RangeError, "two users 'ada'");
});

Deno.test("parseUsers() takes passwords where that is permitted", async () => {
  const user = parseUsers(["ada:a:b:ro"], true).get("ada")!;
  assertEquals(user.mayWrite, false);
  assertEquals(await verifyPassword(user.hash, "a:b"), true);
  assertEquals(await verifyPassword(user.hash, "a:c"), false);
});
