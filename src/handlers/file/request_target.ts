/**
 * Request targets: what is wrong with one, and what one leads to below a prefix.
 *
 * @module
 */

import { normpath } from "../../python/posixpath.ts";
import { quote } from "../../python/quote.ts";
import { decodeTargetPath } from "../paths/translate_path.ts";

/** A percent sign that begins no octet (RFC 3986, section 2.1). */
const BAD_ESCAPE_REGEXP = /%(?![0-9a-f]{2})/i;

/** NUL, encoded or not: no path has it. */
const NUL_REGEXP = /\0|%00/;

/** `http://host`, which a target may begin with, as towards a proxy (RFC 9112, section 3.2.2). */
const AUTHORITY_REGEXP = /^https?:\/\/[^/?#]*/i;

/**
 * Say what is wrong with a target.
 *
 * @param target The target
 * @returns The reason phrase of an answer with status 400; `undefined` if nothing is
 */
export function problemOf(target: string): string | undefined {
  const path = pathOf(target);
  if (!path.startsWith("/")) return "Bad request target";
  if (NUL_REGEXP.test(path)) return "NUL in the request target";
  if (BAD_ESCAPE_REGEXP.test(path)) return "Bad escape in the request target";
  return undefined;
}

/**
 * The target without scheme and host.
 *
 * @param target The target, in whichever form
 * @returns Path and query
 */
export function originFormOf(target: string): string {
  if (target.startsWith("/")) return target;
  const rest = target.replace(AUTHORITY_REGEXP, "");
  // Several slashes at the beginning would make another host of what follows.
  return rest.length < target.length ? rest.replace(/^\/*/, "/") : target;
}

/**
 * Take the prefix away from a target.
 *
 * @param target The target, in origin form
 * @param prefix The prefix, with or without a slash at the end
 * @returns The target below the prefix, which begins with a slash; `""` for the prefix without a slash
 * behind it; `undefined` for what is not below it: `/filesystem` is not below `/files`
 */
export function withoutPrefix(target: string, prefix: string): string | undefined {
  const length = prefix.endsWith("/") ? prefix.length - 1 : prefix.length;
  if (!target.startsWith(prefix.slice(0, length))) return undefined;
  const next = target[length];
  if (next === "/") return target.slice(length);
  return next === undefined || next === "?" || next === "#" ? "" : undefined;
}

/**
 * The target of the directory at the top.
 *
 * @param prefix The prefix, with or without a slash at the end
 * @returns The prefix, with a slash at the end
 */
export function rootOf(prefix = "/"): string {
  return prefix.endsWith("/") ? prefix : `${prefix}/`;
}

/**
 * A directory's target without segments that lead nowhere, as browsers would send it. A listing counts
 * segments on its way back, and repeats the last one in its links: a target of 64 KiB made of `../`
 * would make a page of some hundred megabytes.
 *
 * @param target The target, in origin form, with a slash at the end of its path
 * @returns The target to ask for; `undefined` if it is this one
 */
export function tidyTargetOf(target: string): string | undefined {
  const path = decodeTargetPath(target);
  const tidy = normpath(path).replace(/^\/*/, "/").replace(/\/?$/, "/");
  if (tidy === path) return undefined;
  const [query = ""] = /\?[^#]*/.exec(target) ?? [];
  return quote(tidy, { errors: "replace" }) + query;
}

/** The target without query and fragment. */
function pathOf(target: string): string {
  const end = target.search(/[?#]/);
  return end < 0 ? target : target.slice(0, end);
}
