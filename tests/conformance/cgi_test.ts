/**
 * What CPython 3.14's `CGIHTTPRequestHandler` answers, as `tools/record_cgi.py` has recorded it.
 *
 * @module
 */

import { assertEquals } from "@std/assert";
import { CGIHTTPRequestHandler, HTTPServer } from "../../mod.ts";
import { latin1, latin1Of } from "../helpers/bytes.ts";
import { exchange } from "../helpers/raw_client.ts";
import { TempDir } from "../helpers/temp_dir.ts";
import recorded from "./recorded/cgi.json" with { type: "json" };

let log: string[] = [];

class Handler extends CGIHTTPRequestHandler {
  override protocolVersion = "HTTP/1.0";
  override runAsNobody = false;

  protected override writeLogLine(line: string): void {
    log.push(line);
  }
}

class QuietServer extends HTTPServer<{ directory: string }> {
  override handleError(): void {}
}

function writeTree(directory: TempDir): void {
  for (const { name, text, mode } of recorded.tree) {
    const slash = name.lastIndexOf("/");
    if (slash > 0) directory.mkdir(name.slice(0, slash));
    Deno.chmodSync(directory.write(name, text), mode);
  }
}

/** Put masks in the place of what differs from run to run. */
function mask(answer: string, directory: string, port: number): string {
  return answer
    .replace(/^(Server|Date|Last-Modified): .*\r$/gm, (_, name) => `${name}: {${name}}\r`)
    .replaceAll(directory, "{directory}")
    .replaceAll(`SERVER_PORT=${port}\n`, "SERVER_PORT={port}\n");
}

Deno.test({
  name: "CGIHTTPRequestHandler answers as CPython does",
  ignore: Deno.build.os === "windows",
  fn: async (test) => {
    using directory = new TempDir();
    writeTree(directory);
    const { path } = directory;
    await using server = new QuietServer(["127.0.0.1", 0], Handler, {
      handlerOptions: { directory: path },
    });
    server.serveForever();
    for (const { request, answer, log: lines } of recorded.exchanges) {
      await test.step(JSON.stringify(request), async () => {
        log = [];
        const bytes = await exchange(server.serverPort, latin1(request));
        assertEquals(mask(latin1Of(bytes), path, server.serverPort), answer);
        assertEquals(log, lines);
      });
    }
  },
});
