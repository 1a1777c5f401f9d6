import { assertEquals } from "@std/assert";
import { baseOf, crumbsOf, linkTo } from "../../../src/handlers/page/entry_link.ts";
import { kindOf, previewOf } from "../../../src/handlers/page/kinds.ts";
import { filterWords, matchesWords } from "../../../src/handlers/page/name_filter.ts";
import { formatBytes, formatSize, groupDigits } from "../../../src/handlers/page/size_text.ts";
import { visibleName } from "../../../src/handlers/page/visible_name.ts";
import { HOSTILE_NAMES } from "./site.ts";

Deno.test("formatSize() writes three digits at most, in decimal units", () => {
  for (
    const [size, text] of [
      [null, "–"],
      [0, "0 B"],
      [1, "1 B"],
      [999, "999 B"],
      [1000, "1.0 kB"],
      [1049, "1.0 kB"],
      [9949, "9.9 kB"],
      [9950, "10 kB"],
      [999_499, "999 kB"],
      [999_500, "1.0 MB"],
      [1_500_000_000, "1.5 GB"],
      [2 ** 40, "1.1 TB"],
      [Number.MAX_SAFE_INTEGER, "9.0 PB"],
    ] as const
  ) assertEquals(formatSize(size), text, String(size));
});

Deno.test("formatBytes() and groupDigits() write all digits", () => {
  assertEquals([0, 1, 999, 1000, 1234567].map(groupDigits), [
    "0",
    "1",
    "999",
    "1,000",
    "1,234,567",
  ]);
  assertEquals([0, 1, 12345].map(formatBytes), ["0 bytes", "1 byte", "12,345 bytes"]);
});

Deno.test("visibleName() shows what is not seen, and leaves the rest", () => {
  for (
    const [name, visible] of [
      ["evil\u202efdp.exe", "evil\\u{202e}fdp.exe"],
      ["a\nb\tc\r", "a\\nb\\tc\\r"],
      ["\x1b[31m\x7f\x85", "\\u{1b}[31m\\u{7f}\\u{85}"],
      ["\u2066\u2069\u200e\u200f\u061c", "\\u{2066}\\u{2069}\\u{200e}\\u{200f}\\u{61c}"],
      ["\ufeffa\u200bb\u2028", "\\u{feff}a\\u{200b}b\\u{2028}"],
      ["👩‍👩‍👧 می‌خواهم", "👩‍👩‍👧 می‌خواهم"],
      ["naïve 100%.txt", "naïve 100%.txt"],
    ] as const
  ) assertEquals(visibleName(name), visible);
});

Deno.test("linkTo() leads from the directory to the entry, whatever its name", () => {
  for (const name of [...HOSTILE_NAMES, "..a", "%2e%2e", "\\\\host", "C:", "http:", "\ud800"]) {
    const link = linkTo({ name, isDirectory: false, isSymlink: false }, "");
    const url = new URL(link, "http://host.example/dir/");
    assertEquals(url.origin + url.search + url.hash, "http://host.example", name);
    const expected = name.replace("\ud800", "?");
    assertEquals(decodeURIComponent(url.pathname), `/dir/${expected}`);
  }
  assertEquals(linkTo({ name: "a b", isDirectory: true, isSymlink: false }, "./c/"), "./c/a%20b/");
});

Deno.test("baseOf() says where names are where the address does not end in a slash", () => {
  assertEquals(["/", "/a/", "/a%2F", "/x/a%2f"].map(baseOf), ["", "", "./a%2F/", "./a%2f/"]);
});

/** The path, the topmost directory, and what the way is to lead to. */
const PATHS: readonly (readonly [string, string, readonly (readonly [string, string])[]])[] = [
  ["/", "/", [["", "/"]]],
  ["/a/", "/", [["", "/"], ["a", "/a/"]]],
  ["/a%20b/c/", "/", [["", "/"], ["a b", "/a%20b/"], ["c", "/a%20b/c/"]]],
  ["/a/b%2F", "/", [["", "/"], ["a", "/a/"], ["b", "/a/b%2F"]]],
  ["/a%2Fb/c/", "/", [["", "/"], ["a/b", "/a%2Fb/"], ["c", "/a%2Fb/c/"]]],
  ["//a//b/", "/", [["", "/"], ["a", "//a/"], ["b", "//a//b/"]]],
  ["/%ff/", "/", [["", "/"], ["%ff", "/%ff/"]]],
  ["/files/", "/files/", [["", "/files/"]]],
  ["/files/a/b/", "/files/", [["", "/files/"], ["a", "/files/a/"], ["b", "/files/a/b/"]]],
];

Deno.test("crumbsOf() leads to every directory on the way", () => {
  for (const [path, root, expected] of PATHS) {
    const address = `http://host.example${path}`;
    const found = crumbsOf(path, root).map(({ name, href }) =>
      [name, new URL(href, address).href.slice("http://host.example".length)] as const
    );
    // "/" and "//" are the same directory.
    assertEquals(
      found.map(([name, href]) => [name, name === "" ? href.replace(/^\/+/, "/") : href]),
      expected.map((crumb) => [...crumb]),
      path,
    );
  }
});

Deno.test("kindOf() tells files by their names", () => {
  for (
    const [name, kind, preview] of [
      ["a.JPG", "image", "image"],
      ["a.tar.gz", "archive", undefined],
      ["a.opus", "audio", "audio"],
      ["a.webm", "video", "video"],
      ["a.pdf", "pdf", "pdf"],
      ["a.html", "code", "code"],
      ["Makefile", "code", "code"],
      [".gitignore", "code", "code"],
      ["LICENSE", "text", "text"],
      ["a.constructor", "file", undefined],
      [".png", "file", undefined],
      ["png", "file", undefined],
      ["a.", "file", undefined],
      ["", "file", undefined],
    ] as const
  ) assertEquals([kindOf(name), previewOf(kindOf(name))], [kind, preview], name);
});

Deno.test("matchesWords() wants all words, in any order, case and accent", () => {
  for (
    const [name, filter, matches] of [
      ["Résumé 2026.pdf", "resume", true],
      ["Résumé 2026.pdf", "  PDF  rés ", true],
      ["Résumé 2026.pdf", "pdf letter", false],
      ["anything", "", true],
      ["a.b", "a.b", true],
      ["aXb", "a.b", false],
    ] as const
  ) assertEquals(matchesWords(name, filterWords(filter)), matches, filter);
});
