import { assert, assertEquals, assertStringIncludes } from "@std/assert";
import { relative } from "@std/path";
import type { CGIFileHTTPRequestHandlerOptions } from "../../../mod.ts";
import { textOf } from "../../helpers/bytes.ts";
import { type Answer, RawClient, request } from "../../helpers/raw_client.ts";
import { TempDir } from "../../helpers/temp_dir.ts";
import { LoggingFileHandler, type Scripts, scriptTest, serveScripts } from "./scripts.ts";

const SOURCE = "SOURCE";

const SCRIPT = `#!/bin/sh
# ${SOURCE}
body=$(cat)
printf 'Content-Type: text/plain\\n\\n%s %s %s' "$REQUEST_METHOD" "$QUERY_STRING" "$body"
`;

const SHARING: CGIFileHTTPRequestHandlerOptions = {
  upload: true,
  overwrite: "replace",
  mkdir: true,
  delete: true,
  archive: true,
  checksums: true,
};

function serveBoth(options: CGIFileHTTPRequestHandlerOptions = {}): Scripts {
  const scripts = serveScripts(options, LoggingFileHandler);
  scripts.script("a", SCRIPT);
  scripts.directory.write("page.txt", "page");
  Deno.symlinkSync(scripts.directory.join("cgi-bin"), scripts.directory.join("alias"));
  Deno.symlinkSync(scripts.directory.join("cgi-bin/a"), scripts.directory.join("link.txt"));
  return scripts;
}

/** Ask over a connection of its own. */
async function ask(scripts: Scripts, method: string, target: string, body = ""): Promise<Answer> {
  using client = await RawClient.connect(scripts.port);
  const head = `${method} ${target} HTTP/1.1\r\nHost: a\r\nConnection: close\r\n`;
  return await client.request(`${head}Content-Length: ${body.length}\r\n\r\n${body}`);
}

scriptTest("CGIFileHTTPRequestHandler serves files as FileHTTPRequestHandler does", async () => {
  await using scripts = serveBoth({ cache: 60 });
  const file = await ask(scripts, "GET", "/page.txt");
  assertEquals([file.status, file.text], [200, "page"]);
  assertEquals(file.field("Cache-Control"), "max-age=60");
  assertEquals(file.field("Content-Type"), "text/plain; charset=utf-8");
  const range = { Range: "bytes=1-2", Connection: "close" };
  const part = await request(scripts.port, "/page.txt", { headers: range });
  assertEquals([part.status, part.text], [206, "ag"]);
  assert(part.field("ETag") !== undefined);
  const headers = { Accept: "application/json", Connection: "close" };
  const listing = await request(scripts.port, "/", { headers });
  assertEquals(listing.field("Content-Type"), "application/json");
});

scriptTest(
  "CGIFileHTTPRequestHandler runs scripts of a directory whose path is relative",
  async () => {
    using site = new TempDir();
    site.mkdir("cgi-bin");
    site.write(
      "cgi-bin/a.ts",
      'console.log(`Content-Type: a/b\\n\\n${Deno.env.get("PATH_TRANSLATED")}`);',
    );
    Deno.chmodSync(
      site.write(
        "cgi-bin/b",
        // In one write, which becomes one chunk.
        '#!/bin/sh\nprintf "Content-Type: a/b\\n\\n%s\\n%s\\n" "$SCRIPT_FILENAME $DOCUMENT_ROOT" "$PWD"\n',
      ),
      0o755,
    );
    await using scripts = serveBoth({ directory: relative(Deno.cwd(), site.path) });
    const byDeno = await ask(scripts, "GET", "/cgi-bin/a.ts/x");
    assertStringIncludes(byDeno.text, `\n${site.path}/x\n`);
    const bin = site.join("cgi-bin");
    const { text } = await ask(scripts, "GET", "/cgi-bin/b");
    assertStringIncludes(text, `\n${bin}/b ${site.path}\n${bin}\n`);
  },
);

scriptTest("CGIFileHTTPRequestHandler runs scripts whatever else it does with files", async () => {
  await using scripts = serveBoth(SHARING);
  for (const method of ["GET", "POST", "PUT", "DELETE", "PATCH", "MKCOL", "REPORT"]) {
    for (const query of ["", "archive=zip", "sha256", "upload"]) {
      const { status, text } = await ask(scripts, method, `/cgi-bin/a?${query}`, "body");
      assertEquals(status, 200);
      assert(text.includes(`${method} ${query} body`), text);
    }
  }
  assertEquals(Deno.readTextFileSync(scripts.directory.join("cgi-bin/a")), SCRIPT);
});

