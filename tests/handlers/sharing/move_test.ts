/**
 * `MOVE`: RFC 4918, section 9.9. Where it leaves a choice, the status is that of `PUT` and `DELETE`.
 *
 * @module
 */

import { assert, assertEquals } from "@std/assert";
import { RawClient } from "../../helpers/raw_client.ts";
import { move, SharingServer, WRITABLE } from "./sharing_server.ts";

Deno.test("MOVE gives files and directories another name, or another place", async () => {
  await using sharing = new SharingServer();
  const { directory } = sharing;
  directory.mkdir("full/inner");
  directory.mkdir("other");
  directory.write("full/inner/b.txt", "b");
  directory.write("a.txt", "a");
  for (
    const [from, to, location] of [
      ["/a.txt", "/%C3%A4%20b.txt", "/%C3%A4%20b.txt"],
      ["/%C3%A4%20b.txt", "/full/c.txt", "/full/c.txt"],
      ["/full", "/new", "/new/"],
      ["/new/", "/other/new/", "/other/new/"],
      ["/other/new/inner/b.txt", "/%62%2Etxt", "/b.txt"],
      ["/other/new/c.txt", "/other%2Fd.txt", "/other/d.txt"],
      ["/b.txt", `${sharing.origin}/e.txt`, "/e.txt"],
      ["/e.txt", `https://127.0.0.1:${sharing.port}/x/../f.txt`, "/f.txt"],
    ] as const
  ) {
    const host = { Host: `127.0.0.1:${sharing.port}` };
    const answer = await move(sharing, from, to, host);
    assertEquals([answer.status, answer.field("Location")], [201, location], `${from} ${to}`);
  }
  assertEquals(sharing.names(), [
    "f.txt",
    "other/",
    "other/d.txt",
    "other/new/",
    "other/new/inner/",
  ]);
  assertEquals([sharing.read("f.txt"), sharing.read("other/d.txt")], ["b", "a"]);
});

/** What cannot be moved, where to, the status, and further fields. Nothing changes. */
const REFUSED: readonly (readonly [
  from: string,
  to: string,
  status: number,
  fields?: Readonly<Record<string, string>>,
])[] = [
  // The source is not there, or not to be removed.
  ["/none", "/x", 404],
  ["/none/a", "/x", 404],
  ["/a.txt/", "/x", 404],
  ["/a.txt/b", "/x", 404],
  ["/", "/x", 405],
  ["/.hidden", "/x", 403],
  ["/secretive", "/x", 409],
  ["/con.txt", "/x", 400],
  ["/a%00.txt", "/x", 400],
  ["/a%zz.txt", "/x", 400],
  ["/a.txt", "/x", 412, { "If-Match": '"other"' }],
  ["/none", "/x", 412, { "If-Match": "*" }],
  ["/a.txt", "/x", 412, { "If-None-Match": "*" }],
  ["/a.txt", "/x", 412, { "If-Unmodified-Since": "Sat, 01 Jan 2000 00:00:00 GMT" }],
  // The destination is not to be written to.
  ["/a.txt", "/", 403],
  ["/a.txt", "/..", 403],
  ["/a.txt", "/.hidden/x", 403],
  ["/a.txt", "/.x", 403],
  ["/a.txt", "/%2ex", 403],
  ["/a.txt", "/full/.x", 403],
  ["/a.txt", "/.http-server-upload.0123456789abcdef0123456789abcdef", 403],
  ["/a.txt", "/none/x", 409],
  ["/a.txt", "/b.txt/x", 409],
  ["/a.txt", "/x/", 409],
  ["/a.txt", "/nul", 400],
  ["/a.txt", "/COM1.txt", 400],
  ["/a.txt", "/x.", 400],
  ["/a.txt", "/x%20", 400],
  ["/a.txt", "/a%0D%0AX-Evil:%201", 400],
  ["/a.txt", "/a%5Cb", 400],
  ["/a.txt", "/a%E2%80%AEb", 400],
  ["/a.txt", "/a%FF", 400],
  ["/a.txt", "/%ED%A0%80", 400],
  ["/a.txt", `/${"x".repeat(256)}`, 400],
  // The destination is taken, or the same, or within.
  ["/a.txt", "/a.txt", 403],
  ["/a.txt", "/full/../a.txt", 403],
  ["/full", "/full/", 403],
  ["/full", "/full/inner/x", 403],
  ["/full/", "/full/x", 403],
  ["/a.txt", "/b.txt", 409],
  ["/a.txt", "/b.txt", 412, { Overwrite: "F" }],
  ["/a.txt", "/full", 409],
  ["/a.txt", "/full", 412, { Overwrite: "f" }],
  ["/full", "/b.txt", 409],
  ["/full", "/empty", 409],
  ["/full/inner", "/full", 409],
  // The fields are malformed.
  ["/a.txt", "", 400],
  ["/a.txt", "x", 400],
  ["/a.txt", "../x", 400],
  ["/a.txt", "//127.0.0.1/x", 400],
  ["/a.txt", "/x#y", 400],
  ["/a.txt", "/x?y", 400],
  ["/a.txt", "/x y", 400],
  ["/a.txt", "/x\\y", 400],
  ["/a.txt", "/\xe4", 400],
  ["/a.txt", "/x%00", 400],
  ["/a.txt", "/x%", 400],
  ["/a.txt", "/x%0", 400],
  ["/a.txt", "http:/x", 400],
  ["/a.txt", "http://127.0.0.1\\@evil.example/x", 400],
  ["/a.txt", "/x", 400, { Overwrite: "maybe" }],
  ["/full", "/x", 400, { Depth: "0" }],
  ["/full", "/x", 400, { Depth: "1" }],
  // The destination is elsewhere.
  ["/a.txt", "http://evil.example/x", 502],
  ["/a.txt", "http://127.0.0.1:1/x", 502],
  ["/a.txt", "http://127.0.0.1.evil.example/x", 502],
  ["/a.txt", "http://evil@127.0.0.1/x", 502],
  ["/a.txt", "http://127.0.0.1@evil.example/x", 502],
  ["/a.txt", "ftp://127.0.0.1/x", 502],
  ["/a.txt", "file:///etc/x", 502],
  ["/a.txt", "http:///x", 502],
  // Others must not ask.
  ["/a.txt", "/x", 403, { Origin: "http://evil.example" }],
  ["/a.txt", "/x", 403, { "Sec-Fetch-Site": "cross-site" }],
  ["/a.txt", "/x", 421, { Host: "rebound.example", Origin: "http://rebound.example" }],
];

