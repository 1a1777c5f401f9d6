import { basename, join, normalize } from "node:path";
import { fileURLToPath } from "node:url";

/** What {@linkcode walk} yields, and how deep it goes. */
export interface WalkOptions {
  /** How many levels below the root it goes. @default {Infinity} */
  maxDepth?: number;
  /** It yields regular files. @default {true} */
  includeFiles?: boolean;
  /** It yields directories. @default {true} */
  includeDirs?: boolean;
  /** It yields symbolic links. @default {true} */
  includeSymlinks?: boolean;
  /** It yields only paths with one of these endings. */
  exts?: string[];
  /** It yields only paths that match one of these. */
  match?: RegExp[];
  /** It yields no paths that match one of these, and does not enter such directories. */
  skip?: RegExp[];
}

/** One file, directory or symbolic link. */
export interface WalkEntry extends Deno.DirEntry {
  /** Its path: the root's, and the names below it. */
  path: string;
}

/**
 * Go through a directory and those below it. Symbolic links are not followed.
 *
 * @param root The directory
 * @param options What to yield
 * @returns The entries, each directory before what is in it
 */
export async function* walk(
  root: string | URL,
  options: WalkOptions = {},
): AsyncIterableIterator<WalkEntry> {
  const top = rootEntry(root, options);
  if (top === undefined) return;
  if (isWanted(top, options)) yield top;
  if (!isEntered(top, options)) return;
  for await (const item of Deno.readDir(root)) {
    const entry = { path: join(toPath(root), item.name), ...item };
    if (entry.isDirectory) yield* walk(entry.path, below(options));
    else if (isWanted(entry, options)) yield entry;
  }
}

/**
 * Go through a directory and those below it. Symbolic links are not followed.
 *
 * @param root The directory
 * @param options What to yield
 * @returns The entries, each directory before what is in it
 */
export function* walkSync(
  root: string | URL,
  options: WalkOptions = {},
): IterableIterator<WalkEntry> {
  const top = rootEntry(root, options);
  if (top === undefined) return;
  if (isWanted(top, options)) yield top;
  if (!isEntered(top, options)) return;
  for (const item of Deno.readDirSync(root)) {
    const entry = { path: join(toPath(root), item.name), ...item };
    if (entry.isDirectory) yield* walkSync(entry.path, below(options));
    else if (isWanted(entry, options)) yield entry;
  }
}

function rootEntry(
  root: string | URL,
  { maxDepth = Infinity }: WalkOptions,
): WalkEntry | undefined {
  if (maxDepth < 0) return undefined;
  const path = normalize(toPath(root));
  const { isDirectory, isFile, isSymlink } = Deno.statSync(path);
  return { path, name: basename(path), isDirectory, isFile, isSymlink };
}

function below(options: WalkOptions): WalkOptions {
  return { ...options, maxDepth: (options.maxDepth ?? Infinity) - 1 };
}

function isEntered(entry: WalkEntry, { maxDepth = Infinity, skip }: WalkOptions): boolean {
  return maxDepth >= 1 && !skip?.some((pattern) => entry.path.match(pattern));
}

function isWanted(entry: WalkEntry, options: WalkOptions): boolean {
  const { includeDirs = true, includeFiles = true, includeSymlinks = true } = options;
  if (entry.isSymlink) return includeSymlinks && matches(entry.path, options);
  return (entry.isDirectory ? includeDirs : includeFiles) && matches(entry.path, options);
}

function matches(path: string, { exts, match, skip }: WalkOptions): boolean {
  if (exts && !exts.some((ext) => path.endsWith(`.${ext.replace(/^\./, "")}`))) return false;
  if (match && !match.some((pattern) => path.match(pattern))) return false;
  return !skip?.some((pattern) => path.match(pattern));
}

function toPath(root: string | URL): string {
  return root instanceof URL ? fileURLToPath(root) : root;
}