scriptTest("CGIFileHTTPRequestHandler asks for a body that a script is to get", async () => {
  await using scripts = serveBoth(SHARING);
  using client = await RawClient.connect(scripts.port);
  const fields = "Host: a\r\nContent-Length: 4\r\nExpect: 100-continue\r\nConnection: close\r\n";
  await client.send(`PUT /cgi-bin/a HTTP/1.1\r\n${fields}\r\n`);
  assertEquals(await client.readHead(), "HTTP/1.1 100 Continue\r\n\r\n");
  await client.send("body");
  assert(textOf(await client.readToEnd()).includes("PUT  body"));
});

/** Targets behind which there is the source of a script. */
const TARGETS = [
  ...["/link.txt", "/link.txt?sha256", "/alias/a", "/alias/a?sha256", "/alias/", "/alias"],
  ...["/alias/?archive=zip", "/alias/?archive=tar", "/alias/SHA256SUMS", "/alias/?sha256"],
  ...["/cgi-bin/?archive=tar", "/cgi-bin/SHA256SUMS", "/CGI-BIN/a?sha256", "/cgi-bin?archive=tar"],
  ...["/?archive=tar", "/?archive=tar&names=alias", "/?archive=tar&names=link.txt", "/SHA256SUMS"],
  ...["/?archive=tar&names=cgi-bin", "/?archive=tar&names=cgi-bin/a"],
];

scriptTest("CGIFileHTTPRequestHandler puts no source into archives and checksums", async () => {
  await using scripts = serveBoth(SHARING);
  const digest = await crypto.subtle.digest("SHA-256", new TextEncoder().encode(SCRIPT));
  for (const target of TARGETS) {
    for (const method of ["GET", "POST"]) {
      const { text } = await ask(scripts, method, target);
      assert(!text.includes(SOURCE), `${method} ${target}\n${text}`);
      assert(!text.includes(new Uint8Array(digest).toHex()), `${method} ${target}\n${text}`);
    }
  }
  const archive = await request(scripts.port, "/?archive=tar", {
    headers: { Connection: "close" },
  });
  assert(archive.text.includes("page.txt"));
});

scriptTest("CGIFileHTTPRequestHandler serves no source in the place of another file", async () => {
  await using scripts = serveBoth({ cleanUrls: true, spa: "app.html" });
  const { directory } = scripts;
  directory.write("style.css", "style");
  for (const name of ["clean.html", "style.css.gz", "app.html", "404.html"]) {
    Deno.symlinkSync(directory.join("cgi-bin/a"), directory.join(name));
  }
  const headers = { Accept: "text/html", "Accept-Encoding": "gzip", Connection: "close" };
  for (const target of ["/clean", "/style.css", "/style.css.gz", "/nowhere", "/404.html"]) {
    const { text } = await request(scripts.port, target, { headers });
    assert(!text.includes(SOURCE), `${target}\n${text}`);
  }
});

scriptTest("CGIFileHTTPRequestHandler runs scripts with a prefix for files", async () => {
  await using scripts = serveBoth({ prefix: "/app" });
  assertEquals((await ask(scripts, "GET", "/app/page.txt")).text, "page");
  assert((await ask(scripts, "GET", "/cgi-bin/a")).text.includes("GET"));
  const { status, text } = await ask(scripts, "GET", "/app/cgi-bin/a");
  assertEquals([status, text.includes(SOURCE)], [403, false]);
});

scriptTest("CGIFileHTTPRequestHandler lets nobody make scripts by another name", async () => {
  await using scripts = serveBoth(SHARING);
  const targets = ["/alias/new.ts", "/alias/a", "/link.txt", "/alias/new/"];
  for (const method of ["PUT", "MKCOL", "DELETE"]) {
    for (const target of targets) {
      const { status } = await ask(scripts, method, target, method === "PUT" ? "new" : "");
      assert(status >= 400, `${method} ${target}: ${status}`);
    }
  }
  for (const target of targets) {
    using client = await RawClient.connect(scripts.port);
    const fields = `Host: a\r\nConnection: close\r\nDestination: ${target}\r\n`;
    const { status } = await client.request(`MOVE /page.txt HTTP/1.1\r\n${fields}\r\n`);
    assert(status >= 400, `MOVE to ${target}: ${status}`);
  }
  const form =
    "--x\r\nContent-Disposition: form-data; name=file; filename=new.ts\r\n\r\nnew\r\n--x--\r\n";
  using client = await RawClient.connect(scripts.port);
  const type = "Content-Type: multipart/form-data; boundary=x";
  const fields = `Host: a\r\n${type}\r\nContent-Length: ${form.length}\r\nConnection: close\r\n`;
  const { status } = await client.request(`POST /alias/ HTTP/1.1\r\n${fields}\r\n${form}`);
  assertEquals(status, 403);
  const names = Array.from(Deno.readDirSync(scripts.directory.join("cgi-bin")), ({ name }) => name);
  assertEquals(names, ["a"]);
  assertEquals(Deno.readTextFileSync(scripts.directory.join("cgi-bin/a")), SCRIPT);
  assertEquals((await ask(scripts, "PUT", "/page.txt", "other")).status, 204);
});
