/**
 * What `MOVE` keeps from leading elsewhere: links, directories of scripts, other file systems.
 *
 * @module
 */

import { assert, assertEquals } from "@std/assert";
import { CGIFileHTTPRequestHandler, FileHTTPRequestHandler, serve } from "../../../mod.ts";
import { PartialFile } from "../../../src/handlers/sharing/partial_file.ts";
import { RawClient } from "../../helpers/raw_client.ts";
import { serveWith } from "../../helpers/servers.ts";
import { TempDir } from "../../helpers/temp_dir.ts";
import { canMount, MemoryDisk } from "./memory_disk.ts";
import { head, leadsTo, move, SharingServer, WRITABLE } from "./sharing_server.ts";

const POSIX = Deno.build.os !== "windows";

Deno.test({
  name: "MOVE moves links themselves, and none that would lead elsewhere",
  ignore: !POSIX,
  fn: async () => {
    await using sharing = new SharingServer({ ...WRITABLE, symlinks: true });
    using outside = new TempDir();
    outside.write("secret", "secret");
    const { directory } = sharing;
    for (const name of ["sub/tree/in", "up/tree", "away"]) directory.mkdir(name);
    directory.write("sub/a.txt", "a");
    directory.write("sub/tree/in/b.txt", "b");
    const links = {
      "out": outside.path,
      "sub/out": outside.join("secret"),
      "sub/dangling": "nowhere",
      "sub/absolute": directory.join("sub/a.txt"),
      "sub/relative": "a.txt",
      "sub/tree/inner": "in/b.txt",
      "up/tree/upwards": "../../sub/a.txt",
      "away/far": "/",
    };
    for (const [link, to] of Object.entries(links)) Deno.symlinkSync(to, directory.join(link));
    for (
      const [from, to, status] of [
        ["/out", "/out2", 403],
        ["/sub/out", "/x", 403],
        ["/sub/dangling", "/sub/x", 403],
        ["/away", "/x", 403],
        // Neither end may be behind a link that leads out.
        ["/out/secret", "/x", 403],
        ["/sub/a.txt", "/out/a.txt", 403],
        ["/sub/relative", "/relative", 409],
        ["/up/tree", "/tree", 409],
        ["/sub/relative", "/sub/relative2", 201],
        ["/up/tree", "/up/tree2", 201],
        ["/sub/absolute", "/absolute", 201],
        ["/sub/tree", "/tree", 201],
      ] as const
    ) assertEquals((await move(sharing, from, to)).status, status, `${from} to ${to}`);
    for (const [name, content] of [["sub/relative2", "a"], ["up/tree2/upwards", "a"]] as const) {
      assertEquals([Deno.lstatSync(directory.join(name)).isSymlink, sharing.read(name)], [
        true,
        content,
      ]);
    }
    assertEquals([sharing.read("absolute"), sharing.read("tree/inner")], ["a", "b"]);
    assertEquals([...Deno.readDirSync(outside.path)].length, 1);
    assertEquals(Deno.readTextFileSync(outside.join("secret")), "secret");
  },
});

Deno.test({
  name: "MOVE follows links inside, and notices a directory that would get into itself by one",
  ignore: !POSIX,
  fn: async () => {
    await using sharing = new SharingServer();
    sharing.directory.mkdir("a/b");
    sharing.directory.mkdir("c");
    sharing.directory.write("f", "f");
    Deno.symlinkSync(sharing.directory.join("a/b"), sharing.directory.join("loop"));
    assertEquals((await move(sharing, "/a", "/loop/a")).status, 403);
    assertEquals((await move(sharing, "/a/b", "/loop")).status, 409);
    assertEquals((await move(sharing, "/f", "/loop/f")).status, 201);
    assertEquals((await move(sharing, "/loop/f", "/a/b/f")).status, 403);
    assertEquals((await move(sharing, "/c", "/loop/c")).status, 201);
    assertEquals(sharing.names(), ["a/", "a/b/", "a/b/c/", "a/b/f", "loop"]);
  },
});

Deno.test("MOVE takes no part of a directory that something is being uploaded to", async () => {
  await using sharing = new SharingServer();
  sharing.directory.mkdir("full");
  const tus = { "Tus-Resumable": "1.0.0", "Upload-Length": "1" };
  const begun = await sharing.send("POST", "/full/", "", {
    ...tus,
    "Upload-Metadata": `filename ${btoa("a")}`,
  });
  assertEquals(begun.status, 201);
  const refused = await move(sharing, "/full", "/other");
  assertEquals([refused.status, refused.text], [
    409,
    "Something is being uploaded to the directory\n",
  ]);
  assertEquals(
    (await sharing.send("PATCH", leadsTo(begun, "/full/"), "x", {
      "Tus-Resumable": "1.0.0",
      "Upload-Offset": "0",
      "Content-Type": "application/offset+octet-stream",
    })).status,
    204,
  );
  assertEquals((await move(sharing, "/full", "/other")).status, 201);
  assertEquals(sharing.read("other/a"), "x");
});

