/**
 * From Markdown to HTML in which there is nothing but text, links and pictures of this server.
 *
 * Safe by construction: `markdown-it` shows HTML as text instead of passing it on, so what comes out
 * are its own elements only, links lead to `http`, `https`, `mailto` or this server, and pictures
 * come from this server. The page's policy (policy.ts) forbids the rest again.
 *
 * @module
 */

import type { MarkdownIt, RendererRule, StateCore } from "npm:markdown-it@15.0.3";
import { escape } from "../../python/html.ts";
import { loadPackage } from "../../server/node/load_package.ts";
import { Turns } from "../turns/in_turns.ts";
import { addTaskLists } from "./task_list.ts";

/** The library. */
const LIBRARY = "npm:markdown-it@15.0.3";

/** Headings are below that of the page, and that with the README's name. */
const HEADING_OFFSET = 2;

/** What goes before the names of a README's headings, so that they are none of the page's. */
const ID_PREFIX = "readme-";

let loading: Promise<MarkdownIt | null> | undefined;

/**
 * Render Markdown (CommonMark, with tables, tasks, strikethrough and plain addresses as links).
 *
 * @param text The text
 * @returns HTML; `null` where the library cannot be had, a server without network for example
 */
export async function renderMarkdown(text: string): Promise<string | null> {
  const markdown = await (loading ??= loadMarkdown());
  return markdown === null ? null : await renderInTurns(markdown, text);
}

/** Do what `markdown.render` does, over several turns. */
async function renderInTurns(markdown: MarkdownIt, text: string): Promise<string> {
  const env = { ids: new Map<string, number>() };
  const state = new markdown.core.State(text, markdown, env);
  const turns = new Turns();
  for (const rule of markdown.core.ruler.getRules("")) {
    if (rule === leaveInline) await parseInline(state, turns);
    else rule(state);
    await turns.nextIfOver();
  }
  return markdown.renderer.render(state.tokens, markdown.options, env);
}

/** What is within paragraphs, headings and cells: half of the work or more. */
async function parseInline({ tokens, md, env }: StateCore, turns: Turns): Promise<void> {
  for (const { type, content, children } of tokens) {
    if (type !== "inline") continue;
    md.inline.parse(content, md, env, children!);
    if (turns.over) await turns.next();
  }
}

/** Stands where {@linkcode parseInline} is to be called, which the library does not wait for. */
function leaveInline(): void {}

/**
 * Whether a README may link to an address.
 *
 * @param url An address, absolute or relative
 * @returns Whether it is one of `http`, `https`, `mailto` or this server
 */
export function isSafeLink(url: string): boolean {
  const { protocol } = parseFrom("http://a.invalid/", url) ?? {};
  return protocol === "http:" || protocol === "https:" || protocol === "mailto:";
}

/**
 * Whether an address is on this server: wherever that is, it leads there.
 *
 * @param url An address, absolute or relative
 * @returns Whether it is
 */
export function isOwnAddress(url: string): boolean {
  return ["http://a.invalid", "https://b.invalid"].every((origin) =>
    parseFrom(`${origin}/`, url)?.origin === origin
  );
}

function parseFrom(base: string, url: string): URL | undefined {
  return URL.parse(url, base) ?? undefined;
}

async function loadMarkdown(): Promise<MarkdownIt | null> {
  try {
    const { default: create } = await loadPackage<typeof import("npm:markdown-it@15.0.3")>(LIBRARY);
    return configure(create({ html: false, linkify: true }));
  } catch {
    return null;
  }
}

function configure(markdown: MarkdownIt): MarkdownIt {
  // Otherwise README.md is taken for a host in Moldova.
  markdown.linkify.set({ fuzzyLink: false, fuzzyEmail: false });
  markdown.validateLink = isSafeLink;
  markdown.core.ruler.at("inline", leaveInline);
  addTaskLists(markdown);
  Object.assign(markdown.renderer.rules, {
    heading_open: openHeading,
    heading_close: closeHeading,
    link_open: openLink,
    image: showImage,
    th_open: openCell,
    td_open: openCell,
    table_open: () => '<div class="scroll" tabindex="0" role="region" aria-label="Table"><table>\n',
    table_close: () => "</table></div>\n",
  });
  return markdown;
}

function openHeading(
  ...[tokens, index, options, env, self]: Parameters<RendererRule>
): string {
  const token = tokens[index]!;
  token.tag = lowerTag(token.tag);
  token.attrSet("id", uniqueId(tokens[index + 1]?.content ?? "", env?.ids as Map<string, number>));
  return self.renderToken(tokens, index, options);
}

function closeHeading(
  ...[tokens, index, options, _env, self]: Parameters<RendererRule>
): string {
  const token = tokens[index]!;
  token.tag = lowerTag(token.tag);
  return self.renderToken(tokens, index, options);
}

function lowerTag(tag: string): string {
  return `h${Math.min(Number(tag.slice(1)) + HEADING_OFFSET, 6)}`;
}

/** As on GitHub, so that the links of READMEs find their headings. */
function uniqueId(heading: string, ids: Map<string, number>): string {
  const slug = heading.trim().toLowerCase().replace(/[^\p{L}\p{N}\s_-]/gu, "").replace(/\s/g, "-");
  const count = ids.get(slug) ?? 0;
  ids.set(slug, count + 1);
  return ID_PREFIX + (count === 0 ? slug : `${slug}-${count}`);
}

function openLink(
  ...[tokens, index, options, _env, self]: Parameters<RendererRule>
): string {
  const token = tokens[index]!;
  const href = String(token.attrGet("href") ?? "");
  if (href.startsWith("#")) token.attrSet("href", `#${ID_PREFIX}${href.slice(1)}`);
  else if (!isOwnAddress(href)) token.attrSet("rel", "noopener noreferrer nofollow");
  return self.renderToken(tokens, index, options);
}

/** The policy forbids the style that aligns a cell. */
function openCell(
  ...[tokens, index, options, _env, self]: Parameters<RendererRule>
): string {
  const token = tokens[index]!;
  const alignment = /^text-align:(left|center|right)$/.exec(String(token.attrGet("style") ?? ""));
  token.attrs = alignment === null ? null : [["class", alignment[1]!]];
  return self.renderToken(tokens, index, options);
}

/** A picture from elsewhere would tell there who reads this: its description is shown instead. */
function showImage(
  ...[tokens, index, options, env, self]: Parameters<RendererRule>
): string {
  const token = tokens[index]!;
  const description = escape(self.renderInlineAsText(token.children ?? [], options, env));
  const source = String(token.attrGet("src") ?? "");
  if (!isOwnAddress(source)) return `<span class="remote">${description}</span>`;
  return `<img src="${escape(source)}" alt="${description}" loading="lazy">`;
}
