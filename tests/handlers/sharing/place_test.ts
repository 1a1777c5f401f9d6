import { assertEquals, assertLess, assertThrows } from "@std/assert";
import { placeFile } from "../../../src/handlers/sharing/place.ts";
import { RefusedError } from "../../../src/handlers/sharing/refusal.ts";
import { TempDir } from "../../helpers/temp_dir.ts";

/** Have a file of a name, and others with numbers; then one more is placed. */
function placeBeside(directory: TempDir, numbers: readonly number[]): string {
  directory.write("a.txt", "");
  for (const number of numbers) directory.write(`a (${number}).txt`, "");
  const partial = directory.write("partial", "new");
  const { name } = placeFile(partial, directory.path, "a.txt", "rename");
  assertEquals(Deno.readTextFileSync(directory.join(name)), "new");
  return name;
}

function upTo(last: number): number[] {
  return Array.from({ length: last }, (_, index) => index + 1);
}

for (const last of [0, 1, 2, 3, 4, 5, 7, 8, 31, 32, 33, 100]) {
  Deno.test(`placeFile() takes the next number after ${last}`, () => {
    using directory = new TempDir();
    assertEquals(placeBeside(directory, upTo(last)), `a (${last + 1}).txt`);
  });
}

Deno.test("placeFile() takes a number that is free, where some in between are", () => {
  for (const [numbers, name] of [[[1, 2, 5], "a (3).txt"], [[1, 2, 4, 8], "a (9).txt"]] as const) {
    using directory = new TempDir();
    assertEquals(placeBeside(directory, numbers), name);
  }
});

Deno.test("placeFile() looks at few of thousands of names, and gives up in the end", () => {
  using directory = new TempDir();
  placeBeside(directory, upTo(9_999));
  const { lstatSync, linkSync } = Deno;
  let looks = 0;
  Deno.lstatSync = (path) => (looks++, lstatSync(path));
  Deno.linkSync = (from, to) => (looks++, linkSync(from, to));
  try {
    const partial = directory.write("partial", "new");
    const place = (): unknown => placeFile(partial, directory.path, "a.txt", "rename");
    assertThrows(place, RefusedError, "already");
  } finally {
    Object.assign(Deno, { lstatSync, linkSync });
  }
  assertLess(looks, 40);
});
