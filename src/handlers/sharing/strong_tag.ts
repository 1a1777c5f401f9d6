/**
 * The entity tag that conditional writes go by.
 *
 * @module
 */

import type { EntityTag } from "../../http/entity_tag.ts";

/**
 * The strong entity tag of a file (RFC 9110, section 8.8.3).
 *
 * @param info What the file system says of it
 * @returns The tag
 */
export function strongTagOf({ size, mtime, ino }: Deno.FileInfo): EntityTag {
  const parts = [size, mtime?.getTime() ?? 0, ino ?? 0];
  return { weak: false, opaque: parts.map((part) => part.toString(16)).join("-") };
}
