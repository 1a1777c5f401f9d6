import { assertEquals } from "@std/assert";
import { FileHTTPRequestHandler } from "../../../mod.ts";
import { resumableNames } from "../../../src/handlers/sharing/partial_name.ts";
import { utf8 } from "../../helpers/bytes.ts";
import { type Answer, RawClient } from "../../helpers/raw_client.ts";
import { serveWith } from "../../helpers/servers.ts";
import { TempDir } from "../../helpers/temp_dir.ts";
import { head, leadsTo, SharingServer } from "./sharing_server.ts";

const TUS = { "Tus-Resumable": "1.0.0" };
const PIECE = { ...TUS, "Content-Type": "application/offset+octet-stream" };
const FORM =
  '--x\r\nContent-Disposition: form-data; name=f; filename="a.txt"\r\n\r\nx\r\n--x--\r\n';

/** Requests that write a file to a directory. */
const WRITES = [
  ["PUT", "/sub/a.txt", "x", {}],
  ["POST", "/sub/", FORM, { "Content-Type": "multipart/form-data; boundary=x" }],
  ["POST", "/sub/", "x", {
    ...PIECE,
    "Upload-Length": "1",
    "Upload-Metadata": `filename ${utf8("a.txt").toBase64()}`,
  }],
] as const;

Deno.test("A directory that becomes a link while an upload begins does not lead out", async () => {
  for (const [method, target, body, headers] of WRITES) {
    using outside = new TempDir();
    using directory = new TempDir();
    const sub = directory.mkdir("sub");
    /** Puts the link there when it has been seen that there is none. */
    class Swapping extends FileHTTPRequestHandler {
      override logMessage(): void {}

      override keepsBack(path: string): boolean {
        if (path === sub && Deno.lstatSync(sub).isDirectory) {
          Deno.removeSync(sub);
          Deno.symlinkSync(outside.path, sub);
        }
        return super.keepsBack(path);
      }
    }
    await using server = serveWith(Swapping, { directory: directory.path, upload: true });
    using client = await RawClient.connect(server.serverPort);
    const fields = { "Content-Length": String(body.length), ...headers };
    const { status } = await client.request(head(method, target, fields) + body);
    assertEquals([status, [...Deno.readDirSync(outside.path)]], [403, []], `${method} ${target}`);
    assertEquals([Deno.lstatSync(sub).isSymlink, server.errors], [true, []]);
  }
});

Deno.test("tus: a link that is put in the place of what has come is not written through", async () => {
  using outside = new TempDir();
  const secret = outside.write("secret", "secret");
  for (const put of [Deno.symlinkSync, Deno.linkSync]) {
    await using sharing = new SharingServer({ upload: true });
    const create = (): Promise<Answer> =>
      sharing.send("POST", "/", "", {
        ...TUS,
        "Upload-Length": "1000",
        "Upload-Metadata": `filename ${utf8("a.txt").toBase64()}`,
      });
    const location = leadsTo(await create());
    const id = new URL(location, sharing.origin).searchParams.get("upload")!;
    const data = sharing.directory.join(resumableNames(id).data);
    Deno.removeSync(data);
    put(secret, data);
    const told = await sharing.send("HEAD", location, "", TUS);
    const fields = { ...PIECE, "Upload-Offset": told.field("Upload-Offset")! };
    assertEquals((await sharing.send("PATCH", location, "evil", fields)).status, 403);
    assertEquals(Deno.readTextFileSync(secret), "secret");
  }
});
