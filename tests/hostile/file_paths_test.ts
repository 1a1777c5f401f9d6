/**
 * What FileHTTPRequestHandler keeps to itself, whatever the options are.
 *
 * @module
 */

import { assert, assertEquals } from "@std/assert";
import { FileHTTPRequestHandler, type FileHTTPRequestHandlerOptions } from "../../mod.ts";
import { latin1Of } from "../helpers/bytes.ts";
import { type Answer, exchange, parseAnswer } from "../helpers/raw_client.ts";
import { serveWith } from "../helpers/servers.ts";
import { TempDir } from "../helpers/temp_dir.ts";
import { traversals } from "./paths_data.ts";

/** What the files have in them that nobody may see. */
const SECRET = "secret-7f3a";

const POSIX = Deno.build.os !== "windows";

class Quiet extends FileHTTPRequestHandler {
  override logMessage(): void {}
}

/** A directory that is served, with a neighbour that must not be. */
class Site implements AsyncDisposable {
  readonly parent = new TempDir();
  readonly #server;

  constructor(options: FileHTTPRequestHandlerOptions = {}) {
    const { parent } = this;
    for (const name of ["root/sub/deep", "root/.git", "root/.well-known", "root-other"]) {
      parent.mkdir(name);
    }
    for (const name of ["root/a.html", "root/sub/b.txt", "root/.well-known/c"]) {
      parent.write(name, "inside");
    }
    for (const name of ["root/.env", "root/.git/config", "root/sub/.hidden.txt"]) {
      parent.write(name, SECRET);
    }
    for (
      const name of ["outside.txt", "outside.html", "root-other/d.txt", "root-other/index.html"]
    ) {
      parent.write(name, SECRET);
    }
    this.#server = serveWith<FileHTTPRequestHandlerOptions>(Quiet, {
      directory: parent.join("root"),
      ...options,
    });
  }

  /** Ask for something. */
  async ask(
    target: string,
    method = "GET",
    body = "",
    accept = "*/*",
    more: readonly string[] = [],
  ): Promise<Answer | undefined> {
    const fields = [
      ...[
        "Host: x",
        "Connection: close",
        "Accept-Encoding: gzip;q=0.5, identity",
        `Accept: ${accept}`,
      ],
      `Content-Length: ${body.length}`,
      ...more,
    ];
    const message = `${method} ${target} HTTP/1.1\r\n${fields.join("\r\n")}\r\n\r\n${body}`;
    const received = await exchange(this.#server.serverPort, message);
    return received.length === 0 ? undefined : parseAnswer(received);
  }

  /** All files that are not in the directory, and what they hold. */
  outside(): Record<string, string> {
    const names = ["outside.txt", "outside.html", "root-other/d.txt", "root-other/index.html"];
    const others = [...Deno.readDirSync(this.parent.path)].map(({ name }) => name);
    const below = [...Deno.readDirSync(this.parent.join("root-other"))].map(({ name }) => name);
    return {
      names: [...others, ...below].sort().join(),
      ...Object.fromEntries(
        names.map((name) => [name, Deno.readTextFileSync(this.parent.join(name))]),
      ),
    };
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#server[Symbol.asyncDispose]();
    this.parent[Symbol.dispose]();
  }
}

function assertKept(answer: Answer | undefined, target: string): void {
  assert(!latin1Of(answer?.body ?? new Uint8Array()).includes(SECRET), target);
}

const GOALS = [
  "outside.txt",
  "outside",
  "root-other/d.txt",
  "root-other/",
  "etc/passwd",
  ".env",
  "",
];

const OPTIONS: Readonly<Record<string, FileHTTPRequestHandlerOptions>> = {
  "prefix": { prefix: "/files" },
  "spa": { spa: true },
  "cleanUrls": { cleanUrls: true },
  "symlinks": { symlinks: true },
  "archive and checksums": { archive: true, checksums: true },
};

for (const [name, options] of Object.entries(OPTIONS)) {
  Deno.test(`FileHTTPRequestHandler with ${name} serves nothing outside of the directory`, async () => {
    await using site = new Site(options);
    let count = 0;
    for (const target of traversals(GOALS)) {
      // A part of them is enough for each: all are sent to the handler as it is by default.
      if (count++ % 13 !== 0) continue;
      const prefixed = `${options.prefix ?? ""}${target}`;
      assertKept(await site.ask(prefixed), prefixed);
      if (options.archive) assertKept(await site.ask(`${prefixed}?archive=tar`), prefixed);
    }
    const inside = `${options.prefix ?? ""}/sub/b.txt`;
    assertEquals((await site.ask(inside))?.text, "inside");
  });
}

Deno.test("FileHTTPRequestHandler writes and removes nothing outside of the directory", async () => {
  await using site = new Site({ upload: true, mkdir: true, delete: true, overwrite: "replace" });
  const before = site.outside();
  let count = 0;
  for (const target of traversals([...GOALS, "new.txt", "root-other/new.txt"])) {
    if (count++ % 7 !== 0) continue;
    for (const method of ["PUT", "DELETE", "MKCOL"]) {
      await site.ask(target, method, method === "PUT" ? "written" : "");
    }
    await site.ask(target, "MOVE", "", "*/*", [`Destination: /from-${count}`]);
    site.parent.write(`root/to-${count}`, "moved");
    await site.ask(`/to-${count}`, "MOVE", "", "*/*", [`Destination: ${target}`]);
  }
  assertEquals(site.outside(), before);
  assertEquals(Deno.readTextFileSync(site.parent.join("root/.env")), SECRET);
});

