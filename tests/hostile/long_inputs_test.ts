/**
 * Inputs that are as long as they may be, and take a time in proportion to their length: while one
 * request is looked at, nobody else is answered.
 */

import { assertEquals, assertLess } from "@std/assert";
import { HTTPMessage } from "../../mod.ts";
import { authorizationOf } from "../../src/handlers/auth/credentials.ts";
import { parseDisposition } from "../../src/handlers/sharing/disposition.ts";
import { safeName } from "../../src/handlers/sharing/safe_name.ts";
import { shownTree } from "../../src/handlers/sharing/shown_tree.ts";
import { originOf } from "../../src/http/forwarded.ts";
import { SharingServer } from "../handlers/sharing/sharing_server.ts";
import { latin1 } from "../helpers/bytes.ts";
import { TempDir } from "../helpers/temp_dir.ts";

/** Far more than any of them needs, and far less than a time that grows with the square. */
const LONGEST = 2000;

async function timeOf(action: () => unknown): Promise<number> {
  const start = performance.now();
  await action();
  return performance.now() - start;
}

for (const run of [".", " ", ". "]) {
  Deno.test(`safeName() takes its time for a run of ${JSON.stringify(run)} once`, async () => {
    const name = `a${run.repeat(100_000 / run.length)}a`;
    assertLess(await timeOf(() => safeName(name)), LONGEST);
  });
}

for (
  const [name, field] of [
    ["semicolons", `form-data${";".repeat(65_000)}a`],
    ["blanks", `form-data; a${" ".repeat(65_000)}b`],
    ["blanks in a value", `form-data; a=b${" ".repeat(65_000)}c`],
    ["blanks before a value", `form-data; a${" ".repeat(65_000)}=b`],
    ["quotes", `form-data; a="${'\\";'.repeat(21_000)}`],
    ["backslashes", `form-data; a="${"\\".repeat(65_000)}b";`],
  ] as const
) {
  Deno.test(`parseDisposition() takes its time for ${name} once`, async () => {
    assertLess(await timeOf(() => parseDisposition(field)), LONGEST);
  });
}

Deno.test("PUT takes its time for the blanks of a coding once", async () => {
  await using sharing = new SharingServer();
  const headers = { "Content-Encoding": `${"\xa0".repeat(65_000)}gzip` };
  const duration = await timeOf(async () => {
    assertEquals((await sharing.send("PUT", "/a", "b", headers)).status, 415);
  });
  assertLess(duration, LONGEST);
});

Deno.test("authorizationOf() takes its time for blanks once", async () => {
  const values = [`a${" ".repeat(8000)}b`, " ".repeat(2000) + "\r"];
  for (const value of values) {
    const head = latin1(`GET / HTTP/1.1\r\nAuthorization:${value}\r\n\r\n`);
    const duration = await timeOf(() => {
      for (let count = 0; count < 20; count++) authorizationOf(head);
    });
    assertLess(duration, LONGEST);
  }
});

Deno.test("originOf() compares a parameter with no others one by one", async () => {
  const pairs = Array.from({ length: 100_000 }, (_, index) => `a${index}=b`);
  const headers = HTTPMessage.parse(`Forwarded: for=192.0.2.1;${pairs.join(";")}\r\n\r\n`);
  const duration = await timeOf(() => {
    assertEquals(originOf(headers, () => true).address, "192.0.2.1");
  });
  assertLess(duration, LONGEST);
});

Deno.test("shownTree() compares a name with no others of the selection one by one", async () => {
  using directory = new TempDir();
  for (let index = 0; index < 1000; index++) directory.write(`name ${index}`, "");
  const names = Array.from({ length: 300_000 }, (_, index) => `mane ${index}`);
  const selection = [...names, "name 7"];
  const rules = { isShown: () => true };
  const duration = await timeOf(async () => {
    const found = await Array.fromAsync(shownTree(directory.path, selection, rules));
    assertEquals(found.map(({ names }) => names), [["name 7"]]);
  });
  assertLess(duration, LONGEST);
});

Deno.test("MKCOL takes its time for a run of slashes once", async () => {
  await using sharing = new SharingServer();
  const duration = await timeOf(async () => {
    const answer = await sharing.send("MKCOL", `/a${"/".repeat(65_000)}b`);
    assertEquals(answer.status, 409);
    assertEquals((await sharing.send("MKCOL", `/${"/".repeat(65_000)}b`)).status, 201);
  });
  assertLess(duration, LONGEST);
});
