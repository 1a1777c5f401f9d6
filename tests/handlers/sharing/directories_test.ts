import { assertEquals } from "@std/assert";
import { TempDir } from "../../helpers/temp_dir.ts";
import { SharingServer, WRITABLE } from "./sharing_server.ts";

const FORM = { "Content-Type": "application/x-www-form-urlencoded" };

Deno.test("MKCOL makes a directory (RFC 4918, section 9.3)", async () => {
  await using sharing = new SharingServer();
  sharing.directory.write("file", "");
  const answer = await sharing.send("MKCOL", "/new%20one");
  assertEquals([answer.status, answer.field("Location")], [201, "/new%20one/"]);
  for (
    const [target, status, body] of [
      ["/new%20one", 405],
      ["/file", 405],
      ["/none/sub", 409],
      ["/file/sub", 409],
      ["/.hidden", 403],
      ["/", 405],
      ["/new", 415, "<mkcol/>"],
    ] as const
  ) {
    assertEquals((await sharing.send("MKCOL", target, body)).status, status, target);
  }
  const last = await sharing.send("MKCOL", "/last", "", { Connection: "close" });
  assertEquals(last.status, 201, "on a connection that ends");
  assertEquals(sharing.names(), ["file", "last/", "new one/"]);
});

Deno.test("A form makes a directory, and shows where it is", async () => {
  await using sharing = new SharingServer();
  const answer = await sharing.send("POST", "/", "mkdir=+a%2Fb+", FORM);
  assertEquals([answer.status, answer.field("Location")], [303, "./"]);
  for (const [body, status] of [["mkdir=a_b", 409], ["mkdir=.x", 403], ["mkdir=", 400]] as const) {
    assertEquals((await sharing.send("POST", "/", body, FORM)).status, status, body);
  }
  const cross = await sharing.send("POST", "/", "mkdir=c", { ...FORM, Origin: "null" });
  assertEquals([cross.status, sharing.names()], [403, ["a_b/"]]);
});

Deno.test("DELETE removes files, links and empty directories", async () => {
  await using sharing = new SharingServer();
  using outside = new TempDir();
  outside.write("kept", "");
  sharing.directory.write("file", "");
  sharing.directory.mkdir("empty");
  sharing.directory.mkdir("full/sub");
  sharing.directory.write("full/sub/file", "");
  Deno.symlinkSync(outside.path, sharing.directory.join("link"));
  for (
    const [target, status] of [
      ["/", 405],
      ["/none", 404],
      ["/none/x", 409],
      ["/file/", 404],
      ["/full", 409],
      ["/link/kept", 403],
      ["/.hidden", 403],
      ["/file", 204],
      ["/empty/", 204],
      ["/link", 204],
      ["/full?recursive", 204],
    ] as const
  ) {
    assertEquals((await sharing.send("DELETE", target)).status, status, target);
  }
  assertEquals(sharing.names(), []);
  assertEquals([...Deno.readDirSync(outside.path)].length, 1);
});

Deno.test("DELETE leaves what has hidden files in it, and what has changed", async () => {
  await using sharing = new SharingServer({ ...WRITABLE, overwrite: "replace" });
  sharing.directory.mkdir("full/.git");
  sharing.directory.write("full/file", "");
  assertEquals((await sharing.send("DELETE", "/full?recursive")).status, 409);
  const tag = (await sharing.send("PUT", "/a.txt", "one")).field("ETag")!;
  await sharing.send("PUT", "/a.txt", "three");
  assertEquals((await sharing.send("DELETE", "/a.txt", "", { "If-Match": tag })).status, 412);
  const cross = await sharing.send("DELETE", "/a.txt", "", { "Sec-Fetch-Site": "same-site" });
  assertEquals(cross.status, 403);
  assertEquals(sharing.names(), ["a.txt", "full/", "full/.git/", "full/file"]);
});
