/**
 * The page that lists a directory, as CPython makes it.
 *
 * @module
 */

import { escape } from "../../python/html.ts";
import { quote } from "../../python/quote.ts";
import { encodeSurrogateEscape } from "../../python/surrogate_escape.ts";
import type { EntryTable, ListedEntry } from "../listing/entry_table.ts";
import { countInTurns, numbersUpTo, sortInTurns, Turns } from "../turns/in_turns.ts";
import { SortKeys } from "../listing/sort_keys.ts";
import { decodeTargetPath } from "../paths/translate_path.ts";

/** How many lines are encoded at once. */
const PIECE = 200;

/**
 * Make the page that lists a directory.
 *
 * @param target The request target, which the title shows
 * @param entries The entries in any order; equal but for case, they stay in that order
 * @returns The page
 */
export function renderListing(target: string, entries: EntryTable): string {
  const keys = new SortKeys(entries.length);
  for (let index = 0; index < entries.length; index++) keys.set(index, keyAt(entries, index));
  const order = numbersUpTo(entries.length).sort((a, b) => keys.compareCodePoints(a, b));
  const lines = Array.from(order, (index) => renderLine(entries.at(index)));
  return listingHead(target) + lines.join("") + LISTING_FOOT;
}

/**
 * {@linkcode renderListing} while others are served.
 *
 * @param target The request target, which the title shows
 * @param entries The entries in any order
 * @returns The page, encoded, in pieces
 * @throws {TypeError} when the title has a lone surrogate in it, where Python raises
 * `UnicodeEncodeError`
 */
export async function renderLargeListing(
  target: string,
  entries: EntryTable,
): Promise<Uint8Array[]> {
  const keys = new SortKeys(entries.length);
  await countInTurns(entries.length, (index) => keys.set(index, keyAt(entries, index)));
  const order = await sortInTurns(
    numbersUpTo(entries.length),
    (a, b) => keys.compareCodePoints(a, b),
  );
  const pieces = [encodeSurrogateEscape(listingHead(target))];
  const turns = new Turns();
  for (let start = 0; start < order.length; start += PIECE) {
    const lines = Array.from(
      order.subarray(start, start + PIECE),
      (index) => renderLine(entries.at(index)),
    );
    pieces.push(encodeSurrogateEscape(lines.join("")));
    await turns.nextIfOver();
  }
  pieces.push(encodeSurrogateEscape(LISTING_FOOT));
  return pieces;
}

/** Names are in order by code points, without regard to case. */
function keyAt(entries: EntryTable, index: number): string {
  return entries.nameAt(index).toLowerCase();
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
function renderLine({ name, isDirectory, isSymlink }: ListedEntry): string {
  const link = isDirectory ? `${name}/` : name;
  const display = isSymlink ? `${name}@` : link;
  return `<li><a href="${quote(link)}">${escape(display, false)}</a></li>\n`;
}

/** The lines below the list. */
const LISTING_FOOT = "</ul>\n<hr>\n</body>\n</html>\n";
