import { assert, assertEquals, assertThrows } from "@std/assert";
import { claimEntry, dropName } from "../../../src/handlers/sharing/entry_claim.ts";
import { TempDir } from "../../helpers/temp_dir.ts";

/** The names in a directory, with what the files hold. */
function contentsOf(directory: TempDir): Record<string, string | null> {
  const entries = [...Deno.readDirSync(directory.path)].toSorted((a, b) =>
    a.name < b.name ? -1 : 1
  );
  return Object.fromEntries(
    entries.map(({ name, isFile }) => [
      name,
      isFile ? Deno.readTextFileSync(directory.join(name)) : null,
    ]),
  );
}

Deno.test("claimEntry() gives a name that nobody has, and no other", () => {
  using directory = new TempDir();
  directory.mkdir("d/inner");
  directory.mkdir("empty");
  directory.write("a", "a");
  directory.write("b", "b");
  const claim = (from: string, to: string): boolean =>
    claimEntry(directory.join(from), directory.join(to), Deno.lstatSync(directory.join(from)));
  const before = contentsOf(directory);
  for (const from of ["a", "d"]) {
    for (const to of ["a", "b", "d", "empty"]) {
      assertEquals(claim(from, to), false, `${from} ${to}`);
    }
  }
  assertEquals(contentsOf(directory), before);
  assertEquals([claim("a", "a2"), claim("d", "d2")], [true, true]);
  assertEquals(contentsOf(directory), { a2: "a", b: "b", d2: null, empty: null });
});

Deno.test("claimEntry() leaves nothing behind when a directory cannot be moved", () => {
  using directory = new TempDir();
  const from = directory.mkdir("d");
  assertThrows(() => claimEntry(from, `${from}/inner`, Deno.lstatSync(from)));
  assertEquals(contentsOf(directory), { d: null });
  assertEquals([...Deno.readDirSync(from)], []);
});

Deno.test("claimEntry() moves no file that somebody else has moved at the same time", () => {
  using directory = new TempDir();
  const from = directory.write("a", "a");
  const info = Deno.lstatSync(from);
  const { linkSync } = Deno;
  Deno.linkSync = (from, to) => {
    linkSync(from, to);
    Deno.renameSync(from, directory.join("elsewhere"));
  };
  try {
    assertThrows(() => claimEntry(from, directory.join("b"), info), Deno.errors.NotFound);
  } finally {
    Deno.linkSync = linkSync;
  }
  assertEquals(contentsOf(directory), { elsewhere: "a" });
});

Deno.test("claimEntry() leaves a file that took the place of the one that is moved", () => {
  using directory = new TempDir();
  const from = directory.write("a", "a");
  const info = Deno.lstatSync(from);
  const { linkSync } = Deno;
  Deno.linkSync = (from, to) => {
    Deno.linkSync = linkSync;
    linkSync(from, to);
    Deno.renameSync(directory.write("new", "new"), String(from));
  };
  try {
    assertThrows(() => claimEntry(from, directory.join("b"), info), Deno.errors.NotFound);
  } finally {
    Deno.linkSync = linkSync;
  }
  assertEquals(contentsOf(directory), { a: "new" });
});

Deno.test("dropName() keeps both files when a third takes the name while the second is put back", () => {
  using directory = new TempDir();
  const path = directory.write("a", "second");
  const { renameSync } = Deno;
  Deno.renameSync = (from, to) => {
    renameSync(from, to);
    if (from === path) directory.write("a", "third");
  };
  try {
    const info = Deno.lstatSync(directory.write("first", "first"));
    assert(!dropName(path, info));
  } finally {
    Deno.renameSync = renameSync;
  }
  assertEquals(contentsOf(directory), { "a": "third", "a (1)": "second", "first": "first" });
});

Deno.test("claimEntry() does without links where the file system has none", () => {
  using directory = new TempDir();
  const from = directory.write("a", "a");
  directory.write("b", "b");
  const info = Deno.lstatSync(from);
  const { linkSync } = Deno;
  Deno.linkSync = () => {
    throw new Deno.errors.PermissionDenied();
  };
  try {
    assertEquals(claimEntry(from, directory.join("b"), info), false);
    assertEquals(claimEntry(from, directory.join("c"), info), true);
  } finally {
    Deno.linkSync = linkSync;
  }
  assertEquals(contentsOf(directory), { b: "b", c: "a" });
});
