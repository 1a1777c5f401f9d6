/**
 * Uploads, moves and deletions where names in another case lead to the same.
 *
 * @module
 */

import { assert, assertEquals } from "@std/assert";
import { CGIFileHTTPRequestHandler, FileHTTPRequestHandler } from "../../../mod.ts";
import { type Answer, RawClient } from "../../helpers/raw_client.ts";
import { serveWith } from "../../helpers/servers.ts";
import { canBeCaseless, CaselessDisk } from "./memory_disk.ts";
import { head, WRITABLE } from "./sharing_server.ts";

const ignore = !canBeCaseless();

async function send(
  { serverPort }: { readonly serverPort: number },
  method: string,
  target: string,
  destination?: string,
  body = "",
): Promise<Answer> {
  using client = await RawClient.connect(serverPort);
  const fields = destination === undefined ? {} : { Destination: destination, Overwrite: "F" };
  const length = { "Content-Length": String(body.length) };
  return await client.request(head(method, target, { ...length, ...fields }) + body);
}

Deno.test({
  name: "MOVE changes the case of a name where that leads to the same entry, and loses nothing",
  ignore,
  fn: async () => {
    using disk = new CaselessDisk();
    class Handler extends FileHTTPRequestHandler {
      override logMessage(): void {}
    }
    Deno.mkdirSync(`${disk.path}/Folder`);
    Deno.writeTextFileSync(`${disk.path}/Folder/File.txt`, "content");
    await using server = serveWith(Handler, { directory: disk.path, ...WRITABLE });
    for (
      const [from, to, status] of [
        ["/Folder/File.txt", "/Folder/FILE.TXT", 201],
        ["/folder/file.txt", "/FOLDER/File.txt", 201],
        ["/folder", "/FOLDER", 201],
        ["/folder", "/Folder/", 201],
        ["/Folder", "/folder/inner", 403],
        ["/folder/FILE.txt", "/folder/file.txt/inner", 409],
      ] as const
    ) {
      const answer = await send(server, "MOVE", from, to);
      assertEquals(answer.status, status, `${from} to ${to}`);
      assertEquals(Deno.readTextFileSync(`${disk.path}/folder/file.txt`), "content");
      assertEquals([...Deno.readDirSync(disk.path)].length, 1);
    }
    const hidden = await send(
      server,
      "PUT",
      `/.HTTP-Server-Upload.${"0".repeat(32)}`,
    );
    assertEquals([hidden.status, server.errors], [403, []]);
  },
});

Deno.test({
  name: "Scripts are neither read nor written by names in another case",
  ignore,
  fn: async () => {
    using disk = new CaselessDisk();
    class Handler extends CGIFileHTTPRequestHandler {
      override logMessage(): void {}
    }
    const script = "#!/bin/sh\necho source\n";
    Deno.mkdirSync(`${disk.path}/cgi-bin`);
    Deno.writeTextFileSync(`${disk.path}/cgi-bin/a.sh`, script);
    Deno.writeTextFileSync(`${disk.path}/evil.sh`, "");
    const options = { directory: disk.path, ...WRITABLE, archive: true, checksums: true };
    await using server = serveWith(Handler, options);
    for (
      const [method, target, destination] of [
        ["GET", "/CGI-BIN/a.sh"],
        ["GET", "/CGI-BIN/a.sh?sha256"],
        ["GET", "/CGI-BIN/?archive=tar"],
        ["PUT", "/Cgi-Bin/evil.sh"],
        ["MKCOL", "/CGI-bin/new"],
        ["DELETE", "/CGI-BIN/A.SH"],
        ["DELETE", "/CGI-BIN?recursive"],
        ["MOVE", "/CGI-BIN/a.sh", "/stolen"],
        ["MOVE", "/CGI-BIN", "/stolen"],
        ["MOVE", "/evil.sh", "/CGI-BIN/evil.sh"],
        ["MOVE", "/evil.sh", "/CGI-BIN/A.SH"],
      ] as const
    ) {
      const answer = await send(server, method, target, destination);
      assertEquals(answer.status, 403, `${method} ${target}`);
      assert(!answer.text.includes("source"));
    }
    assertEquals(Deno.readTextFileSync(`${disk.path}/cgi-bin/a.sh`), script);
    assertEquals([...Deno.readDirSync(`${disk.path}/cgi-bin`)].length, 1);
    assertEquals(server.errors, []);
  },
});
