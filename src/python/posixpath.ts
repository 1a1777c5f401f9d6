/**
 * The three functions of Python's `posixpath` that translate request paths.
 *
 * They look at text only, never at the file system.
 *
 * @module
 */

/** An empty segment, `.` or `..` anywhere; the empty one before a leading slash is fine. */
const NEEDS_WORK = /(?:^(?!\/)|\/)\.{0,2}(?:\/|$)/;

/**
 * Normalize a path: no empty segments, no `.`, and `..` taken back where something precedes it.
 *
 * Exactly two leading slashes stay, as POSIX lets systems give them a meaning; one or more than two
 * become one. A trailing slash goes.
 *
 * CPython: `posixpath.normpath`.
 *
 * @param path A path with `/` as separator
 * @returns The normalized path, `.` for an empty one
 *
 * @example Resolves dot segments
 * ```ts
 * import { assertEquals } from "@std/assert";
 *
 * assertEquals(normpath("/a/./b//../c/"), "/a/c");
 * assertEquals(normpath("//a"), "//a");
 * assertEquals(normpath(""), ".");
 * ```
 */
export function normpath(path: string): string {
  if (!NEEDS_WORK.test(path)) return path;
  const root = leadingSlashes(path);
  const kept: string[] = [];
  for (const segment of path.split("/")) {
    if (segment === "" || segment === ".") continue;
    if (segment !== "..") kept.push(segment);
    else if (kept.length > 0 && kept.at(-1) !== "..") kept.pop();
    else if (root === "") kept.push(segment);
  }
  return root + kept.join("/") || ".";
}

function leadingSlashes(path: string): string {
  if (!path.startsWith("/")) return "";
  return path.startsWith("//") && path[2] !== "/" ? "//" : "/";
}

/**
 * Split a path before its extension: the last dot of the last segment, unless only dots precede
 * it.
 *
 * CPython: `posixpath.splitext`.
 *
 * @param path A path with `/` as separator
 * @returns What precedes the extension, and the extension with its dot or an empty string; together
 * they are the path
 *
 * @example Takes the last extension only
 * ```ts
 * import { assertEquals } from "@std/assert";
 *
 * assertEquals(splitext("a.d/b.tar.gz"), ["a.d/b.tar", ".gz"]);
 * assertEquals(splitext("/home/.profile"), ["/home/.profile", ""]);
 * ```
 */
export function splitext(path: string): [root: string, extension: string] {
  const dot = path.lastIndexOf(".");
  let index = path.lastIndexOf("/") + 1;
  while (index < dot && path[index] === ".") index++;
  return index < dot ? [path.slice(0, dot), path.slice(dot)] : [path, ""];
}

/**
 * Join paths with single slashes; an absolute one discards all before it.
 *
 * CPython: `posixpath.join`.
 *
 * @param first The first path
 * @param others Paths to append; an empty last one leaves a trailing slash
 * @returns The joined path, not normalized
 *
 * @example Joins a directory and a name
 * ```ts
 * import { assertEquals } from "@std/assert";
 *
 * assertEquals(join("/srv", "www/", "index.html"), "/srv/www/index.html");
 * assertEquals(join("/srv", "/etc"), "/etc");
 * ```
 */
export function join(first: string, ...others: string[]): string {
  let path = first;
  for (const other of others) {
    if (other.startsWith("/") || path === "") path = other;
    else path += path.endsWith("/") ? other : `/${other}`;
  }
  return path;
}
