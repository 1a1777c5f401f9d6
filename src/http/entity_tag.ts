/**
 * Entity tags, and lists of them (RFC 9110, section 8.8.3).
 *
 * @module
 */

/** An entity tag. */
export interface EntityTag {
  /** Whether it stands for representations that are the same to the reader, but maybe not to the byte. */
  readonly weak: boolean;
  /** What is between the quotes. */
  readonly opaque: string;
}

/** `[ weak ] DQUOTE *etagc DQUOTE`, and then the end, or a comma and maybe more of a list. */
const MEMBER_REGEXP = /[\t ,]*(W\/)?"([!\x23-\x7e\x80-\xff]*)"[\t ]*(?=,|$)/y;

const REST_REGEXP = /^[\t ,]*$/;

/**
 * Write a tag.
 *
 * @param tag The tag
 * @returns e.g. `"xyzzy"` or `W/"xyzzy"`, with the quotes
 */
export function formatEntityTag({ weak, opaque }: EntityTag): string {
  return `${weak ? "W/" : ""}"${opaque}"`;
}

/**
 * Read a list of tags, as `If-Match` and `If-None-Match` have it.
 *
 * RFC 9110, sections 13.1.1 and 13.1.2
 *
 * @param value The value; several fields joined with commas
 * @returns The tags, or `"*"` for any; without what stands behind something malformed
 */
export function parseEntityTags(value: string): readonly EntityTag[] | "*" {
  if (value.trim() === "*") return "*";
  const tags: EntityTag[] = [];
  let position = 0;
  while (!REST_REGEXP.test(value.slice(position))) {
    MEMBER_REGEXP.lastIndex = position;
    const match = MEMBER_REGEXP.exec(value);
    if (match === null) break;
    tags.push({ weak: match[1] !== undefined, opaque: match[2]! });
    position = MEMBER_REGEXP.lastIndex;
  }
  return tags;
}

/**
 * Whether two tags stand for the same bytes.
 *
 * RFC 9110, section 8.8.3.2
 *
 * @param a A tag
 * @param b Another
 * @returns Whether both are strong and equal
 */
export function matchesStrongly(a: EntityTag, b: EntityTag): boolean {
  return !a.weak && !b.weak && a.opaque === b.opaque;
}

/**
 * Whether two tags stand for the same content.
 *
 * RFC 9110, section 8.8.3.2
 *
 * @param a A tag
 * @param b Another
 * @returns Whether they are equal, be they weak or not
 */
export function matchesWeakly(a: EntityTag, b: EntityTag): boolean {
  return a.opaque === b.opaque;
}
