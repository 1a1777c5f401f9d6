/**
 * From a request target to a path below a directory.
 *
 * @module
 */

import { normpath } from "../../python/posixpath.ts";
import { unquote } from "../../python/unquote.ts";
import { windowsNameOf } from "./windows_name.ts";

/**
 * A surrogate pair in UTF-8, percent-encoded. Python decodes it to two lone surrogates, which no
 * path can have; JavaScript would see one character. The first alone fails in the same way.
 */
const SURROGATE_PAIR_REGEXP = /(%ed%a[0-9a-f]%[89ab][0-9a-f])%ed%b[0-9a-f]%[89ab][0-9a-f]/gi;

/**
 * The path of a request target, without query and fragment, percent-decoded.
 *
 * CPython: `SimpleHTTPRequestHandler.translate_path` and `list_directory`.
 *
 * @param target The request target
 * @returns The path: with lone surrogates where these were encoded, else with U+FFFD for what is
 * not UTF-8
 */
export function decodeTargetPath(target: string): string {
  const path = before(before(target, "#"), "?");
  if (!path.includes("%")) return path;
  try {
    return unquote(path.replace(SURROGATE_PAIR_REGEXP, "$1"), { errors: "surrogatepass" });
  } catch {
    return unquote(path);
  }
}

/**
 * Map a request target to a path below a directory. What would lead out of it is dropped: dot
 * segments are resolved within the target first.
 *
 * @param target The request target
 * @param directory The directory
 * @param windows Whether the path is one of Windows, where more names lead somewhere else
 * @returns The path, with a slash at the end where the target has one
 */
export function translateTarget(
  target: string,
  directory: string,
  windows: boolean = Deno.build.os === "windows",
): string {
  const decoded = decodeTargetPath(target);
  let path = directory;
  // Looking at the end of what was put together just now would take a copy of it.
  let separator = directory.endsWith("/") ? "" : "/";
  for (const word of normpath(decoded).split("/")) {
    if (word === "" || word === "." || word === "..") continue;
    const name = windows ? windowsNameOf(word) : word;
    if (name === undefined) continue;
    path += separator + name;
    separator = "/";
  }
  return decoded.endsWith("/") ? `${path}/` : path;
}

function before(text: string, separator: string): string {
  const index = text.indexOf(separator);
  return index < 0 ? text : text.slice(0, index);
}
