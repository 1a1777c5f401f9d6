import { assertEquals, assertThrows } from "@std/assert";
import { RefusedError } from "../../../src/handlers/sharing/refusal.ts";
import {
  requireSafeNames,
  safeName,
  safeRelativePath,
  shortName,
} from "../../../src/handlers/sharing/safe_name.ts";

/** What a client calls a file, and what it is stored as. */
const NAMES: readonly (readonly [name: string, safe: string])[] = [
  ["notes.txt", "notes.txt"],
  ["Grüße 日本.txt", "Grüße 日本.txt"],
  // Unicode, UAX #15: U+0065 U+0301 is U+00E9 in form NFC.
  ["cafe\u0301", "caf\u00e9"],
  ["a/b\\c", "a_b_c"],
  ["a\0b\nc\x7fd\x9f", "a_b_c_d_"],
  ["photo\u202egpj.exe", "photo_gpj.exe"],
  [" name. . ", "name"],
  ["..hidden..", "..hidden"],
  // https://learn.microsoft.com/windows/win32/fileio/naming-a-file
  ["CON", "_CON"],
  ["nul.txt", "_nul.txt"],
  ["com1.tar.gz", "_com1.tar.gz"],
  ["console", "console"],
  ["\ud800x", "\ufffdx"],
  ["x".repeat(300) + ".jpeg", "x".repeat(250) + ".jpeg"],
  // Four bytes each: 63 of them are 252.
  ["😀".repeat(70), "😀".repeat(63)],
];

Deno.test("safeName() gives names that no system takes for something else", () => {
  for (const [name, safe] of NAMES) {
    assertEquals(safeName(name, false), safe);
    assertEquals(safeName(safe, false), safe, "What is safe stays as it is");
  }
  assertEquals(safeName('a<b>:"|?*c', true), "a_b______c");
  assertEquals(safeName('a<b>:"|?*c', false), 'a<b>:"|?*c');
});

Deno.test("safeName() refuses what leaves no name", () => {
  for (const name of ["", ".", "..", " ", "...", ". .", " .", " ..", "  . "]) {
    assertThrows(() => safeName(name), RefusedError, "needs a name");
  }
});

Deno.test("shortName() leaves room for what is added", () => {
  assertEquals(shortName("a.txt", " (2)"), "a (2).txt");
  assertEquals(shortName(".bashrc", " (2)"), ".bashrc (2)");
  assertEquals(shortName("x".repeat(255), " (2)"), "x".repeat(251) + " (2)");
});

Deno.test("safeRelativePath() keeps directories and takes no way up or out", () => {
  for (
    const [path, names] of [
      ["a.txt", ["a.txt"]],
      ["a/b/c.txt", ["a", "b", "c.txt"]],
      ["/etc/passwd", ["etc", "passwd"]],
      ["a//./b", ["a", "b"]],
      ["a\\b.txt", ["a", "b.txt"]],
      ["C:\\fakepath\\photo.jpg", ["photo.jpg"]],
      ["\\\\host\\share\\x", ["x"]],
      ["NUL/x", ["_NUL", "x"]],
    ] as const
  ) {
    assertEquals(safeRelativePath(path), [...names]);
  }
  for (
    const path of ["../a", " ../a", "a/../../b", "a\\..\\b", "..", "", "/", "a/".repeat(65) + "b"]
  ) {
    assertThrows(() => safeRelativePath(path), RefusedError);
  }
});

Deno.test("requireSafeNames() leaves names alone by which there is something", () => {
  const names = ["e\u0301", "u\u0308"];
  assertEquals(requireSafeNames(names), ["\u00e9", "\u00fc"]);
  assertEquals(requireSafeNames(names, (index) => index === 0), ["e\u0301", "\u00fc"]);
  for (const name of [".", "..", "", "\ud800"]) {
    assertThrows(() => requireSafeNames([name], () => true), RefusedError);
  }
});

Deno.test("requireSafeNames() refuses more names than a path may have", () => {
  assertEquals(requireSafeNames(Array(2048).fill("a")).length, 2048);
  assertThrows(() => requireSafeNames(Array(2049).fill("a")), RefusedError, "too deep");
});
