/**
 * Nothing but the directory is served, and nobody is sent elsewhere.
 *
 * @module
 */

import { assert, assertEquals, assertStrictEquals } from "@std/assert";
import fc from "npm:fast-check@^4.3.0";
import {
  type CGIHTTPRequestHandlerOptions,
  FileHTTPRequestHandler,
  type FileHTTPRequestHandlerOptions,
  type RequestHandlerClass,
} from "../../mod.ts";
import { redirectOf, staysOnSite } from "../../src/handlers/paths/redirect.ts";
import { translateTarget } from "../../src/handlers/paths/translate_path.ts";
import { latin1Of } from "../helpers/bytes.ts";
import { QuietFileHandler, QuietScriptHandler } from "../helpers/quiet_handlers.ts";
import { type Answer, exchange, parseAnswer } from "../helpers/raw_client.ts";
import { serveWith } from "../helpers/servers.ts";
import { TempDir } from "../helpers/temp_dir.ts";
import { absolutePaths, redirects, traversals, WINDOWS_TARGETS } from "./paths_data.ts";

type Handler = RequestHandlerClass<CGIHTTPRequestHandlerOptions & FileHTTPRequestHandlerOptions>;

/** The handlers that serve a directory, without their log. */
const HANDLERS: readonly (readonly [
  name: string,
  Handler: Handler,
  options?: CGIHTTPRequestHandlerOptions,
])[] = [
  ["SimpleHTTPRequestHandler", QuietFileHandler],
  [
    "FileHTTPRequestHandler",
    class extends FileHTTPRequestHandler {
      override logMessage(): void {}
    },
  ],
  ["CGIHTTPRequestHandler", QuietScriptHandler],
  ["CGIHTTPRequestHandler (complete)", QuietScriptHandler, { interpretScriptHeaders: true }],
];

/** What the files outside hold, and what their names begin with. */
const OUTSIDE = "outside-7f3a";

/** Runs are the same each time, so that a failure is one for everybody. */
const PARAMETERS = { seed: 9110, numRuns: 3000 };

const IS_WINDOWS = Deno.build.os === "windows";

/** A directory that is served, with neighbours that must not be. */
interface Site extends AsyncDisposable {
  readonly directory: TempDir;
  get(target: string, method?: string): Promise<Answer | undefined>;
}

function serveSite(Handler: Handler, options: CGIHTTPRequestHandlerOptions = {}): Site {
  const directory = new TempDir();
  for (const name of ["root/sub/deep", "root/cgi-bin/deep", "cgi-bin"]) directory.mkdir(name);
  directory.mkdir(`root-${OUTSIDE}`);
  for (const name of ["root/a.txt", "root/sub/b.txt"]) directory.write(name, "inside");
  for (const name of [`${OUTSIDE}.txt`, `root-${OUTSIDE}/${OUTSIDE}.txt`]) {
    directory.write(name, OUTSIDE);
  }
  // Its source would tell as much as its output.
  Deno.chmodSync(directory.write("cgi-bin/run", `#!/bin/sh\necho\necho ${OUTSIDE}\n`), 0o755);
  const server = serveWith(Handler, { directory: directory.join("root"), ...options });
  return {
    directory,
    async get(target, method = "GET"): Promise<Answer | undefined> {
      const request = `${method} ${target} HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n`;
      const received = await exchange(server.serverPort, request);
      // CPython fails on a NUL, and answers nothing.
      return received.length === 0 ? undefined : parseAnswer(received);
    },
    async [Symbol.asyncDispose](): Promise<void> {
      await server[Symbol.asyncDispose]();
      directory[Symbol.dispose]();
    },
  };
}

/** Do something with each item, several at a time. */
async function forEach<Item>(
  items: Iterable<Item>,
  call: (item: Item) => Promise<void>,
): Promise<void> {
  const iterator = items[Symbol.iterator]();
  const rest: Iterable<Item> = { [Symbol.iterator]: () => ({ next: () => iterator.next() }) };
  await Promise.all(Array.from({ length: 16 }, async () => {
    for (const item of rest) await call(item);
  }));
}

/** Nothing of an answer comes from outside. */
function assertInside(answer: Answer | undefined, target: string): void {
  if (answer === undefined) return;
  const text = latin1Of(answer.body);
  // The page of an error and the title of a listing may repeat what was asked for.
  const content = answer.status === 200 ? text.replace(/<(title|h1)>.*?<\/\1>/gs, "") : "";
  assert(
    !content.includes(OUTSIDE) && !content.includes("root:"),
    `${target}: ${text.slice(0, 400)}`,
  );
  assert(!content.includes('href="root'), `Lists the directory above: ${target}`);
}

