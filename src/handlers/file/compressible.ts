/**
 * Which files are worth compressing, and of which type those are that are compressed.
 *
 * @module
 */

import { DEFAULT_EXTENSIONS_MAP } from "../simple.ts";

/**
 * The default of `extensionsMap`. Python has the types of what is compressed in these, and sends no
 * `Content-Encoding` that would say so: whoever unpacks by the type fails.
 */
export const FILE_EXTENSIONS_MAP: Readonly<Record<string, string>> = {
  ...DEFAULT_EXTENSIONS_MAP,
  ".svgz": "application/gzip",
  ".taz": "application/gzip",
  ".tbz2": "application/x-bzip2",
  ".tgz": "application/gzip",
  ".txz": "application/x-xz",
  ".tz": "application/gzip",
};

/** A shorter file is sent in as many packets as a compressed one, in bytes. */
const MIN_SIZE = 1024;

/** All kinds of text, and what else is mostly text or has large gaps in it. */
const TYPE_REGEXP = new RegExp(
  "^(?:text/.*|.*\\+(?:json|xml|text|yaml)" +
    "|application/(?:json|json5|javascript|ecmascript|xml|xml-dtd|wasm|x-ndjson|jsonl|sql|graphql" +
    "|toml|yaml|x-yaml|rtf|postscript|x-sh|x-csh|x-httpd-php|x-tex|x-latex|x-subrip|vnd.ms-fontobject)" +
    "|font/(?:ttf|otf|sfnt|collection)|application/x-font-(?:ttf|otf)" +
    "|image/(?:bmp|x-ms-bmp|vnd.microsoft.icon|x-icon|x-portable-.*)|model/(?:obj|gltf\\+json|stl))$",
);

/**
 * Whether to compress a file for those who take it compressed.
 *
 * @param contentType Its media type, with or without parameters
 * @param size Its size in bytes
 * @returns Whether it is worth it
 */
export function isWorthCompressing(contentType: string, size: number): boolean {
  return size >= MIN_SIZE && isCompressible(contentType);
}

/**
 * Whether files of a type become much smaller.
 *
 * @param contentType The media type, with or without parameters
 * @returns Whether they do
 */
export function isCompressible(contentType: string): boolean {
  const [type = ""] = contentType.split(";", 1);
  return TYPE_REGEXP.test(type.trim().toLowerCase());
}