Deno.test("MOVE leaves everything where it is when it is refused", async () => {
  await using sharing = new SharingServer();
  const { directory } = sharing;
  for (const name of ["full/inner", "empty", "secretive", ".hidden"]) directory.mkdir(name);
  for (const name of ["a.txt", "b.txt", "full/c.txt", "secretive/.x"]) directory.write(name, name);
  const before = sharing.names();
  for (const [from, to, status, fields] of REFUSED) {
    const answer = await move(sharing, from, to, fields);
    assertEquals(answer.status, status, `${from} to ${to}: ${answer.text}`);
    assertEquals(answer.field("X-Evil"), undefined);
    assertEquals(sharing.names(), before, `${from} to ${to}`);
  }
  for (const name of ["a.txt", "b.txt"]) assertEquals(sharing.read(name), name);
  const twice = `MOVE /a.txt HTTP/1.1\r\nHost: x\r\nDestination: /x\r\nDestination: /y\r\n\r\n`;
  using client = await RawClient.connect(sharing.port);
  assertEquals((await client.request(twice)).status, 400);
  const body = await sharing.send("MOVE", "/a.txt", "<x/>", { Destination: "/x" });
  assertEquals([body.status, sharing.names()], [415, before]);
  assertEquals(sharing.server.errors, []);
});

Deno.test("MOVE replaces a file if both the policy and the client say so, and nothing else", async () => {
  for (
    const [overwrite, field, status, names] of [
      ["error", {}, 409, "a.txt b.txt"],
      ["error", { Overwrite: "T" }, 409, "a.txt b.txt"],
      ["error", { Overwrite: "F" }, 412, "a.txt b.txt"],
      ["rename", {}, 201, "b (1).txt b.txt"],
      ["rename", { Overwrite: "F" }, 412, "a.txt b.txt"],
      ["replace", { Overwrite: "F" }, 412, "a.txt b.txt"],
      ["replace", { Overwrite: "T" }, 204, "b.txt"],
      ["replace", {}, 204, "b.txt"],
    ] as const
  ) {
    await using sharing = new SharingServer({ ...WRITABLE, overwrite });
    sharing.directory.write("a.txt", "a");
    sharing.directory.write("b.txt", "b");
    const answer = await move(sharing, "/a.txt", "/b.txt", field);
    const what = `${overwrite} ${JSON.stringify(field)}`;
    assertEquals([answer.status, sharing.names().join(" ")], [status, names], what);
    assertEquals(sharing.read("b.txt"), status === 204 ? "a" : "b", what);
    if (status === 201) {
      assertEquals(answer.field("Location"), "/b%20(1).txt");
      assertEquals(sharing.read("b (1).txt"), "a");
    }
  }
});

Deno.test("MOVE replaces no file that comes after the look, unless the client agrees", async () => {
  for (const [field, status] of [[{ Overwrite: "F" }, 412], [{}, 204]] as const) {
    await using sharing = new SharingServer({ ...WRITABLE, overwrite: "replace" });
    const { directory } = sharing;
    directory.write("a.txt", "a");
    const { lstatSync } = Deno;
    Deno.lstatSync = (path) => {
      try {
        return lstatSync(path);
      } finally {
        if (String(path).endsWith("/b.txt")) directory.write("b.txt", "b");
      }
    };
    try {
      assertEquals((await move(sharing, "/a.txt", "/b.txt", field)).status, status);
    } finally {
      Deno.lstatSync = lstatSync;
    }
    assertEquals(sharing.names(), status === 412 ? ["a.txt", "b.txt"] : ["b.txt"]);
  }
});

