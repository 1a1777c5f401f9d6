/**
 * The README below the entries.
 *
 * @module
 */

import { escape } from "../../python/html.ts";
import type { EntryTable, ListedEntry } from "../listing/entry_table.ts";
import { LruMap } from "../memory/lru_map.ts";
import { countInTurns } from "../turns/in_turns.ts";
import type { ListedDirectory } from "./listed_directory.ts";
import { visibleName } from "./visible_name.ts";

/** Names of READMEs in lower case, the first is the one that is shown. */
const NAMES = ["readme.md", "readme.markdown", "readme.txt", "readme"];

/** What they begin with; a capital differs in one bit. */
const SMALL_R = 0x72;

/** The most that is shown of one, in bytes. */
const MAX_SIZE = 64 * 1024;

/**
 * What may take long to render, and how often it may be there. Each bracket may begin a link, each line
 * and each marker of a heading, a list or a quotation a block: 64 KiB of nothing else would keep
 * everybody waiting for half a second. All blocks are found in one go, and so are the links of one.
 */
const COSTLY: readonly (readonly [regexp: RegExp, most: number])[] = [
  [/[[\]]|\r\n?|\n|\/\/|mailto:/gi, 5000],
  [/(?<=^|[\s>])(?:#{1,6}|[-+*]|\d{1,9}[.)])(?=\s)|>/gm, 2500],
  [/\/\/|mailto:/gi, 2500],
  [/[*_~]+/g, 5000],
];

/** How many cells of tables, at the most that there may be. */
const MAX_CELLS = 10_000;

/** How many are kept as HTML. */
const MAX_KEPT = 8;

/** READMEs as HTML, by name and text. */
const kept = new LruMap<string, string>(MAX_KEPT);

/** A directory's README. */
async function findReadme(entries: EntryTable): Promise<ListedEntry | undefined> {
  let best: ListedEntry | undefined;
  let rank = NAMES.length;
  await countInTurns(entries.length, (index) => {
    const name = entries.nameAt(index);
    // Most names are ruled out by their first letter.
    if ((name.charCodeAt(0) | 0x20) !== SMALL_R || entries.isDirectoryAt(index)) return;
    const place = NAMES.indexOf(name.toLowerCase());
    if (place >= 0 && place < rank) [best, rank] = [entries.at(index), place];
  });
  return best;
}

/**
 * Make a section of a directory's README.
 *
 * @param directory The directory
 * @returns HTML that is safe; nothing where there is no README, or it may not be read
 */
export async function renderReadme(directory: ListedDirectory): Promise<string> {
  const entry = await findReadme(directory.entries);
  if (entry === undefined) return "";
  const bytes = await directory.read?.(entry, MAX_SIZE + 1);
  if (!bytes) return "";
  const text = new TextDecoder().decode(bytes.subarray(0, MAX_SIZE));
  const content = await renderOnce(entry.name, text);
  const rest = bytes.length > MAX_SIZE
    ? '<p class="remote">[…] Open the file to see the rest.</p>'
    : "";
  return `<section class="readme" aria-labelledby="readme">
<h2 id="readme"><bdi>${escape(visibleName(entry.name))}</bdi></h2>
<div class="prose" dir="auto">${content}${rest}</div>
</section>`;
}

async function renderOnce(name: string, text: string): Promise<string> {
  const key = `${name}/${text}`;
  const html = kept.get(key) ?? await renderText(name, text);
  kept.set(key, html);
  return html;
}

async function renderText(name: string, text: string): Promise<string> {
  const plain = `<pre class="plain">${escape(text, false)}</pre>`;
  if (!/\.(md|markdown)$/i.test(name)) return plain;
  if (!isQuick(text)) {
    return `${plain}<p class="remote">Shown as it is written: it would take long to lay out.</p>`;
  }
  const { renderMarkdown } = await import("./markdown.ts");
  return await renderMarkdown(text) ?? plain;
}

/** Whether to render a text does not take long. */
function isQuick(text: string): boolean {
  if (COSTLY.some(([regexp, most]) => count(text, regexp) > most)) return false;
  const lines = text.split(/\r\n?|\n/);
  // Each row of a table has all columns, whether they are written or not.
  const columns = Math.max(...lines.map((line) => count(line, /\|/g)));
  return lines.length * columns <= MAX_CELLS;
}

function count(text: string, regexp: RegExp): number {
  return text.match(regexp)?.length ?? 0;
}