for (const [name, Handler, options] of HANDLERS) {
  Deno.test(`${name} serves nothing outside of the directory when the target leads up`, async () => {
    await using site = serveSite(Handler, options);
    const goals = [
      "",
      `${OUTSIDE}.txt`,
      `root-${OUTSIDE}/${OUTSIDE}.txt`,
      "etc/passwd",
      `root-${OUTSIDE}/`,
      "cgi-bin/run",
    ];
    await forEach(
      traversals(goals),
      async (target) => assertInside(await site.get(target), target),
    );
    assertEquals((await site.get("/a.txt"))?.text, "inside");
  });

  Deno.test(`${name} serves nothing outside of the directory when the target is an absolute path`, async () => {
    await using site = serveSite(Handler, options);
    const paths = [`/${OUTSIDE}.txt`, `-${OUTSIDE}/${OUTSIDE}.txt`, ""].map((path) =>
      site.directory.path + path
    );
    for (
      const path of [
        ...paths,
        `${site.directory.join("root")}-${OUTSIDE}/${OUTSIDE}.txt`,
        "/etc/passwd",
        "/etc/",
        "/proc/self/environ",
      ]
    ) {
      await forEach(
        absolutePaths(path),
        async (target) => assertInside(await site.get(target), target),
      );
    }
  });

  Deno.test({
    name: `${name} takes names for what they are, however they are composed`,
    // Other systems have one file for both.
    ignore: Deno.build.os !== "linux",
    fn: async () => {
      await using site = serveSite(Handler, options);
      const names = [
        "\xe9",
        "e\u0301",
        "\u212b",
        "\xc5",
        "A\u030a",
        "\ufb01",
        "fi",
        "\u2024\u2024",
        "\uff0e\uff0e",
        "\uff0f",
        "\u2215",
      ];
      for (const name of names) site.directory.write(`root/${name}`, `content of ${name}`);
      for (const name of names) {
        assertEquals((await site.get(`/${encodeURIComponent(name)}`))?.text, `content of ${name}`);
      }
    },
  });

  Deno.test(`${name} answers 404 for what no file can be called, and goes on`, async () => {
    await using site = serveSite(Handler, options);
    const targets = [
      ...[
        `/${"a".repeat(256)}`,
        `/${"a".repeat(4096)}`,
        `/${"a/".repeat(3000)}b`,
        `/sub/${"b".repeat(60_000)}`,
      ],
      ...[`/${"%c3%a9".repeat(128)}`, `/${"/a".repeat(30_000)}`, `/${"%2fa".repeat(10_000)}`],
      ...[
        `/${"../".repeat(20_000)}${OUTSIDE}.txt`,
        `/${"%2e%2e%2f".repeat(7000)}${OUTSIDE}.txt`,
        `/${"x/../".repeat(12_000)}${OUTSIDE}.txt`,
      ],
      ...[
        "/%ff",
        "/%c3%28",
        "/%ed%b2%80",
        "/%f4%90%80%80",
        "/%",
        "/%zz",
        "/%2",
        "/%u0041",
      ],
    ];
    await forEach(targets, async (target) => {
      const status = (await site.get(target))?.status;
      // CPython's CGI raises an exception for what leads above the root.
      if (
        status === undefined && name === "CGIHTTPRequestHandler" && /^[/.%2ef]{99}/.test(target)
      ) return;
      // What is no percent-encoding FileHTTPRequestHandler calls so.
      const isMalformed = /%(?![0-9a-f]{2})/.test(target);
      const expected = name === "FileHTTPRequestHandler" && isMalformed ? 400 : 404;
      assertEquals(status, expected, target.slice(0, 40));
    });
    assertEquals((await site.get(`/${"a".repeat(65_600)}`))?.status, 414);
    // The longest line that there may be
    const longest = 65_536 - "GET  HTTP/1.1\r\n".length;
    assertEquals((await site.get(`/${"a".repeat(longest - 1)}`))?.status, 404);
    assertEquals((await site.get(`/a.txt?${"a".repeat(longest - "/a.txt?".length)}`))?.status, 200);
    assertEquals((await site.get("/a.txt"))?.text, "inside");
  });

  Deno.test(`${name} answers nothing for a NUL or half a character, as CPython does, and goes on`, async () => {
    await using site = serveSite(Handler, options);
    for (
      const target of [
        "/%00",
        "/a.txt%00",
        "/a.txt%00.html",
        "/%00/../a.txt%00",
        "/sub/%00/",
        `/..%00/${OUTSIDE}.txt`,
      ]
    ) {
      assertInside(await site.get(target), target);
    }
    assertEquals((await site.get("/a.txt"))?.text, "inside");
  });

  Deno.test(`${name} redirects to no other host`, async () => {
    await using site = serveSite(Handler, options);
    let count = 0;
    await forEach(redirects(), async (target) => {
      const location = (await site.get(target))?.field("Location");
      if (location === undefined) return;
      count++;
      assertStays(location, target);
    });
    assert(count > 100, `${count} redirects`);
  });

  if (Handler.prototype instanceof FileHTTPRequestHandler) continue;

  Deno.test({
    name: `${name} follows a symbolic link out of the directory, as CPython does`,
    ignore: IS_WINDOWS,
    fn: async () => {
      await using site = serveSite(Handler, options);
      Deno.symlinkSync(`../${OUTSIDE}.txt`, site.directory.join("root/file-link"));
      Deno.symlinkSync("..", site.directory.join("root/up"));
      assertEquals((await site.get("/file-link"))?.text, OUTSIDE);
      assertEquals((await site.get(`/up/${OUTSIDE}.txt`))?.text, OUTSIDE);
      // Dot segments are resolved in the target, before there is a link to leave by.
      assertInside(await site.get(`/up/../${OUTSIDE}.txt`), "up");
    },
  });
}