/** Ways to hidden files, all of which lead to one without a rule. */
const HIDDEN = [
  ...["/.env", "/%2eenv", "/%2Eenv", "//.env", "/./.env", "/sub/../.env", "/sub/%2e%2e/.env"],
  ...["/.env?x", "/.env#x", "/.env/", "/.git", "/.git/", "/.git/config", "/%2egit/config"],
  ...["/.git/./config", "/.git//config", "/.git/../.git/config", "/.well-known/../.env"],
  ...[
    "/sub/.hidden.txt",
    "/sub/%2ehidden.txt",
    "/sub//.hidden.txt",
    "http://x/.env",
    "/.git%2fconfig",
  ],
];

Deno.test("FileHTTPRequestHandler serves no hidden file, however it is written, and lists none", async () => {
  await using site = new Site({ archive: true, checksums: true });
  for (const target of HIDDEN) {
    for (const method of ["GET", "HEAD"]) {
      const answer = await site.ask(target, method);
      assertEquals([answer?.status, answer?.field("Location")], [404, undefined], target);
    }
  }
  for (const accept of ["text/html", "application/json", "text/plain"]) {
    const listing = await site.ask("/", "GET", "", accept);
    assertEquals(listing?.status, 200);
    assert(!/\.env|\.git/.test(listing!.text), accept);
  }
  for (const target of ["/?archive=tar", "/?archive=zip", "/SHA256SUMS"]) {
    const bytes = latin1Of((await site.ask(target))!.body);
    assert(bytes.includes("b.txt") && !/\.env|\.git|secret/.test(bytes), target);
  }
  assertEquals((await site.ask("/.well-known/c"))?.text, "inside");
});

Deno.test("FileHTTPRequestHandler writes to no hidden file and removes none", async () => {
  await using site = new Site({ upload: true, mkdir: true, delete: true, overwrite: "replace" });
  for (const target of HIDDEN) {
    for (const method of ["PUT", "DELETE", "MKCOL"]) {
      const status = (await site.ask(target, method, "x"))?.status ?? 0;
      assert(status >= 400, `${method} ${target}: ${status}`);
    }
    for (const [from, to] of [[target, "/x"], ["/a.html", target]] as const) {
      const answer = await site.ask(from, "MOVE", "", "*/*", [`Destination: ${to}`]);
      assert((answer?.status ?? 0) >= 400, `MOVE ${from} to ${to}: ${answer?.status}`);
    }
  }
  assertEquals(Deno.readTextFileSync(site.parent.join("root/.env")), SECRET);
  assertEquals(Deno.readTextFileSync(site.parent.join("root/.git/config")), SECRET);
});

/** Links, what they lead to, and the targets by which one could get there. */
const LINKS: readonly (readonly [link: string, to: string, targets: readonly string[]])[] = [
  ["file", "../outside.txt", ["/file", "/file?sha256"]],
  ["page.html", "../outside.html", ["/page.html", "/page"]],
  ["up", "..", ["/up", "/up/", "/up/outside.txt", "/up/root-other/", "/up?archive=tar"]],
  ["other", "../root-other", [
    "/other/",
    "/other/d.txt",
    "/other/index.html",
    "/other?archive=zip",
  ]],
  ["chain", "chain2", ["/chain"]],
  ["chain2", "sub/chain3", ["/chain2"]],
  ["sub/chain3", "../../outside.txt", ["/sub/chain3"]],
  ["sub/index.html", "../../outside.html", ["/sub/", "/sub/index.html"]],
  ["a.html.gz", "../outside.txt", ["/a.html.gz", "/a.html"]],
  ["README.md", "../outside.txt", ["/README.md", "/"]],
  ["round/about", "../sub/../../outside.txt", ["/round/about"]],
  ["system", "/", ["/system/etc/passwd", "/system/"]],
];

Deno.test({
  name: "FileHTTPRequestHandler follows no symbolic link out of the directory",
  ignore: !POSIX,
  async fn(): Promise<void> {
    await using site = new Site({ cleanUrls: true, archive: true, checksums: true });
    site.parent.mkdir("root/round");
    site.parent.mkdir("root/within");
    for (const [link, to] of LINKS) Deno.symlinkSync(to, site.parent.join(`root/${link}`));
    Deno.symlinkSync("../sub/b.txt", site.parent.join("root/within/link"));
    for (
      const target of [
        "/?archive=tar",
        "/?archive=zip",
        "/SHA256SUMS",
        ...LINKS.flatMap(([, , all]) => all),
      ]
    ) {
      const answer = await site.ask(target);
      assertKept(answer, target);
      assert(!answer?.text.includes("root:"), target);
    }
    assertEquals((await site.ask("/within/link"))?.text, "inside");
  },
});
