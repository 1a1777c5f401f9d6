/**
 * Which file a path leads to.
 *
 * @module
 */

import type { WatchedFile } from "../memory/watched_file.ts";
import { statIfThere, statOrNull, statRequested } from "../disk/files.ts";
import { redirectOf, staysOnSite } from "../paths/redirect.ts";

/** What a path leads to. */
export type Found =
  /** Something that is no directory. */
  | (WatchedFile & {
    readonly kind: "file";
    readonly info: Deno.FileInfo;
    /** Files that would have gone before it. */
    readonly absent: readonly WatchedFile[];
  })
  /** A directory without an index page. */
  | { readonly kind: "directory"; readonly path: string }
  /** Another target on the same host. */
  | { readonly kind: "redirect"; readonly location: string }
  | {
    readonly kind: "nothing";
    /** Files that would have counted; left out where something is that does not. */
    readonly absent?: readonly WatchedFile[];
  };

/** Where to look. */
export interface LocateOptions {
  /** The names of the files that answer for a directory, the first that exists. */
  readonly indexPages: readonly string[];
  /** Whether extensions of pages are left out of addresses. */
  readonly cleanUrls: boolean;
}

const PAGE = ".html";

/**
 * Find what a path leads to.
 *
 * @param target The request target that the path comes from
 * @param path The path, with a slash at the end where the target has one
 * @param options Where to look
 * @returns What there is
 * @throws {TypeError} for a target that is no URL
 */
export function locate(target: string, path: string, options: LocateOptions): Found {
  const info = statRequested(path);
  if (info !== null && !info.isDirectory) {
    if (path.endsWith("/")) return { kind: "nothing" };
    const location = options.cleanUrls ? cleanUrlOf(target, path, options) : undefined;
    if (location !== undefined) return { kind: "redirect", location };
    return { kind: "file", path, info, absent: [] };
  }
  const absent: WatchedFile[] = [{ path, info }];
  if (options.cleanUrls && !path.endsWith("/")) {
    const page = path + PAGE;
    const pageInfo = statIfThere(page);
    absent.push({ path: page, info: pageInfo });
    if (pageInfo?.isFile) {
      return { kind: "file", path: page, info: pageInfo, absent: [{ path, info }] };
    }
  }
  return info === null ? { kind: "nothing", absent } : locateIndex(target, path, options);
}

function locateIndex(target: string, directory: string, { indexPages }: LocateOptions): Found {
  const location = redirectOf(target);
  if (location !== undefined) return { kind: "redirect", location };
  const base = directory.endsWith("/") ? directory : `${directory}/`;
  const absent: WatchedFile[] = [];
  for (const page of indexPages) {
    const path = base + page;
    const info = statIfThere(path);
    if (info?.isFile) return { kind: "file", path, info, absent };
    absent.push({ path, info });
  }
  return { kind: "directory", path: directory };
}

/**
 * The address of a page without its extension, or without its name if it answers for the directory.
 * The query is kept. A page stays where it is if its address would lead to another file.
 */
function cleanUrlOf(
  target: string,
  path: string,
  { indexPages }: LocateOptions,
): string | undefined {
  const [, targetPath = "", query = ""] = /^([^?#]*)(.*)$/s.exec(target) ?? [];
  if (!targetPath.endsWith(PAGE) || !path.endsWith(PAGE)) return undefined;
  const name = path.slice(path.lastIndexOf("/") + 1);
  if (name === indexPages[0] && targetPath.endsWith(`/${name}`)) {
    return staysOnSite(targetPath.slice(0, -name.length) + query);
  }
  const clean = targetPath.slice(0, -PAGE.length);
  if (clean.endsWith("/") || statOrNull(path.slice(0, -PAGE.length))?.isFile) return undefined;
  return staysOnSite(clean + query);
}
