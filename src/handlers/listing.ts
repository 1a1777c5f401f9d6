/**
 * The page that lists a directory, as CPython makes it.
 *
 * @module
 */

import { concat } from "../http/concat.ts";
import { escape } from "../python/html.ts";
import { quote } from "../python/quote.ts";
import { encodeSurrogateEscape } from "../python/surrogate_escape.ts";
import { mapInTurns, sortInTurns, Turns } from "./in_turns.ts";
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

/** How many lines are encoded at once. */
const PIECE = 200;

/** An entry and what it is sorted by. */
interface Keyed {
  readonly entry: ListedEntry;
  readonly key: string;
}

/**
 * Make the page that lists a directory.
 *
 * @param target The request target, which the title shows
 * @param entries The entries in any order; equal but for case, they stay in that order
 * @returns The page
 */
export function renderListing(target: string, entries: readonly ListedEntry[]): string {
  const lines = entries.map(keyed).sort(compareKeyed).map(renderLine);
  return listingHead(target) + lines.join("") + LISTING_FOOT;
}

/**
 * {@linkcode renderListing} while others are served.
 *
 * @param target The request target, which the title shows
 * @param entries The entries in any order
 * @returns The page, encoded
 * @throws {TypeError} when the title has a lone surrogate in it, where Python raises
 * `UnicodeEncodeError`
 */
export async function renderLargeListing(
  target: string,
  entries: readonly ListedEntry[],
): Promise<Uint8Array> {
  const sorted = await sortInTurns(await mapInTurns(entries, keyed), compareKeyed);
  const pieces = [encodeSurrogateEscape(listingHead(target))];
  const turns = new Turns();
  for (let start = 0; start < sorted.length; start += PIECE) {
    const lines = sorted.slice(start, start + PIECE).map(renderLine);
    pieces.push(encodeSurrogateEscape(lines.join("")));
    await turns.nextIfOver();
  }
  pieces.push(encodeSurrogateEscape(LISTING_FOOT));
  return concat(pieces);
}

/** Names are in order by code points, without regard to case. */
function keyed(entry: ListedEntry): Keyed {
  return { entry, key: entry.name.toLowerCase() };
}

function compareKeyed(a: Keyed, b: Keyed): number {
  return compareCodePoints(a.key, b.key);
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
function listingHead(target: string): string {
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
function renderLine({ entry: { name, isDirectory, isSymlink } }: Keyed): string {
  const link = isDirectory ? `${name}/` : name;
  const display = isSymlink ? `${name}@` : link;
  return `<li><a href="${quote(link)}">${escape(display, false)}</a></li>\n`;
}

/** The lines below the list. */
const LISTING_FOOT = "</ul>\n<hr>\n</body>\n</html>\n";
