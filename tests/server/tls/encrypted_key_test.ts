import { assertEquals, assertThrows } from "@std/assert";
import {
  decryptPrivateKey,
  findPrivateKey,
  isEncrypted,
} from "../../../src/server/tls/encrypted_key.ts";
import { utf8 } from "../../helpers/bytes.ts";
import { plainKey, RECORDED } from "../../helpers/certificates.ts";

const PASSWORD = utf8(RECORDED.password);

/** What neither Deno has, nor anybody should still use. */
const UNKNOWN = /camellia|RC2|RC4/;

for (const { form, key, pem } of RECORDED.encrypted) {
  if (UNKNOWN.test(form)) {
    Deno.test(`decryptPrivateKey() says that it does not know ${form}`, () => {
      assertThrows(() => decryptPrivateKey(pem, PASSWORD), Deno.errors.NotSupported);
    });
    continue;
  }

  Deno.test(`decryptPrivateKey() opens what OpenSSL wrote as ${form}, ${key}`, () => {
    assertEquals(decryptPrivateKey(pem, PASSWORD), plainKey(key));
  });

  Deno.test(`decryptPrivateKey() throws when the password of ${form}, ${key} is wrong`, () => {
    for (const password of ["", "wrong", `${RECORDED.password} `]) {
      const error = assertThrows(() => decryptPrivateKey(pem, utf8(password)), Error);
      assertEquals(error instanceof Deno.errors.NotSupported, false);
    }
  });
}

Deno.test("decryptPrivateKey() throws when the key is cut off", () => {
  for (const { pem } of RECORDED.encrypted) {
    const lines = pem.split("\n");
    lines.splice(-4, 2);
    assertThrows(() => decryptPrivateKey(lines.join("\n"), PASSWORD), Error);
  }
});

for (const { form, key, pem } of [...RECORDED.plain, ...RECORDED.encrypted]) {
  Deno.test(`findPrivateKey() finds ${form}, ${key}, among certificates`, () => {
    const cert = RECORDED.certificates[key]!;
    const found = findPrivateKey(`some text\n${cert}${pem}${cert}`);
    assertEquals(found, findPrivateKey(pem));
    assertEquals(pem.includes(found!), true);
  });
}

Deno.test("findPrivateKey() finds nothing where there is no key", () => {
  const cert = RECORDED.certificates["P-256"]!;
  for (const text of ["", "text", cert, "-----BEGIN PRIVATE KEY-----\nMIG"]) {
    assertEquals(findPrivateKey(text), undefined);
  }
});

Deno.test("isEncrypted() tells keys that need a password from those that do not", () => {
  for (const { pem } of RECORDED.plain) assertEquals(isEncrypted(pem), false);
  for (const { pem } of RECORDED.encrypted) assertEquals(isEncrypted(pem), true);
});