Deno.test("MOVE brings nothing to where scripts are run from, and nothing from there", async () => {
  using directory = new TempDir();
  for (const name of ["app/v1/scripts", "x/v1/scripts", "cgi", "free"]) directory.mkdir(name);
  for (const name of ["app/v1/scripts/a.sh", "x/v1/scripts/evil.sh", "evil.sh"]) {
    directory.write(name, "#!/bin/sh\n");
  }
  if (POSIX) Deno.symlinkSync(directory.join("x"), directory.join("link"));
  await using server = serve({
    hostname: "127.0.0.1",
    port: 0,
    log: "off",
    upload: true,
    delete: true,
    directory: directory.path,
    handler: CGIFileHTTPRequestHandler,
    overwrite: "replace",
    handlerOptions: { cgiDirectories: ["/app/v1/scripts", "/none/scripts"] },
  });
  for (
    const [from, to] of [
      ["/evil.sh", "/app/v1/scripts/evil.sh"],
      ["/evil.sh", "/none"],
      ["/x", "/none"],
      ["/x/v1/scripts", "/none/scripts"],
      ["/x", "/NONE"],
      ...(POSIX ? [["/link", "/none"]] : []),
      ["/app", "/free/app"],
      ["/app/v1", "/v1"],
    ]
  ) {
    using client = await RawClient.connect(server.addr.port);
    const { status } = await client.request(head("MOVE", from!, { Destination: to! }));
    assertEquals(status, from === "/x/v1/scripts" ? 409 : 403, `${from} to ${to}`);
  }
  assertEquals(Deno.readTextFileSync(directory.join("app/v1/scripts/a.sh")), "#!/bin/sh\n");
  assertEquals([...Deno.readDirSync(directory.join("app/v1/scripts"))].length, 1);
  assertEquals(Deno.readTextFileSync(directory.join("x/v1/scripts/evil.sh")), "#!/bin/sh\n");
  using client = await RawClient.connect(server.addr.port);
  const allowed = await client.request(head("MOVE", "/x", { Destination: "/free/x" }));
  assertEquals(allowed.status, 201);
});

Deno.test("A directory that changes while it is looked through is looked at again", async () => {
  using directory = new TempDir();
  using outside = new TempDir();
  directory.mkdir("from/inner");
  const to = directory.mkdir("to");
  /** Puts a link in the place of the directory that is moved to. */
  class Swapping extends FileHTTPRequestHandler {
    override logMessage(): void {}

    override keepsBack(path: string): boolean {
      if (path.endsWith("/inner") && Deno.lstatSync(to).isDirectory) {
        Deno.removeSync(to);
        Deno.symlinkSync(outside.path, to);
      }
      return super.keepsBack(path);
    }
  }
  await using server = serveWith(Swapping, { directory: directory.path, ...WRITABLE });
  using client = await RawClient.connect(server.serverPort);
  const { status } = await client.request(head("MOVE", "/from", { Destination: "/to/x" }));
  assertEquals([status, [...Deno.readDirSync(outside.path)], server.errors], [403, [], []]);
  assert(Deno.statSync(directory.join("from/inner")).isDirectory);
});

Deno.test("Uploads that begin while a directory is looked through keep it where it is", async () => {
  using directory = new TempDir();
  directory.mkdir("from/inner");
  const root = Deno.realPathSync(directory.path);
  const begun: PartialFile[] = [];
  /** Begins an upload in the directory above when that has been looked at. */
  class Uploading extends FileHTTPRequestHandler {
    override logMessage(): void {}

    override keepsBack(path: string): boolean {
      if (path.endsWith("/inner")) begun.push(PartialFile.create(`${root}/from`, root));
      return super.keepsBack(path);
    }
  }
  await using server = serveWith(Uploading, { directory: directory.path, ...WRITABLE });
  for (
    const request of [
      head("MOVE", "/from", { Destination: "/to" }),
      head("DELETE", "/from?recursive"),
    ]
  ) {
    using client = await RawClient.connect(server.serverPort);
    const { status, text } = await client.request(request);
    assertEquals([status, text], [409, "Something is being uploaded to the directory\n"]);
    begun.pop()![Symbol.dispose]();
    assertEquals([...Deno.readDirSync(`${root}/from`)].map(({ name }) => name), ["inner"]);
  }
  assertEquals([begun, server.errors], [[], []]);
});

Deno.test({
  name: "MOVE says that it does not copy to another file system",
  ignore: !canMount(),
  fn: async () => {
    using disk = new MemoryDisk(1024 * 1024);
    await using sharing = new SharingServer();
    const mounted = sharing.directory.mkdir("disk");
    const bound = await new Deno.Command("mount", { args: ["--bind", disk.path, mounted] })
      .output();
    assert(bound.success);
    try {
      sharing.directory.write("a.txt", "a");
      sharing.directory.mkdir("d");
      for (const from of ["/a.txt", "/d"]) {
        const answer = await move(sharing, from, "/disk/x");
        assertEquals([answer.status, answer.text], [
          502,
          "Nothing is moved to another file system\n",
        ]);
      }
      assert((await move(sharing, "/disk", "/other")).status >= 400);
      assertEquals(sharing.names(), ["a.txt", "d/", "disk/"]);
    } finally {
      await new Deno.Command("umount", { args: [mounted] }).output();
    }
  },
});
