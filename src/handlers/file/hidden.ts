/**
 * Files that are hidden since their names begin with a dot: `.env`, `.git/config`.
 *
 * @module
 */

import { normpath } from "../../python/posixpath.ts";
import { isPartialName } from "../sharing/partial_name.ts";
import { decodeTargetPath } from "../paths/translate_path.ts";

/** Where well-known resources are, at the top (RFC 8615): certificates are proved by them. */
const WELL_KNOWN = ".well-known";

/**
 * Whether a target leads to something hidden, or into a directory that is.
 *
 * @param target The target, in origin form
 * @param dotfiles Whether hidden files are shown: uploads under way are not even then
 * @returns Whether one of the names in it is hidden
 */
export function leadsToHidden(target: string, dotfiles = false): boolean {
  const path = decodeTargetPath(target);
  if (!path.includes("/.") && !path.startsWith(".")) return false;
  const names = normpath(path).split("/").filter((name) => name !== "");
  if (dotfiles) return names.some(isPartialName);
  return names.some((name, index) => isHidden(name) && (index > 0 || name !== WELL_KNOWN));
}

/**
 * Whether a name is hidden.
 *
 * @param name The name of a file or directory
 * @returns Whether it begins with a dot, and is more than dots that lead somewhere
 */
export function isHidden(name: string): boolean {
  return name.startsWith(".") && name !== "." && name !== "..";
}
