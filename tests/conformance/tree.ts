/**
 * The tree of files that the recorded servers served, as tools/conformance/tree.py describes it.
 *
 * @module
 */

import { dirname, join } from "@std/path";
import { type PackedText, toBytes, unpack } from "./packing.ts";

/** A file, directory or symbolic link; `path` is relative to where the tree is built. */
export type Entry =
  | {
    readonly kind: "file";
    readonly path: string;
    /** Its bytes, a character for each. */
    readonly content: PackedText;
    /** When it was last modified, in seconds since the epoch, with milliseconds. */
    readonly mtime: number;
  }
  | { readonly kind: "directory"; readonly path: string }
  | { readonly kind: "link"; readonly path: string; readonly target: string };

/** A tree that exists until it is disposed of. */
export interface Tree extends Disposable {
  /** The directory that is served. */
  readonly root: string;
}

/** Make the tree in a fresh directory. */
export function buildTree(entries: readonly Entry[]): Tree {
  const base = Deno.makeTempDirSync({ prefix: "conformance_" });
  for (const entry of entries) build(entry, join(base, entry.path));
  return {
    root: join(base, "root"),
    [Symbol.dispose]: () => Deno.removeSync(base, { recursive: true }),
  };
}

function build(entry: Entry, path: string): void {
  Deno.mkdirSync(dirname(path), { recursive: true });
  switch (entry.kind) {
    case "directory":
      return Deno.mkdirSync(path, { recursive: true });
    case "link":
      return Deno.symlinkSync(entry.target, path);
    case "file":
      Deno.writeFileSync(path, toBytes(unpack(entry.content)));
      return Deno.utimeSync(path, 0, new Date(entry.mtime * 1000));
  }
}
