import { assert, assertEquals } from "@std/assert";
import { FileHTTPRequestHandler } from "../../../mod.ts";
import { TempDir } from "../../helpers/temp_dir.ts";
import { RawClient } from "../../helpers/raw_client.ts";
import { serveWith } from "../../helpers/servers.ts";
import { head, leadsTo, SharingServer } from "./sharing_server.ts";

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
  const target = leadsTo(begun);
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

Deno.test("A directory that becomes a link while a checksum is begun does not lead out", async () => {
  using outside = new TempDir();
  using directory = new TempDir();
  outside.write("a.txt", "secret");
  directory.mkdir("sub");
  directory.write("sub/a.txt", "inside");
  const sub = directory.join("sub");
  const swap = (): void => {
    Deno.renameSync(sub, `${sub}.aside`);
    Deno.symlinkSync(outside.path, sub);
  };
  const swapBack = (): void => {
    Deno.removeSync(sub);
    Deno.renameSync(`${sub}.aside`, sub);
  };
  let swaps = 0;
  /** The path is asked for twice: to see whether it leads out, and to make the checksum. */
  class Swapping extends FileHTTPRequestHandler {
    #asked = 0;

    override logMessage(): void {}

    override translatePath(path: string): string {
      const isLast = ++this.#asked === 2;
      if (isLast) swap();
      return super.translatePath(path);
    }

    /** When the file has been looked at, and before it is opened. */
    override keepsBack(path: string): boolean {
      if (++swaps % 2 === 0) swapBack();
      return super.keepsBack(path);
    }
  }
  await using server = serveWith(Swapping, { directory: directory.path, ...ABILITIES });
  for (const stays of [true, false]) {
    using client = await RawClient.connect(server.serverPort);
    const answer = await client.request(head("GET", "/sub/a.txt?sha256"));
    assertEquals(answer.status, 404, `${stays}: ${answer.text}`);
    if (stays) swapBack();
  }
  assertEquals([swaps, Deno.lstatSync(sub).isDirectory], [2, true]);
});

Deno.test("A checksum is made of a file that is served alone, whatever its name and what it leads to", async () => {
  using outside = new TempDir();
  outside.write("secret.txt", "inside");
  outside.write(".hidden", "inside");
  Deno.symlinkSync("secret.txt", outside.join("link"));
  for (const name of ["secret.txt", ".hidden", "link"]) {
    await using sharing = new SharingServer({ checksums: true, directory: outside.join(name) });
    const answer = await sharing.send("GET", `/${name}?sha256`);
    assertEquals([answer.status, answer.text.slice(-name.length - 1)], [200, `${name}\n`], name);
  }
});
