/**
 * Which request targets lead to CGI scripts: text only, without a look at the disk.
 *
 * @module
 */

import { unquote } from "../../python/unquote.ts";

/**
 * Decode the path of a request target, and resolve its empty and dot segments.
 *
 * CPython: `http.server._url_collapse_path`.
 *
 * @param target The request target; its query is kept as it is
 * @returns The directory and the last segment with `/` between them, so that what is in the root
 * begins with `//`
 * @throws {RangeError} when there are more `..` than segments before them, where Python raises
 * `IndexError`
 */
export function urlCollapsePath(target: string): string {
  const [path, query] = partition(target, "?");
  const segments = unquote(path).split("/");
  let tail = segments.pop()!;
  const head: string[] = [];
  for (const segment of segments) {
    if (segment === "..") popSegment(head);
    else if (segment !== "" && segment !== ".") head.push(segment);
  }
  if (tail === "..") popSegment(head);
  if (tail === ".." || tail === ".") tail = "";
  if (query !== "") tail += `?${query}`;
  return `/${head.join("/")}/${tail}`;
}

function popSegment(segments: string[]): void {
  if (segments.pop() === undefined) throw new RangeError("pop from empty list");
}

/**
 * Find the CGI directory that a path begins with.
 *
 * CPython: `CGIHTTPRequestHandler.is_cgi`.
 *
 * @param path What {@linkcode urlCollapsePath} returns
 * @param directories The CGI directories, as paths that begin with a slash and end without one
 * @returns The directory, and the rest without the slash before it; `undefined` when there is none
 */
export function splitAtCgiDirectory(
  path: string,
  directories: readonly string[],
): [directory: string, rest: string] | undefined {
  for (let slash = path.indexOf("/", 1); slash > 0; slash = path.indexOf("/", slash + 1)) {
    const directory = path.slice(0, slash);
    if (directories.includes(directory)) return [directory, path.slice(slash + 1)];
  }
  return undefined;
}

/**
 * Divide a text at the first of a separator.
 *
 * CPython: `str.partition`.
 *
 * @param text The text
 * @param separator Where to divide it
 * @returns What is before it and behind it; all of it and nothing when there is none
 */
export function partition(text: string, separator: string): [before: string, after: string] {
  const index = text.indexOf(separator);
  return index < 0 ? [text, ""] : [text.slice(0, index), text.slice(index + separator.length)];
}
