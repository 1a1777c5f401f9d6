/**
 * Which answers get the script, and how their heads change.
 *
 * The script's element stands behind the document. There HTML parsers take it for a part of the body
 * (HTML, section 13.2.6.4.19), no element is open any more, nothing before it has moved, and bytes that
 * a client asks for by range are those of the file.
 *
 * @module
 */

import type { Field, Fields } from "../../http/fields.ts";
import { encodeLatin1 } from "../../http/latin1.ts";
import { openPolicy } from "./policy.ts";

/** The path of the script. */
export const SCRIPT_PATH = "/.http-server/live.js";

/** The path of the events. */
export const EVENTS_PATH = "/.http-server/live";

/** An answer that gets the script. */
export interface Injection {
  /** The fields as they are now. */
  readonly fields: Fields;
  /** What comes behind the body. */
  readonly element: Uint8Array;
  /** The length of the body without it, if that is known. */
  readonly length: number | undefined;
}

/** Fields that would be untrue of the new body, or would have it kept. */
const DROPPED_REGEXP =
  /^(?:etag|last-modified|accept-ranges|cache-control|expires|content-digest|repr-digest|digest)$/i;

/** What shows that the body is none that ends in HTML, or no page. */
const CODED_REGEXP = /^(?:content-encoding|transfer-encoding|content-range)$/i;

/** What is loaded as a page, where browsers say what they load it for (Fetch Metadata). */
const PAGE_DESTINATIONS: readonly string[] = ["document", "iframe", "frame", "object", "embed"];

const POLICY_REGEXP = /^content-security-policy(?:-report-only)?$/i;

/**
 * Whether what is asked for may be loaded as a page.
 *
 * @param destination The request's `Sec-Fetch-Dest`
 * @returns Whether it may, as far as that is known
 */
export function mayBePage(destination: string | undefined): boolean {
  return destination === undefined || PAGE_DESTINATIONS.includes(destination);
}

/**
 * Add the script to an answer.
 *
 * @param status The status
 * @param fields The fields
 * @param destination The request's `Sec-Fetch-Dest`
 * @returns What changes; `undefined` if the answer is no page
 */
export function inject(
  status: number,
  fields: Fields,
  destination: string | undefined,
): Injection | undefined {
  if (!mayHaveScript(status, fields, destination)) return undefined;
  const nonce = crypto.getRandomValues(new Uint8Array(16)).toBase64();
  const opened = openPolicies(fields, nonce);
  if (opened === undefined) return undefined;
  const attribute = opened.needsNonce ? ` nonce="${nonce}"` : "";
  const element = encodeLatin1(
    `<script src="${SCRIPT_PATH}" data-since="${Date.now()}"${attribute}></script>\n`,
  );
  const length = valueOf(fields, "content-length");
  const others = opened.fields.filter(([name]) =>
    !DROPPED_REGEXP.test(name) && name.toLowerCase() !== "content-length"
  );
  const known = length === undefined ? undefined : Number(length);
  const total: Field[] = known === undefined
    ? []
    : [["Content-Length", String(known + element.length)]];
  return { fields: [...others, ...total, ["Cache-Control", "no-store"]], element, length: known };
}

function mayHaveScript(
  status: number,
  fields: Fields,
  destination: string | undefined,
): boolean {
  if (status < 200 || [204, 205, 206, 304].includes(status)) return false;
  if (!mayBePage(destination)) return false;
  if (fields.some(([name]) => CODED_REGEXP.test(name))) return false;
  if (/^\s*attachment\b/i.test(valueOf(fields, "content-disposition") ?? "")) return false;
  const type = valueOf(fields, "content-type") ?? "";
  return /^text\/html\b/i.test(type) && !/charset\s*=\s*"?utf-?(?:16|32)/i.test(type);
}

function openPolicies(
  fields: Fields,
  nonce: string,
): { readonly fields: Field[]; readonly needsNonce: boolean } | undefined {
  let needsNonce = false;
  const opened: Field[] = [];
  for (const [name, value] of fields) {
    if (!POLICY_REGEXP.test(name)) {
      opened.push([name, value]);
      continue;
    }
    const policy = openPolicy(value, nonce);
    if (policy === undefined) return undefined;
    needsNonce ||= policy.needsNonce;
    opened.push([name, policy.value]);
  }
  return { fields: opened, needsNonce };
}

function valueOf(fields: Fields, name: string): string | undefined {
  return fields.find(([other]) => other.toLowerCase() === name)?.[1];
}
