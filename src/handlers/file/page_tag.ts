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
  // A large body is not to be copied once more.
  const content = new Uint8Array(await crypto.subtle.digest("SHA-256", body)).toBase64();
  const all = new TextEncoder().encode(JSON.stringify([contentType, headers, content]));
  const hash = new Uint8Array(await crypto.subtle.digest("SHA-256", all));
  return { weak: true, opaque: hash.subarray(0, HASH_SIZE).toBase64({ alphabet: "base64url" }) };
}
