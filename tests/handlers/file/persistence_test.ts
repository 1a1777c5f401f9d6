/**
 * Whether a connection goes on (RFC 9112, sections 9.3 and 9.6), and whether the client is told.
 *
 * @module
 */

import { assertEquals } from "@std/assert";
import { serve } from "../../../mod.ts";
import { latin1Of } from "../../helpers/bytes.ts";
import { CapturedStderr } from "../../helpers/capture_stderr.ts";
import { RawClient } from "../../helpers/raw_client.ts";
import { TempDir } from "../../helpers/temp_dir.ts";
import { Site } from "./site.ts";

/** Version, fields `Connection`, whether the connection goes on, and what the answer says of it. */
const REQUESTS: readonly (readonly [
  version: string,
  options: readonly string[],
  goesOn: boolean,
  said?: string,
])[] = [
  ["HTTP/1.1", [], true],
  ["HTTP/1.1", ["keep-alive"], true],
  ["HTTP/1.1", ["closed"], true],
  ["HTTP/1.1", ["not-close"], true],
  ["HTTP/1.1", ["close"], false],
  ["HTTP/1.1", ["Close"], false],
  ["HTTP/1.1", ["keep-alive, close"], false],
  ["HTTP/1.1", ["close, TE"], false],
  ["HTTP/1.1", ["TE ,\tCLOSE ,"], false],
  ["HTTP/1.1", ["TE", "close"], false],
  ["HTTP/1.0", [], false],
  ["HTTP/1.0", ["close"], false],
  ["HTTP/1.0", ["keep-alive"], true, "keep-alive"],
  ["HTTP/1.0", ["Keep-Alive"], true, "keep-alive"],
  ["HTTP/1.0", ["keep-alive", "close"], false],
];

for (const [version, options, goesOn, said] of REQUESTS) {
  const name = `${version} and Connection ${JSON.stringify(options)}`;
  Deno.test(`FileHTTPRequestHandler ${goesOn ? "goes on" : "ends"} with ${name}`, async (t) => {
    using directory = new TempDir();
    directory.writeOld("a.txt", "text");
    directory.mkdir("page");
    using _stderr = new CapturedStderr();
    // A handler that remembers answers, as those do not that override much.
    await using server = serve({ hostname: "127.0.0.1", port: 0, directory: directory.path });
    const lines = ["Host: localhost", ...options.map((option) => `Connection: ${option}`)];
    // More than once, since answers are remembered.
    for (
      const line of [
        "GET /a.txt",
        "GET /a.txt",
        "GET /a.txt",
        "HEAD /a.txt",
        "GET /none",
        "GET /page",
      ]
    ) {
      await t.step(line, async () => {
        using client = await RawClient.connect(server.addr.port);
        const head = `${line} ${version}\r\n${lines.join("\r\n")}\r\n\r\n`;
        await client.send(
          `${head}OPTIONS / HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n`,
        );
        const answers = latin1Of(await client.readToEnd());
        assertEquals(answers.includes("\r\nAllow: "), goesOn);
        const [first] = answers.split("\r\n\r\n", 1);
        assertEquals(/\r\nConnection: (.*)/.exec(first!)?.[1], said);
      });
    }
  });
}

Deno.test("FileHTTPRequestHandler does not say that it goes on where a body ends with the connection", async () => {
  await using site = new Site({ "a.txt": "text ".repeat(100_000) });
  using client = await RawClient.connect(site.port);
  await client.send(
    "GET /a.txt HTTP/1.0\r\nConnection: keep-alive\r\nAccept-Encoding: gzip\r\n\r\n",
  );
  const [head] = latin1Of(await client.readToEnd()).split("\r\n\r\n", 1);
  assertEquals(head!.match(/^(Connection|Content-Length|Transfer-Encoding):/gim), null);
});
