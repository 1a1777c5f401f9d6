import { assertEquals } from "@std/assert";
import { isCompressible, isWorthCompressing } from "../../../src/handlers/file/compressible.ts";
import { leadsToHidden } from "../../../src/handlers/file/hidden.ts";
import { checkFileOptions, type FileOptions } from "../../../src/handlers/file/options.ts";
import {
  originFormOf,
  problemOf,
  tidyTargetOf,
  withoutPrefix,
} from "../../../src/handlers/file/request_target.ts";
import { hasExtension, wantsPage } from "../../../src/handlers/file/spa.ts";
import { validatorsOf } from "../../../src/handlers/file/validators.ts";

/** Run a function over a table of arguments and results. */
function table<Args extends unknown[], Result>(
  name: string,
  decide: (...args: Args) => Result,
  cases: readonly (readonly [args: Args, expected: Result])[],
): void {
  for (const [args, expected] of cases) {
    Deno.test(`${name}() is ${Deno.inspect(expected)} for ${Deno.inspect(args)}`, () => {
      assertEquals(decide(...args), expected);
    });
  }
}

table("withoutPrefix", withoutPrefix, [
  [["/a", "/"], "/a"],
  [["/", "/"], "/"],
  [["/files/a", "/files"], "/a"],
  [["/files/a", "/files/"], "/a"],
  [["/files/?q", "/files"], "/?q"],
  [["/files", "/files"], ""],
  [["/files?q", "/files"], ""],
  [["/filesystem", "/files"], undefined],
  [["/file", "/files"], undefined],
  [["/Files/a", "/files"], undefined],
  [["/a/b/c", "/a/b"], "/c"],
]);

table("originFormOf", originFormOf, [
  [["/a?b"], "/a?b"],
  [["http://host/a?b"], "/a?b"],
  [["HTTPS://host:80/a"], "/a"],
  [["http://host"], "/"],
  [["http://host?q"], "/?q"],
  [["http://host//evil/x"], "/evil/x"],
  [["*"], "*"],
  [["ftp://host/a"], "ftp://host/a"],
  [["a"], "a"],
]);

table("problemOf", (target: string) => problemOf(target) !== undefined, [
  [["/"], false],
  [["/%41%2f%ff"], false],
  [["/a?%zz%00"], false],
  [["/%"], true],
  [["/%4"], true],
  [["/%4g"], true],
  [["/%00"], true],
  [["/\0"], true],
  [["a"], true],
  [[""], true],
]);

table("leadsToHidden", leadsToHidden, [
  [["/a/b.c"], false],
  [["/a..b/c."], false],
  [["/./a"], false],
  [["/../a"], false],
  [["/.a"], true],
  [["/a/.b/c"], true],
  [["/%2ea"], true],
  [["/a%2f%2eb"], true],
  [["/..a"], true],
  [["/a/../.b"], true],
  [["/.a/../b"], false],
  [["/.well-known/x"], false],
  [["/.well-known/.x"], true],
  [["/a/.well-known"], true],
  [["/a?/.b"], false],
]);

table("tidyTargetOf", tidyTargetOf, [
  [["/"], undefined],
  [["/a/b%20c/"], undefined],
  [["/a/b%2F"], undefined],
  [["/a//"], "/a/"],
  [["/a/./b%20c/?x=/./#f"], "/a/b%20c/?x=/./"],
  [["/x/../a/"], "/a/"],
  [["/a/%2e%2e/%2e%2e/"], "/"],
  [["/a%2f%2f"], "/a/"],
  [["//a/"], "/a/"],
  [["/..//example.com/..//"], "/"],
]);

table("hasExtension", hasExtension, [
  [["/a.js"], true],
  [["/a.js?x"], true],
  [["/a"], false],
  [["/a.b/c"], false],
  [["/a?b.c"], false],
  [["/a.b/"], false],
  [["/"], false],
]);

table("wantsPage", wantsPage, [
  [[["text/html,application/xhtml+xml,*/*;q=0.8"]], true],
  [[["*/*", "TEXT/HTML;q=0.5"]], true],
  [[["*/*"]], false],
  [[["image/avif,image/webp,*/*"]], false],
  [[["text/htmlx"]], false],
  [[[]], false],
]);

table(
  "isCompressible",
  isCompressible,
  [
    ...["text/plain; charset=utf-8", "TEXT/CSS", "application/json", "application/ld+json"],
    ...["image/svg+xml", "application/wasm", "font/ttf", "application/manifest+json"],
  ].map((type) => [[type], true] as [[string], boolean]),
);

