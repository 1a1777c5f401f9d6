import { assertEquals, assertStringIncludes } from "@std/assert";
import { FileHTTPRequestHandler } from "../../../mod.ts";
import { request } from "../../helpers/raw_client.ts";
import { serveWith } from "../../helpers/servers.ts";
import { TempDir } from "../../helpers/temp_dir.ts";

class Quiet extends FileHTTPRequestHandler {
  override logMessage(): void {}
}

for (
  const [accept, type, part] of [
    ["*/*", "text/html; charset=utf-8", ">Read me</h"],
    ["application/json", "application/json", '"name": "README.md"'],
    ["text/plain", "text/plain; charset=utf-8", "README.md"],
  ] as const
) {
  Deno.test(`FileHTTPRequestHandler lists a directory as ${type} when ${accept} is accepted`, async () => {
    using directory = new TempDir();
    directory.write("README.md", "## Read me\n");
    await using server = serveWith(Quiet, { directory: directory.path });
    const headers = { Accept: accept, Connection: "close" };
    const answer = await request(server.serverPort, "/", { headers });
    assertEquals(answer.status, 200);
    assertEquals(answer.field("content-type"), type);
    assertEquals(answer.field("cache-control"), "no-cache");
    assertStringIncludes(answer.text, part);
    assertEquals(server.errors, []);
  });
}
