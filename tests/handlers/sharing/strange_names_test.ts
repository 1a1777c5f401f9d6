/**
 * Names that are there already, and that no client of this server could have given: they can be deleted,
 * moved, replaced, and written below.
 *
 * @module
 */

import { assertEquals } from "@std/assert";
import { HOSTILE_NAMES } from "../page/site.ts";
import { move, SharingServer, WRITABLE } from "./sharing_server.ts";

/** In form NFD, as Macs and some archives have them. */
const DECOMPOSED = "re\u0301sume\u0301.txt";

const NAMES: readonly string[] = Deno.build.os === "windows" ? [DECOMPOSED] : [
  DECOMPOSED,
  ...HOSTILE_NAMES,
  ...["con.txt", "notes.", " blank ", "a\\b", "\u{1f3d6}\ufe0f beach", "-x", "C:x"],
];

for (const name of NAMES) {
  const target = `/in/${encodeURIComponent(name)}`;
  const told = JSON.stringify(name.slice(0, 40));

  Deno.test(`What is called ${told} is deleted, moved and replaced`, async () => {
    await using sharing = new SharingServer({ ...WRITABLE, overwrite: "replace" });
    sharing.directory.mkdir("in");
    sharing.directory.write(`in/${name}`, "old");
    assertEquals((await sharing.send("PUT", target, "new")).status, 204);
    assertEquals(sharing.read(`in/${name}`), "new");
    assertEquals((await move(sharing, target, "/in/plain.txt")).status, 201);
    assertEquals(sharing.names(), ["in/", "in/plain.txt"]);
    sharing.directory.write(`in/${name}`, "again");
    assertEquals((await sharing.send("DELETE", target)).status, 204);
    assertEquals(sharing.names(), ["in/", "in/plain.txt"]);
  });

  Deno.test(`In a directory that is called ${told}, files are stored`, async () => {
    await using sharing = new SharingServer(WRITABLE);
    sharing.directory.mkdir(`in/${name}`);
    assertEquals((await sharing.send("PUT", `${target}/a.txt`, "a")).status, 201);
    assertEquals((await sharing.send("MKCOL", `${target}/b/`)).status, 201);
    assertEquals(sharing.names(`${sharing.directory.path}/in`), [
      `${name}/`,
      `${name}/a.txt`,
      `${name}/b/`,
    ]);
  });
}

Deno.test("What is new has its name in form NFC", async () => {
  await using sharing = new SharingServer();
  assertEquals((await sharing.send("PUT", `/${encodeURIComponent(DECOMPOSED)}`, "")).status, 201);
  assertEquals(sharing.names(), [DECOMPOSED.normalize("NFC")]);
});
