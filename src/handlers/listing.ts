/**
 * The page that lists a directory, as CPython makes it.
 *
 * @module
 */

import { escape } from "../python/html.ts";
import { quote } from "../python/quote.ts";
import { decodeTargetPath } from "./translate_path.ts";

/** An entry of a directory. */
export interface ListedEntry {
  /** The name. */
  readonly name: string;
  /** Whether it is a directory, also by way of a symbolic link. */
  readonly isDirectory: boolean;
  /** Whether it is a symbolic link. */
  readonly isSymlink: boolean;
}

/**
 * Put names into the order of the listing: by code points, without regard to case.
 *
 * @param entries The entries, sorted in place
 */
export function sortEntries(entries: ListedEntry[]): void {
  const keys = new Map(entries.map((entry) => [entry, entry.name.toLowerCase()]));
  entries.sort((a, b) => compareCodePoints(keys.get(a)!, keys.get(b)!));
}

/** JavaScript compares UTF-16 code units, and so puts U+E000 to U+FFFF behind all later planes. */
function compareCodePoints(a: string, b: string): number {
  if (a === b) return 0;
  const length = Math.min(a.length, b.length);
  let index = 0;
  while (index < length && a.charCodeAt(index) === b.charCodeAt(index)) index++;
  if (index === length) return a.length - b.length;
  // Within a pair that differs in its second half, both units are surrogates and compare rightly.
  const x = a.charCodeAt(index);
  const y = b.charCodeAt(index);
  return isSurrogate(x) === isSurrogate(y) ? x - y : isSurrogate(x) ? 1 : -1;
}

function isSurrogate(code: number): boolean {
  return code >= 0xd800 && code <= 0xdfff;
}

/** The lines above the list. */
export function listingHead(target: string): string {
  const title = `Directory listing for ${escape(decodeTargetPath(target), false)}`;
  return [
    "<!DOCTYPE HTML>",
    '<html lang="en">',
    "<head>",
    '<meta charset="utf-8">',
    '<style type="text/css">\n:root {\ncolor-scheme: light dark;\n}\n</style>',
    `<title>${title}</title>\n</head>`,
    `<body>\n<h1>${title}</h1>`,
    "<hr>\n<ul>\n",
  ].join("\n");
}

/** The line of an entry: `/` marks a directory, `@` a link; a link to a directory leads to one. */
export function listingLine({ name, isDirectory, isSymlink }: ListedEntry): string {
  const link = isDirectory ? `${name}/` : name;
  const display = isSymlink ? `${name}@` : link;
  return `<li><a href="${quote(link)}">${escape(display, false)}</a></li>\n`;
}

/** The lines below the list. */
export const LISTING_FOOT = "</ul>\n<hr>\n</body>\n</html>\n";