table(
  "isCompressible",
  isCompressible,
  [
    ...["image/png", "video/mp4", "application/zip", "application/gzip", "font/woff2"],
    ...["application/octet-stream", "application/pdf", "audio/mpeg", ""],
  ].map((type) => [[type], false] as [[string], boolean]),
);

table("isWorthCompressing", isWorthCompressing, [
  [["text/plain", 1024], true],
  [["text/plain", 1023], false],
  [["image/png", 1_000_000], false],
]);

const NOW = Date.UTC(2026, 0, 1);

/** What matters of a file here. */
function fileOf(age: number, size = 1): Deno.FileInfo {
  const time = new Date(NOW - age);
  return { size, mtime: time, ctime: time } as Deno.FileInfo;
}

for (
  const [name, age, weak, strongDate, modified] of [
    ["was left alone for two seconds", 2000, false, true, NOW / 1000 - 2],
    ["was changed less than two seconds ago", 1999, true, false, NOW / 1000 - 2],
    ["is from the next hour", -3_600_000, false, false, NOW / 1000],
  ] as const
) {
  Deno.test(`validatorsOf() has validators that fit when a file ${name}`, () => {
    const { tag, dateIsStrong, modified: actual } = validatorsOf(fileOf(age), {}, NOW);
    assertEquals([tag.weak, dateIsStrong, actual], [weak, strongDate, modified]);
  });
}

Deno.test("validatorsOf() has another tag for each size, time, coding, and time since the change", () => {
  const tags = [
    validatorsOf(fileOf(5000), {}, NOW),
    validatorsOf(fileOf(5001), {}, NOW),
    validatorsOf(fileOf(5000, 2), {}, NOW),
    validatorsOf(fileOf(5000), { coding: "br" }, NOW),
    validatorsOf(fileOf(5000), { coding: "gzip" }, NOW),
    validatorsOf(fileOf(5000), {}, NOW - 4000),
  ].map(({ tag }) => tag.opaque);
  assertEquals(new Set(tags).size, tags.length);
  // Where all files have the time of the epoch, the time of their making tells them apart.
  const epoch = { size: 1, mtime: new Date(1000) };
  const [a, b] = [1e12, 2e12].map((time) =>
    validatorsOf({ ...epoch, ctime: new Date(time) } as Deno.FileInfo).tag.opaque
  );
  assertEquals(a === b, false);
});

/** Values that options cannot have. */
const WRONG: [options: Record<string, unknown>, error: string][] = [
  [{ cache: 1.5 }, "RangeError"],
  [{ cache: 2 ** 31 + 1 }, "RangeError"],
  [{ spa: "" }, "RangeError"],
  [{ spa: "/etc/passwd" }, "RangeError"],
  [{ spa: "../x.html" }, "RangeError"],
  [{ spa: "a/../../x.html" }, "RangeError"],
  [{ spa: 1 }, "TypeError"],
  [{ cors: "example.com" }, "RangeError"],
  [{ cors: "https://a.example/" }, "RangeError"],
  [{ cors: [] }, "RangeError"],
  [{ cors: ["*"] }, "RangeError"],
  [{ cors: ["https://a.example\r\nX: y"] }, "RangeError"],
  [{ prefix: "files" }, "RangeError"],
  [{ prefix: "" }, "RangeError"],
  [{ prefix: "//host" }, "RangeError"],
  [{ prefix: "/a/../b" }, "RangeError"],
  [{ prefix: "/a b" }, "RangeError"],
  [{ dotfiles: "yes" }, "TypeError"],
  [{ compress: null }, "TypeError"],
];

for (const [options, expected] of WRONG) {
  Deno.test(`checkFileOptions() throws ${expected} for ${Deno.inspect(options)}`, () => {
    let thrown = "";
    try {
      checkFileOptions(options as FileOptions);
    } catch (error) {
      thrown = (error as Error).name;
    }
    assertEquals(thrown, expected);
  });
}

Deno.test("checkFileOptions() takes what options can have", () => {
  checkFileOptions({
    cache: 0,
    charset: "",
    spa: "app/index.html",
    cors: ["https://a.example:8443", "null"],
    prefix: "/a/b/",
    coop: false,
    dotfiles: undefined,
  });
  for (const options of [{ cors: true }, { cors: false }, { prefix: "/" }, { spa: false }]) {
    checkFileOptions(options);
  }
});
