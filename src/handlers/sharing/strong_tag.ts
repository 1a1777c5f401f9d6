/**
 * The entity tag that conditional writes go by.
 *
 * @module
 */

import type { EntityTag } from "../../http/entity_tag.ts";
import { opaqueTagOf } from "../file/validators.ts";

/**
 * The strong entity tag of a file (RFC 9110, section 8.8.3): the one that `GET` tells once the file has
 * been left alone for a while.
 *
 * @param info What the file system says of it
 * @returns The tag
 */
export function strongTagOf(info: Deno.FileInfo): EntityTag {
  return { weak: false, opaque: opaqueTagOf(info) };
}
