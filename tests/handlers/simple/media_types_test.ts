import { assertEquals } from "@std/assert";
import { moreTypesLoaded } from "../../../src/handlers/simple/media_types.ts";
import { FileHTTPRequestHandler } from "../../../src/handlers/file.ts";
import { SimpleHTTPRequestHandler } from "../../../src/handlers/simple.ts";
import { serve } from "../../../src/serve.ts";
import { request } from "../../helpers/raw_client.ts";
import { TempDir } from "../../helpers/temp_dir.ts";

const BINARY = "application/octet-stream";

Deno.test("serve() loads more media types for a file that CPython knows none for, and for no other", async () => {
  using directory = new TempDir();
  const typeOf = async (handler: typeof SimpleHTTPRequestHandler, name: string) => {
    directory.write(name, "x");
    const options = { handler, handlerOptions: { directory: directory.path } };
    await using server = serve({ ...options, hostname: "127.0.0.1", port: 0, onListen: () => {} });
    const headers = { Connection: "close" };
    return (await request(server.addr.port, `/${name}`, { headers })).field("content-type");
  };
  for (const handler of [SimpleHTTPRequestHandler, FileHTTPRequestHandler]) {
    assertEquals(await typeOf(handler, "a.bin"), BINARY);
    assertEquals(await typeOf(handler, "a.exe"), BINARY);
    assertEquals(await typeOf(handler, "Makefile"), BINARY);
  }
  assertEquals(moreTypesLoaded(), false);
  assertEquals(await typeOf(FileHTTPRequestHandler, "a.woff2"), "font/woff2");
  assertEquals(await typeOf(FileHTTPRequestHandler, "a.zzz"), BINARY);
  assertEquals(await typeOf(FileHTTPRequestHandler, "a.sql"), "application/sql");
  assertEquals(moreTypesLoaded(), true);
});
