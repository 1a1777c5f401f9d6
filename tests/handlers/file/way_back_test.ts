import { assert, assertEquals } from "@std/assert";
import { FileHTTPRequestHandler } from "../../../mod.ts";
import { wayBackFrom } from "../../../src/handlers/file/way_back.ts";
import { RawClient } from "../../helpers/raw_client.ts";
import { serveWith } from "../../helpers/servers.ts";
import { TempDir } from "../../helpers/temp_dir.ts";

class Quiet extends FileHTTPRequestHandler {
  override logMessage(): void {}
}

const LINK_REGEXP = /<a href="([^"]*)">Go up to what is there<\/a>/;

/** Targets, and where the page that says that there is nothing leads back to. */
const ROWS: readonly (readonly [target: string, place: string | undefined])[] = [
  ["/none", "/"],
  ["/none/", "/"],
  ["/none?q=/a/b", "/"],
  ["/a/none", "/a/"],
  ["/a/none/", "/a/"],
  ["/a/none/x/y.txt", "/a/"],
  ["/a/none/x/y/", "/a/"],
  ["/a/file.txt/", "/a/"],
  ["/a/file.txt/x", "/a/"],
  ["/a/b%20%C3%A4/none", "/a/b%20%C3%A4/"],
  ["/a//none", "/a//"],
  // What is hidden or leads out is as if it were not there.
  ["/.git/config", "/"],
  ["/.git/none", "/"],
  ["/.none/x", "/"],
  ["/out/none", "/"],
  ["/out/", "/"],
  [`/${"x/".repeat(30)}`, "/"],
  [`/${"x/".repeat(100)}`, undefined],
];

Deno.test("FileHTTPRequestHandler leads back to the nearest directory from what is missing", async () => {
  using directory = new TempDir();
  using outside = new TempDir();
  directory.mkdir("a/b ä");
  directory.mkdir(".git");
  directory.write("a/file.txt", "");
  Deno.symlinkSync(outside.path, directory.join("out"));
  for (const prefix of ["", "/files"]) {
    await using server = serveWith(Quiet, {
      directory: directory.path,
      ...(prefix === "" ? {} : { prefix }),
    });
    using client = await RawClient.connect(server.serverPort);
    for (const [target, place] of ROWS) {
      // The second answer is from memory, where it is remembered.
      for (let time = 0; time < 2; time++) {
        const url = `http://127.0.0.1:${server.serverPort}${prefix}${target}`;
        const answer = await client.request(`GET ${prefix}${target} HTTP/1.1\r\nHost: x\r\n\r\n`);
        assertEquals(answer.status, 404, target);
        const href = LINK_REGEXP.exec(answer.text)?.[1];
        const found = href === undefined ? undefined : new URL(href, url).pathname;
        assertEquals(found, place === undefined ? undefined : prefix + place, target);
      }
    }
  }
});

Deno.test("FileHTTPRequestHandler leaves error pages of others alone, and other errors", async () => {
  using directory = new TempDir();
  class Own extends Quiet {
    override errorMessageFormat = "%(code)d %(message)s";
  }
  await using own = serveWith(Own, { directory: directory.path });
  using client = await RawClient.connect(own.serverPort);
  assertEquals(
    (await client.request("GET /x HTTP/1.1\r\nHost: x\r\n\r\n")).text,
    "404 File not found",
  );
  await using server = serveWith(Quiet, { directory: directory.path });
  using other = await RawClient.connect(server.serverPort);
  for (const [line, status] of [["GET /x", 404], ["PUT /x", 405], ["GET /%zz", 400]] as const) {
    const answer = await other.request(`${line} HTTP/1.1\r\nHost: x\r\n\r\n`);
    assertEquals([answer.status, LINK_REGEXP.test(answer.text)], [status, status === 404], line);
  }
});

Deno.test("FileHTTPRequestHandler leads to a directory that has come meanwhile", async () => {
  using directory = new TempDir();
  await using server = serveWith(Quiet, { directory: directory.path });
  using client = await RawClient.connect(server.serverPort);
  const hrefOf = async (): Promise<string | undefined> => {
    const answer = await client.request("GET /a/b HTTP/1.1\r\nHost: x\r\n\r\n");
    return LINK_REGEXP.exec(answer.text)?.[1];
  };
  assertEquals([await hrefOf(), await hrefOf()], ["../", "../"]);
  directory.mkdir("a");
  const end = performance.now() + 30_000;
  while (await hrefOf() !== "./") assert(performance.now() < end);
});

Deno.test("FileHTTPRequestHandler leads to a file that is served alone", async () => {
  using directory = new TempDir();
  await using server = serveWith(Quiet, { directory: directory.write("a.txt", "a") });
  using client = await RawClient.connect(server.serverPort);
  const answer = await client.request("GET /x/y HTTP/1.1\r\nHost: x\r\n\r\n");
  assertEquals([answer.status, LINK_REGEXP.exec(answer.text)?.[1]], [404, "../"]);
});

Deno.test("wayBackFrom() does not look far", () => {
  let looks = 0;
  const look = (): boolean => (looks++, false);
  assertEquals(wayBackFrom(`/${"a/".repeat(30_000)}`, look), undefined);
  assertEquals(looks, 32);
});
