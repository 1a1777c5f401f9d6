/**
 * What the page may do: show what is in it, and load files of this server.
 *
 * @module
 */

import { SHARING_SCRIPT } from "./client/sharing_script.ts";
import { SCRIPT } from "./client/script.ts";
import { SHARING_STYLE } from "./sharing/sharing_style.ts";
import { STYLE } from "./style/style.ts";

/** By whether the page has controls for abilities. */
const policies = new Map<boolean, Promise<string>>();

/**
 * The page's `Content-Security-Policy` (CSP level 3), made once for each kind of page. Its own
 * script and style are allowed by their hashes, so that no name and no README can bring another;
 * nothing comes from elsewhere.
 *
 * @param shares Whether the page has controls for abilities
 * @returns The field's value
 */
export function contentSecurityPolicy(shares = false): Promise<string> {
  let policy = policies.get(shares);
  if (policy === undefined) {
    policy = makePolicy(shares);
    policies.set(shares, policy);
  }
  return policy;
}

async function makePolicy(shares: boolean): Promise<string> {
  const scripts = shares ? [SCRIPT, SHARING_SCRIPT] : [SCRIPT];
  const styles = shares ? [STYLE, SHARING_STYLE] : [STYLE];
  return [
    "default-src 'none'",
    `script-src ${(await Promise.all(scripts.map(hashOf))).join(" ")}`,
    `style-src ${(await Promise.all(styles.map(hashOf))).join(" ")}`,
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
