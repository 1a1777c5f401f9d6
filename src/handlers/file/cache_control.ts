/**
 * What clients and caches on the way may do with a file (RFC 9111).
 *
 * @module
 */

import type { FileOptions } from "./options.ts";

/** What is part of a page: only of such files other names are made when they change. */
const ASSET =
  "(?:m?js|css|json|wasm|map|svg|png|jpe?g|gif|webp|avif|ico|woff2?|ttf|otf|mp[34]|webm)";

/** `main.3f9a1c0e.js`: at least eight hexadecimal digits, with letters among them. */
const HEX_REGEXP = new RegExp(
  `[.-](?=[0-9]*[a-f])(?=[a-f]*[0-9])[0-9a-f]{8,64}(?:\\.[a-z]+)?\\.${ASSET}$`,
);

/** `index-BkD3l_2h.js`: eight characters of base 64 or base 32, with a capital and a digit. */
const BASE_64_REGEXP = new RegExp(
  `[.-](?=[^.]*[A-Z])(?=[^.]*[0-9])[\\w-]{8}(?:\\.[a-z]+)?\\.${ASSET}$`,
);

/** A year, in seconds. */
const YEAR = 365 * 24 * 60 * 60;

/**
 * Whether a name says that the content of the file never changes.
 *
 * @param name The name, or a path
 * @returns Whether build tools give such names
 */
export function isHashedName(name: string): boolean {
  return HEX_REGEXP.test(name) || BASE_64_REGEXP.test(name);
}

/**
 * The value of `Cache-Control` for a file.
 *
 * RFC 9111, section 5.2.2; RFC 8246
 *
 * @param path The path of the file
 * @param options The options
 * @returns e.g. `no-cache`, with which clients ask each time whether the file has changed
 */
export function cacheControlOf(path: string, { cache, immutable = false }: FileOptions): string {
  if (immutable && isHashedName(path)) return `max-age=${YEAR}, immutable`;
  return cache === undefined ? "no-cache" : `max-age=${cache}`;
}
