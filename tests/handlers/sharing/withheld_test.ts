import { assert, assertEquals } from "@std/assert";
import { FileHTTPRequestHandler } from "../../../mod.ts";
import { TempDir } from "../../helpers/temp_dir.ts";
import { RawClient } from "../../helpers/raw_client.ts";
import { serveWith } from "../../helpers/servers.ts";
import { head, SharingServer } from "./sharing_server.ts";

const CLOSE = { Connection: "close" };
const FORM = { ...CLOSE, "Content-Type": "application/x-www-form-urlencoded" };
const ABILITIES = { archive: true, checksums: true, upload: true };

/** What must not be read, under the names that it can be asked for by. */
const WITHHELD = ["/.git", "/%2egit", "/sub/../.git", "/sub/.hidden", "/out"];

/** A server with what it does not serve, and a file outside of its directory. */
function makeServer(outside: TempDir, options: object = {}): SharingServer {
  const sharing = new SharingServer({ ...ABILITIES, ...options });
  outside.write("secret.txt", "secret");
  for (const name of [".git", "sub/.hidden", ".well-known"]) {
    sharing.directory.mkdir(name);
    sharing.directory.write(`${name}/secret.txt`, "secret");
  }
  Deno.symlinkSync(outside.path, sharing.directory.join("out"));
  return sharing;
}

Deno.test("No archive or checksum is made of what is hidden or leads out", async () => {
  using outside = new TempDir();
  await using plain = makeServer(outside);
  await using below = makeServer(outside, { prefix: "/files" });
  for (const [sharing, prefix] of [[plain, ""], [below, "/files"]] as const) {
    for (const path of WITHHELD.map((path) => prefix + path)) {
      for (
        const target of [
          ...["zip", "tar", "tar.gz"].map((format) => `${path}/?archive=${format}`),
          ...[`${path}/?sha256`, `${path}/SHA256SUMS`, `${path}/secret.txt?sha256`],
        ]
      ) assertEquals((await sharing.send("GET", target, "", CLOSE)).status, 404, target);
      for (const body of ["archive=tar", "archive=zip&name=secret.txt"]) {
        const { status } = await sharing.send("POST", `${path}/`, body, FORM);
        assertEquals(status, 404, `${body} to ${path}`);
      }
    }
  }
});

Deno.test("Archives and checksums are made of what dotfiles, symlinks and RFC 8615 let out", async () => {
  using outside = new TempDir();
  await using open = makeServer(outside, { dotfiles: true, symlinks: true });
  for (const path of WITHHELD) {
    assertEquals((await open.send("GET", `${path}/secret.txt?sha256`)).status, 200, path);
    const { status } = await open.send("POST", `${path}/`, "archive=zip", FORM);
    assertEquals(status, 200, path);
  }
  await using usual = makeServer(outside);
  assertEquals((await usual.send("GET", "/.well-known/secret.txt?sha256")).status, 200);
});

Deno.test("HEAD of tus changes nothing, whatever method it claims to be", async () => {
  await using sharing = new SharingServer(ABILITIES);
  const tus = { "Tus-Resumable": "1.0.0" };
  const begun = await sharing.send("POST", "/", "", {
    ...tus,
    "Upload-Length": "3",
    "Upload-Metadata": "filename YQ==",
  });
  const target = begun.field("Location")!;
  const claim = { ...tus, "X-HTTP-Method-Override": "DELETE" };
  const told = await sharing.send("HEAD", target, "", claim);
  assertEquals([told.status, told.field("Upload-Offset")], [200, "0"]);
  assertEquals((await sharing.send("HEAD", target, "", tus)).status, 200);
  assertEquals((await sharing.send("POST", target, "", claim)).status, 204);
});

Deno.test("A link that is put in the place of a file while an archive is begun does not win", async () => {
  using outside = new TempDir();
  using directory = new TempDir();
  const secret = outside.write("secret.txt", "secret");
  /** Puts the link there when the entry has been read from the directory. */
  class Swapping extends FileHTTPRequestHandler {
    override logMessage(): void {}

    override keepsBack(path: string): boolean {
      if (path.endsWith("/a.txt") && Deno.lstatSync(path).isFile) {
        Deno.removeSync(path);
        Deno.symlinkSync(secret, path);
      }
      return super.keepsBack(path);
    }
  }
  await using server = serveWith(Swapping, { directory: directory.path, ...ABILITIES });
  for (const query of ["archive=tar", "archive=zip"]) {
    directory.write("b.txt", "beside");
    Deno.writeTextFileSync(directory.join("new"), "inside");
    Deno.renameSync(directory.join("new"), directory.join("a.txt"));
    using client = await RawClient.connect(server.serverPort);
    await client.send(head("GET", `/?${query}`, CLOSE));
    const { text } = await client.readAnswer();
    assert(text.includes("beside"), query);
    assert(!text.includes("secret"), query);
  }
});
