/**
 * What the page may do: show what is in it, and load files of this server.
 *
 * @module
 */

import { SCRIPT } from "./client/script.ts";
import { STYLE } from "./style/style.ts";

let policy: Promise<string> | undefined;

/**
 * The page's `Content-Security-Policy` (CSP level 3), made once. Its own script and style are allowed
 * by their hashes, so that no name and no README can bring another; nothing comes from elsewhere.
 *
 * @returns The field's value
 */
export function contentSecurityPolicy(): Promise<string> {
  return policy ??= makePolicy();
}

async function makePolicy(): Promise<string> {
  return [
    "default-src 'none'",
    `script-src ${await hashOf(SCRIPT)}`,
    `style-src ${await hashOf(STYLE)}`,
    // Thumbnails and previews; "data:" is the page's icon.
    "img-src 'self' data:",
    "media-src 'self'",
    "frame-src 'self'",
    "connect-src 'self'",
    "form-action 'self'",
    "base-uri 'none'",
    "frame-ancestors 'self'",
    "require-trusted-types-for 'script'",
  ].join("; ");
}

async function hashOf(text: string): Promise<string> {
  const digest = await crypto.subtle.digest("SHA-256", new TextEncoder().encode(text));
  return `'sha256-${new Uint8Array(digest).toBase64()}'`;
}
