/**
 * That nothing is in a stand-in which the package does not have, or which its test says nothing of.
 *
 * @module
 */

import * as assertions from "@std/assert";
import * as fs from "@std/fs";
import * as typeByExtension from "@std/media-types/type-by-extension";
import * as path from "@std/path";
import * as posix from "@std/path/posix";
import * as standInAssertions from "../../../tools/std/assert/mod.ts";
import * as standInFs from "../../../tools/std/fs/mod.ts";
import * as standInTypeByExtension from "../../../tools/std/media_types/type-by-extension/mod.ts";
import * as standInPath from "../../../tools/std/path/mod.ts";
import * as standInPosix from "../../../tools/std/path/posix/mod.ts";

const PACKAGES: readonly (readonly [name: string, real: object, standIn: object, test: string])[] =
  [
    ["@std/assert", assertions, standInAssertions, "assert_test.ts"],
    ["@std/fs", fs, standInFs, "fs_test.ts"],
    [
      "@std/media-types/type-by-extension",
      typeByExtension,
      standInTypeByExtension,
      "media_types_test.ts",
    ],
    ["@std/path", path, standInPath, "path_test.ts"],
    ["@std/path/posix", posix, standInPosix, "path_test.ts"],
  ];

for (const [name, real, standIn, test] of PACKAGES) {
  Deno.test(`${name} has all that its stand-in has, and a test of each`, () => {
    const text = Deno.readTextFileSync(new URL(test, import.meta.url));
    const types = (of: object): Record<string, string> =>
      Object.fromEntries(Object.entries(of).map(([key, value]) => [key, typeof value]));
    assertions.assertObjectMatch(types(real), types(standIn));
    const untested = Object.keys(standIn).filter((key) => !new RegExp(`\\b${key}\\b`).test(text));
    assertions.assertEquals(untested, []);
  });
}
