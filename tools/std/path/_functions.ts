import type { PlatformPath } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";

/** The functions that both entries of the package have, with its signatures. */
export interface PathFunctions {
  /** The last part of a path, without trailing separators, and without `suffix`. */
  basename(path: string | URL, suffix?: string): string;
  /** All of a path but its last part. */
  dirname(path: string | URL): string;
  /** The path that a `file:` URL names. */
  fromFileUrl(url: string | URL): string;
  /** The parts as one normal path. */
  join(path?: string | URL, ...paths: string[]): string;
  /** The way from one path to another. */
  relative(from: string, to: string): string;
  /** The `file:` URL of an absolute path. */
  toFileUrl(path: string): URL;
}

/**
 * Give one of Node's path modules the results and the signatures of `@std/path`.
 *
 * @param node `posix` or `win32` of `node:path`
 * @returns The functions
 */
export function adapt(node: PlatformPath): PathFunctions {
  const { isAbsolute, join, relative, sep } = node;
  const isPosix = sep === "/";

  function fromFileUrl(url: string | URL): string {
    const { pathname, protocol } = new URL(url);
    if (protocol !== "file:") {
      throw new TypeError(`URL must be a file URL: received "${protocol}"`);
    }
    if (!isPosix) return fileURLToPath(url, { windows: true });
    return decodeURIComponent(pathname.replace(/%(?![0-9A-Fa-f]{2})/g, "%25"));
  }

  function toFileUrl(path: string): URL {
    if (!isAbsolute(path)) throw new TypeError(`Path must be absolute: received "${path}"`);
    return pathToFileURL(path, { windows: !isPosix });
  }

  /** The path of what may be a URL. */
  function text(path: string | URL): string {
    return path instanceof URL ? fromFileUrl(path) : path;
  }

  /** Node returns an empty text for a path of separators only, or one that equals the suffix. */
  function basename(path: string | URL, suffix = ""): string {
    const whole = text(path);
    const last = node.basename(whole) || (isAbsolute(whole) ? sep : "");
    const hasSuffix = last.endsWith(suffix) && last !== suffix;
    return hasSuffix ? last.slice(0, last.length - suffix.length) : last;
  }

  /** Node leaves all but one of the separators behind the directory of `a//b`; here none stays. */
  function dirname(path: string | URL): string {
    const directory = node.dirname(text(path));
    return isPosix ? directory.replace(/(?<=.)\/+$/s, "") : directory;
  }

  return {
    basename,
    dirname,
    fromFileUrl,
    join: (path = "", ...paths) => join(text(path), ...paths),
    relative,
    toFileUrl,
  };
}
