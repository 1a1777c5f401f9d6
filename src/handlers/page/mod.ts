/**
 * The listing of a directory for people: a page with everything in it, complete without JavaScript,
 * or the same as JSON or plain text. Loaded when a directory is first listed.
 *
 * This is the door to the folder: the handler says what is asked for and what there is, and sends
 * what {@linkcode answerListing} makes of it.
 *
 * @module
 */

import type { Fields } from "../../http/fields.ts";
import { type Abilities, hasAbilities, usableAbilities } from "./abilities.ts";
import { acceptedForm, type Form, FORMS } from "./accepted_form.ts";
import { arrange, type Arrangement } from "./arrange.ts";
import { renderDocument } from "./document.ts";
import { Turns } from "../turns/in_turns.ts";
import { encodeInTurns } from "../turns/encode_in_turns.ts";
import { baseOf } from "./entry_link.ts";
import { jsonListing } from "./json_form.ts";
import type { ListedDirectory } from "./listed_directory.ts";
import { formatListingQuery, parseListingQuery } from "./listing_query.ts";
import { contentSecurityPolicy } from "./policy.ts";
import { renderReadme } from "./readme.ts";
import { textListing } from "./text_form.ts";

export type { Abilities } from "./abilities.ts";
export type { ListedEntry } from "../listing/entry_table.ts";
export type { EntryDetails, ListedDirectory } from "./listed_directory.ts";
export type { JsonEntry, JsonListing } from "./json_form.ts";

/** A request for a listing. */
export interface ListingRequest {
  /** The path of the target as sent, still encoded, without query: `/a%20b/`. */
  readonly path: string;
  /** The query of the target: see {@linkcode parseListingQuery}. */
  readonly query: URLSearchParams;
  /** The value of `Accept`, several of them joined with commas; `null` where there is none. */
  readonly accept?: string | null | undefined;
}

/** Options of {@linkcode answerListing}. */
export interface ListingOptions {
  /**
   * The path of the topmost directory, as sent, with a slash at both ends: the way to a directory is
   * shown from there on.
   *
   * @default {"/"}
   */
  readonly root?: string;
  /**
   * What people may do besides looking: the page has controls for it.
   *
   * @default {{}}
   */
  readonly abilities?: Abilities;
}

/** The answer to a request for a listing; its status is 200. */
export interface ListingAnswer {
  /** The media type, with its character set. */
  readonly contentType: string;
  /** The content. */
  readonly body: Uint8Array<ArrayBuffer>;
  /**
   * Further fields: `Vary`, `Link` to other pages, `X-Content-Type-Options`, and with the page its
   * policy. `Cache-Control` and tags are left to the handler, and so is `Content-Length`.
   */
  readonly headers: Fields;
}

/**
 * List a directory as the client asks for it: `Accept` says in which form (RFC 9110, section 12.5.1:
 * `text/html`, `application/json` or `text/plain`), the query says what of it.
 *
 * A large directory is worked on in turns, between which others are served. With 100,000 entries, an
 * answer takes up to a second, and the event loop is held up for a few milliseconds at a time, besides
 * what `look` takes: it is called for the entries of one page (500 unless the query says otherwise,
 * 10,000 at most), or for all when they are sorted by size or date.
 *
 * @param request What is asked for
 * @param directory What there is
 * @param options Where the topmost directory is
 * @returns What to send
 *
 * @example List a directory as JSON
 * ```ts
 * import { assertEquals } from "@std/assert";
 * import { EntryTable } from "../listing/entry_table.ts";
 *
 * const directory = {
 *   displayPath: "/docs/",
 *   entries: new EntryTable([{ name: "a b.txt", isDirectory: false, isSymlink: false }]),
 *   look: () => ({ size: 12, mtime: 0 }),
 * };
 * const query = new URLSearchParams();
 * const request = { path: "/docs/", query, accept: "application/json" };
 * const { body } = await answerListing(request, directory);
 * assertEquals(JSON.parse(new TextDecoder().decode(body)).entries, [{
 *   name: "a b.txt",
 *   type: "file",
 *   link: false,
 *   size: 12,
 *   modified: "1970-01-01T00:00:00.000Z",
 *   href: "a%20b.txt",
 * }]);
 * ```
 */
export async function answerListing(
  request: ListingRequest,
  directory: ListedDirectory,
  options: ListingOptions = {},
): Promise<ListingAnswer> {
  const form = acceptedForm(request.accept);
  const arrangement = await arrange(directory, parseListingQuery(request.query));
  const abilities = usableAbilities(options.abilities ?? {});
  const pieces = await render(form, request, directory, arrangement, { ...options, abilities });
  return {
    contentType: form === "json" ? FORMS.json : `${FORMS[form]}; charset=utf-8`,
    body: await encodeInTurns(pieces),
    headers: [
      ["Vary", "Accept"],
      ["X-Content-Type-Options", "nosniff"],
      ...linkFields(arrangement),
      ...(form === "html" ? await pageFields(abilities) : []),
    ],
  };
}

async function render(
  form: Form,
  { path }: ListingRequest,
  directory: ListedDirectory,
  arrangement: Arrangement,
  { root = "/", abilities = {} }: ListingOptions,
): Promise<readonly string[]> {
  const { displayPath } = directory;
  const base = baseOf(path);
  if (form === "text") return await textListing(arrangement);
  if (form === "json") return await jsonListing(displayPath, base, arrangement);
  const { filter, page } = arrangement.query;
  const turns = new Turns();
  const readme = filter === "" && page === 1 ? await renderReadme(directory) : "";
  await turns.nextIfOver();
  return await renderDocument({ path, root, displayPath, base, arrangement, readme, abilities });
}

/** Where the pages before and behind are (RFC 8288), for clients that don't read the content. */
function linkFields({ query, pages }: Arrangement): [string, string][] {
  const steps: [number, string][] = [[query.page - 1, "prev"], [query.page + 1, "next"]];
  const links = steps.filter(([page]) => page >= 1 && page <= pages)
    .map(([page, rel]) => `<${formatListingQuery({ ...query, page })}>; rel="${rel}"`);
  return links.length === 0 ? [] : [["Link", links.join(", ")]];
}

async function pageFields(abilities: Abilities): Promise<[string, string][]> {
  return [
    ["Content-Security-Policy", await contentSecurityPolicy(hasAbilities(abilities))],
    ["Referrer-Policy", "no-referrer"],
  ];
}
