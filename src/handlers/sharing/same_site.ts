/**
 * Whether a request was made by a page of another site: browsers send those with the rights of the
 * user, without asking.
 *
 * @module
 */

import type { HTTPMessage } from "../../http/message.ts";

/** What `Sec-Fetch-Site` says of a page of this server, and of the user. */
const OWN_SITES: readonly string[] = ["same-origin", "none"];

/**
 * Whether a request may not write, since a page of another origin sent it. `Sec-Fetch-Site` (W3C
 * Fetch Metadata) tells, or `Origin` (RFC 6454) where a browser does not send that. Programs send
 * neither.
 *
 * The schemes are not compared: behind a proxy that ends TLS, only the browser knows that of the page.
 *
 * @param headers The fields of the request
 * @returns Whether it comes from elsewhere, or from a place that the browser does not tell
 */
export function isCrossSite(headers: HTTPMessage): boolean {
  const sites = headers.getAll("Sec-Fetch-Site");
  if (sites.length > 0) return sites.some((site) => !OWN_SITES.includes(site.trim().toLowerCase()));
  const origins = headers.getAll("Origin");
  return origins.some((origin) => !isOwn(origin.trim(), headers.get("Host")));
}

function isOwn(origin: string, host: string | undefined): boolean {
  if (host === undefined || !URL.canParse(origin)) return false;
  const { protocol, host: theirs } = new URL(origin);
  if (protocol !== "http:" && protocol !== "https:") return false;
  // Ports that belong to the scheme are left out of either.
  const own = `${protocol}//${host}`;
  return URL.canParse(own) && new URL(own).host === theirs;
}
