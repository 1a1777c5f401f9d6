/**
 * Applications of a single page, which find their way by the address.
 *
 * @module
 */

import type { FileOptions } from "./options.ts";

/**
 * The file that such an application is.
 *
 * @param spa The option
 * @returns Its path within the directory; `undefined` if there is none
 */
export function spaFileOf(spa: FileOptions["spa"]): string | undefined {
  return spa === true ? "index.html" : spa || undefined;
}

/**
 * Whether the name that a target ends with has an extension: then it may be a file that is missing, and
 * who looks for a picture or a script is better told so.
 *
 * @param target The target
 * @returns Whether it has
 */
export function hasExtension(target: string): boolean {
  return /\.[^./]*$/.test(target.replace(/[?#].*$/s, ""));
}

/**
 * Whether somebody looks for a page, as browsers do when an address is entered.
 *
 * @param accept The values of `Accept`
 * @returns Whether `text/html` is named
 */
export function wantsPage(accept: readonly string[]): boolean {
  return /(?:^|,)\s*text\/html\s*(?:[,;]|$)/i.test(accept.join());
}
