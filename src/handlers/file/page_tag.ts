/**
 * Entity tags of pages that are made for each request (RFC 9110, section 8.8.3).
 *
 * @module
 */

import type { EntityTag } from "../../http/entity_tag.ts";
import type { ListingAnswer } from "../page/mod.ts";

/**
 * How many bytes of the hash are in the tag. Whoever puts files into the directory may look for two
 * pages with the same one, and will not find any.
 */
const HASH_SIZE = 18;

/** How much is hashed at once, in bytes: it is copied for that. */
const BLOCK_SIZE = 512 * 1024;

/**
 * The tag of a page: a hash of all that is sent. Whatever the page depends on, from the names to the
 * rights of who asks, another page has another tag.
 *
 * It is weak, since it is the same in all content codings.
 *
 * @param page The page
 * @returns The tag
 */
export async function tagOfPage({ contentType, headers, body }: ListingAnswer): Promise<EntityTag> {
  const hashes: string[] = [];
  for (let start = 0; start < body.length; start += BLOCK_SIZE) {
    hashes.push(await hashOf(body.subarray(start, start + BLOCK_SIZE)));
  }
  const all = new TextEncoder().encode(JSON.stringify([contentType, headers, hashes]));
  return { weak: true, opaque: await hashOf(all) };
}

async function hashOf(bytes: Uint8Array<ArrayBuffer>): Promise<string> {
  const hash = new Uint8Array(await crypto.subtle.digest("SHA-256", bytes));
  return hash.subarray(0, HASH_SIZE).toBase64({ alphabet: "base64url" });
}
