/**
 * What it takes to find nothing: an exception is dear.
 *
 * @module
 */

import { assertEquals, assertLess } from "@std/assert";
import { statIfThere, statOrNull, statRequested } from "../../../src/handlers/disk/files.ts";
import { CapturedStderr } from "../../helpers/capture_stderr.ts";
import { TempDir } from "../../helpers/temp_dir.ts";

/** Counts the looks that may end in an exception. */
class CountedLooks implements Disposable {
  count = 0;
  readonly #statSync = Deno.statSync;

  constructor() {
    Deno.statSync = (path): Deno.FileInfo => {
      this.count++;
      return this.#statSync(path);
    };
  }

  [Symbol.dispose](): void {
    Deno.statSync = this.#statSync;
  }
}

Deno.test("statIfThere() makes no exceptions any more when there were very many", () => {
  using directory = new TempDir();
  for (let count = 0; count < 2000; count++) statOrNull(directory.join(`${count}`));
  using looks = new CountedLooks();
  assertEquals(statIfThere(directory.join("nothing")), null);
  assertEquals(looks.count, 0);
  directory.write("something", "text");
  assertEquals(statIfThere(directory.join("something"))?.size, 4);
});

Deno.test("statRequested() makes one exception of many paths in turn that lead nowhere", () => {
  using directory = new TempDir();
  directory.write("something", "text");
  using looks = new CountedLooks();
  for (let count = 0; count < 9; count++) {
    assertEquals(statRequested(directory.join(`${count}`)), null);
  }
  assertLess(looks.count, 2);
  for (const name of ["something", "nothing", "something"]) {
    const info = statRequested(directory.join(name));
    assertEquals(info?.size, name === "something" ? 4 : undefined);
  }
});

Deno.test({
  name: "statRequested() finds nothing where the permission to read is missing, and says so once",
  permissions: { read: false },
  fn(): void {
    using stderr = new CapturedStderr();
    for (let count = 0; count < 3; count++) assertEquals(statRequested("/file"), null);
    assertEquals(stderr.text.split("Cannot read what is asked for").length - 1, 1);
  },
});
