/**
 * Links of a listing. All are relative, so that they hold behind a proxy that puts the server below
 * a path of its own, and none can lead to another host.
 *
 * @module
 */

import { quote } from "../../python/quote.ts";
import type { ListedEntry } from "../listing/entry_table.ts";

/**
 * Where an entry is, from the address of its directory.
 *
 * @param entry The entry
 * @param base What {@linkcode baseOf} says
 * @returns A relative reference, in ASCII; a directory's ends in a slash
 */
export function linkTo({ name, isDirectory }: ListedEntry, base: string): string {
  // A colon is quoted as well: nothing is taken for a scheme.
  return `${base}${quote(name, { safe: "", errors: "replace" })}${isDirectory ? "/" : ""}`;
}

/**
 * What goes before the names. Nothing, where the address ends in a slash; it need not, since
 * `/directory%2F` is not redirected.
 *
 * @param path The target's path, as sent
 * @returns The last segment of the path and a slash, or nothing
 */
export function baseOf(path: string): string {
  const last = path.slice(path.lastIndexOf("/") + 1);
  return last === "" ? "" : `./${last}/`;
}

/** A directory on the way to one. */
export interface Crumb {
  /** Its name, decoded. */
  readonly name: string;
  /** Where it is, from the address of the directory; `""` for that directory itself. */
  readonly href: string;
}

/**
 * The way to a directory.
 *
 * @param path The target's path, as sent
 * @param root The path of the topmost directory, as sent, with a slash at both ends
 * @returns The directories from the topmost one to this one
 */
export function crumbsOf(path: string, root: string): Crumb[] {
  const below = path.startsWith(root) ? path.slice(root.length) : path.replace(/^\//, "");
  // What is behind the last slash is a file to a browser, and does not count as a step.
  const segments = below.split("/");
  const steps = segments.length - 1;
  const crumbs = [{ name: "", href: steps === 0 ? "./" : "../".repeat(steps) }];
  for (const [index, segment] of segments.entries()) {
    const up = steps - 1 - index;
    if (segment !== "") {
      crumbs.push({ name: decode(segment), href: "../".repeat(Math.max(up, 0)) || "./" });
    }
  }
  crumbs.at(-1)!.href = "";
  return crumbs;
}

function decode(segment: string): string {
  try {
    return decodeURIComponent(segment).replace(/\/$/, "");
  } catch {
    return segment;
  }
}
