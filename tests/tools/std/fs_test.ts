import { assertEquals, assertRejects, assertThrows } from "@std/assert";
import {
  emptyDir,
  emptyDirSync,
  ensureDir,
  ensureDirSync,
  exists,
  existsSync,
  walk,
  type WalkOptions,
  walkSync,
} from "@std/fs";
import { join, relative, toFileUrl } from "@std/path";

/** A fresh directory with `a.txt`, `sub/b.md`, `sub/deep/c.txt`, and `link`, which leads to `sub`. */
function makeTree(): string {
  const root = Deno.makeTempDirSync();
  Deno.mkdirSync(join(root, "sub", "deep"), { recursive: true });
  for (const name of ["a.txt", "sub/b.md", "sub/deep/c.txt"]) {
    Deno.writeTextFileSync(join(root, name), name);
  }
  Deno.symlinkSync(join(root, "sub"), join(root, "link"));
  return root;
}

Deno.test("exists() tells what is there, and of which kind", async () => {
  const root = makeTree();
  const cases = [
    ["a.txt", {}, true],
    ["a.txt", { isFile: true }, true],
    ["a.txt", { isDirectory: true }, false],
    ["a.txt", { isReadable: true }, true],
    ["sub", { isDirectory: true }, true],
    ["link", { isDirectory: true }, true],
    ["gone", {}, false],
  ] as const;
  for (const [name, options, expected] of cases) {
    const path = join(root, name);
    assertEquals(await exists(path, options), expected, name);
    assertEquals(existsSync(toFileUrl(path), options), expected, name);
  }
  const both = { isFile: true, isDirectory: true };
  await assertRejects(() => exists(root, both), TypeError, "must not be true together");
  assertThrows(() => existsSync(root, both), TypeError, "must not be true together");
  await Deno.remove(root, { recursive: true });
});

Deno.test("ensureDir() makes a directory with its parents, unless something else is there", async () => {
  const root = makeTree();
  await ensureDir(join(root, "x", "y"));
  ensureDirSync(join(root, "x", "y"));
  ensureDirSync(toFileUrl(join(root, "x", "z")));
  assertEquals(existsSync(join(root, "x", "y"), { isDirectory: true }), true);
  assertEquals(existsSync(join(root, "x", "z"), { isDirectory: true }), true);
  const message = "Failed to ensure directory exists: expected 'dir', got 'file'";
  await assertRejects(() => ensureDir(join(root, "a.txt")), Error, message);
  assertThrows(() => ensureDirSync(join(root, "a.txt")), Error, message);
  await Deno.remove(root, { recursive: true });
});

Deno.test("emptyDir() leaves an empty directory, whether there was one or not", async () => {
  const root = makeTree();
  await emptyDir(join(root, "sub"));
  assertEquals([...Deno.readDirSync(join(root, "sub"))], []);
  emptyDirSync(toFileUrl(root));
  assertEquals([...Deno.readDirSync(root)], []);
  await emptyDir(join(root, "new"));
  emptyDirSync(join(root, "other"));
  assertEquals([...Deno.readDirSync(root)].length, 2);
  await Deno.remove(root, { recursive: true });
});

Deno.test("walk() yields what the options ask for", async () => {
  const root = makeTree();
  const all = ["", "a.txt", "link", "sub", "sub/b.md", "sub/deep", "sub/deep/c.txt"];
  const cases: [WalkOptions, string[]][] = [
    [{}, all],
    [{ maxDepth: 0 }, [""]],
    [{ maxDepth: 1 }, ["", "a.txt", "link", "sub"]],
    [{ includeDirs: false }, ["a.txt", "link", "sub/b.md", "sub/deep/c.txt"]],
    [{ includeFiles: false }, ["", "link", "sub", "sub/deep"]],
    [{ includeSymlinks: false, includeDirs: false, exts: ["txt"] }, ["a.txt", "sub/deep/c.txt"]],
    [{ match: [/\.md$/] }, ["sub/b.md"]],
    [{ skip: [/deep/, /link/] }, ["", "a.txt", "sub", "sub/b.md"]],
  ];
  for (const [options, expected] of cases) {
    const toName = ({ path }: { path: string }): string => relative(root, path);
    const entries = await Array.fromAsync(walk(root, options));
    assertEquals(entries.map(toName).sort(), expected);
    assertEquals([...walkSync(toFileUrl(root), options)].map(toName).sort(), expected);
  }
  const [file] = walkSync(join(root, "sub"), { exts: [".md"] });
  const path = join(root, "sub", "b.md");
  assertEquals(file, { path, name: "b.md", isFile: true, isDirectory: false, isSymlink: false });
  await Deno.remove(root, { recursive: true });
});