/** A browser that gets the location from any page of the site stays there. */
function assertStays(location: string, target: string): void {
  for (const base of ["http://site.example:8000/", "https://site.example/sub/x?y#z"]) {
    const { host, protocol } = new URL(location, base);
    const expected = new URL(base);
    assertEquals(
      [protocol, host],
      [expected.protocol, expected.host],
      `${JSON.stringify(target)} to ${location}`,
    );
  }
}

/** Locations as CPython sends them, and where they lead to on the site. */
const LOCATIONS: readonly (readonly [location: string, stays: string])[] = [
  ...[
    "/sub/",
    "/sub/?x#y",
    "sub/",
    "../sub/",
    "/%5cx/../sub/",
    "/x//y/",
    "/x\\/",
    "./x:y/",
    "/x:y/",
    "/?x:y",
    "1:x/",
  ].map((same) => [same, same] as const),
  ["http://evil.example/../sub/", "/../sub/"],
  ["http:/../sub/", "/../sub/"],
  ["x:sub/?q#f", "/sub/?q#f"],
  ["//evil.example/../sub/?q", "/../sub/?q"],
  ["////evil.example/sub/", "/evil.example/sub/"],
  ["/\\evil.example/../sub/", "/%5Cevil.example/../sub/"],
  ["\\\\evil.example/../sub/", "/%5C%5Cevil.example/../sub/"],
  ["\\/evil.example/../sub/", "/%5C/evil.example/../sub/"],
  ["http://evil.example/\\x/", "/%5Cx/"],
  ["http://evil.example//x/", "/x/"],
];

Deno.test("staysOnSite() changes a location only when it leads elsewhere", () => {
  for (const [location, stays] of LOCATIONS) {
    assertEquals(staysOnSite(location), stays);
    assertStays(stays, location);
  }
});

const tokens = [
  ...[
    "/",
    "//",
    "\\",
    ".",
    "..",
    "%2e",
    "%2f",
    "%5c",
    "%00",
    "?",
    "#",
    ":",
    "@",
    ";",
    "http:",
    "x",
    "C:",
    "con",
  ],
  ...["\x01", "\t", "[", "]", "%", "%ed%a0%80", "\xff", "evil.example"],
];
const anyTarget = fc.array(
  fc.oneof(
    { weight: 5, arbitrary: fc.constantFrom(...tokens) },
    {
      weight: 1,
      arbitrary: fc.integer({ min: 0, max: 255 }).map((code) => String.fromCharCode(code)),
    },
  ),
  { maxLength: 12 },
).map((pieces) => pieces.join(""));

Deno.test("redirectOf() stays on the host whatever the target is", () => {
  const property = fc.property(anyTarget, (target) => {
    let location: string | undefined;
    try {
      location = redirectOf(target);
    } catch (error) {
      // Python's ValueError for a host that is none
      assert(error instanceof TypeError);
    }
    if (location !== undefined) assertStays(location, target);
  });
  fc.assert(property, PARAMETERS);
});

Deno.test("translateTarget() stays within the directory whatever the target is", () => {
  const property = fc.property(
    anyTarget,
    fc.constantFrom("/srv/www", "/srv/www/", "/", "C:/www"),
    (target, root) => {
      for (const windows of [false, true]) {
        const path = translateTarget(target, root, windows);
        assert(path.startsWith(root), path);
        const below = path.slice(root.length);
        assert(below === "" || root.endsWith("/") || below.startsWith("/"), path);
        for (const segment of below.split(windows ? /[\\/]/ : "/")) {
          assert(segment !== ".." && segment !== ".", path);
          if (windows) assert(!/[:*<>|"]|[. ]$|^con(?:\.|$)/i.test(segment), path);
        }
      }
    },
  );
  fc.assert(property, PARAMETERS);
});

Deno.test("translateTarget() lets no name through that is another one on Windows", () => {
  for (const [target, path] of WINDOWS_TARGETS) {
    const translated = translateTarget(target, "C:/www", true);
    if (path !== undefined) assertStrictEquals(translated, `C:/www${path}`, target);
    else assert(translated.split("/").includes("?"), `${target} leads to ${translated}`);
  }
});