Deno.test("MOVE replaces no directory, and nothing by one", async () => {
  await using sharing = new SharingServer({ ...WRITABLE, overwrite: "replace" });
  const { directory } = sharing;
  for (const name of ["full/inner", "empty"]) directory.mkdir(name);
  for (const name of ["a.txt", "full/c.txt"]) directory.write(name, name);
  const before = sharing.names();
  for (const [from, to] of [["/a.txt", "/empty"], ["/full", "/empty"], ["/full", "/a.txt"]]) {
    assertEquals((await move(sharing, from!, to!)).status, 409, `${from} to ${to}`);
    assertEquals((await move(sharing, from!, to!, { Overwrite: "F" })).status, 412);
  }
  assertEquals(sharing.names(), before);
});

Deno.test("MOVE finds a free name for a directory as for a file", async () => {
  await using sharing = new SharingServer({ ...WRITABLE, overwrite: "rename" });
  sharing.directory.mkdir("a");
  sharing.directory.mkdir("b/kept");
  sharing.directory.write("a/inner.txt", "");
  const answer = await move(sharing, "/a", "/b");
  assertEquals([answer.status, answer.field("Location")], [201, "/b%20(1)/"]);
  assertEquals(sharing.names(), ["b (1)/", "b (1)/inner.txt", "b/", "b/kept/"]);
});

Deno.test("MOVE is there if uploads and deletions are on", async () => {
  for (
    const [options, status] of [
      [{}, 501],
      [{ upload: true }, 405],
      [{ delete: true }, 405],
      [{ upload: true, mkdir: true }, 405],
      [{ upload: true, delete: true }, 201],
    ] as const
  ) {
    await using sharing = new SharingServer(options);
    sharing.directory.write("a.txt", "");
    const answer = await move(sharing, "/a.txt", "/b.txt");
    assertEquals(answer.status, status, JSON.stringify(options));
    if (status === 405) assert(!answer.field("Allow")!.includes("MOVE"));
    const allowed = (await sharing.send("OPTIONS", "/")).field("Allow")!.split(", ");
    assertEquals(allowed.includes("MOVE"), status === 201);
  }
});

Deno.test("MOVE goes by the path that the directory appears under", async () => {
  await using sharing = new SharingServer({ ...WRITABLE, prefix: "/files" });
  sharing.directory.write("a.txt", "a");
  sharing.directory.mkdir("files");
  for (const to of ["/b.txt", "/filesystem/b.txt", "/files/../b.txt/"]) {
    assert((await move(sharing, "/files/a.txt", to)).status >= 400, to);
  }
  assertEquals((await move(sharing, "/files/a.txt", "/files")).status, 403);
  const answer = await move(sharing, "/files/a.txt", "/files/files/b.txt");
  assertEquals([answer.status, answer.field("Location")], [201, "/files/files/b.txt"]);
  assertEquals(sharing.names(), ["files/", "files/b.txt"]);
});

Deno.test("Of moves and uploads at once that want one name one gets it, and nothing is lost", async () => {
  await using sharing = new SharingServer();
  const contents = Array.from({ length: 12 }, (_, index) => `content ${index}`);
  for (const [index, content] of contents.entries()) {
    if (index % 3 > 0) sharing.directory.write(`${index}.txt`, content);
  }
  const statuses = await Promise.all(contents.map(async (content, index) => {
    const answer = index % 3 > 0
      ? await move(sharing, `/${index}.txt`, "/wanted.txt")
      : await sharing.send("PUT", "/wanted.txt", content);
    return answer.status;
  }));
  assertEquals(statuses.toSorted(), [201, ...Array(11).fill(409)]);
  const winner = statuses.indexOf(201);
  assertEquals(sharing.read("wanted.txt"), contents[winner]);
  for (const [index, content] of contents.entries()) {
    if (index % 3 > 0 && index !== winner) assertEquals(sharing.read(`${index}.txt`), content);
  }
});

Deno.test("Of moves at once of one thing one succeeds, and there is one of it", async () => {
  await using sharing = new SharingServer();
  sharing.directory.write("a.txt", "a");
  sharing.directory.mkdir("d/inner");
  for (const from of ["/a.txt", "/d"]) {
    const answers = await Promise.all(
      [0, 1, 2, 3, 4, 5].map((index) => move(sharing, from, `${from}-${index}`)),
    );
    assertEquals(answers.map(({ status }) => status).toSorted(), [201, 404, 404, 404, 404, 404]);
  }
  // Each into the other: one of them is no longer there.
  sharing.directory.mkdir("e");
  sharing.directory.mkdir("f");
  const crossed = await Promise.all([move(sharing, "/e", "/f/e"), move(sharing, "/f", "/e/f")]);
  assertEquals(crossed.map(({ status }) => status).toSorted()[0], 201);
  assertEquals(sharing.names().length, 5);
});
