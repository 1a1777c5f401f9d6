/**
 * Whether a request was made by a page of another site: browsers send those with the rights of the
 * user, without asking. A site whose name was made to lead here (DNS rebinding) looks like this one.
 *
 * @module
 */

import { hostnameOf, isPrivateHost } from "../../http/host.ts";
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
  return origins.some((origin) => !isOwnOrigin(origin.trim(), headers.get("Host")));
}

/**
 * Why a request may not write, for which {@linkcode isCrossSite} holds.
 *
 * @param headers The fields of the request
 * @returns A sentence; where a proxy may be the reason, what it has to do
 */
export function crossSiteMessage(headers: HTTPMessage): string {
  const sentence = "Pages of other sites may not write here";
  if (headers.has("Sec-Fetch-Site")) return sentence;
  const [origin, host] = [headers.get("Origin"), headers.get("Host", "nothing")];
  return `${sentence}: the page is of ${origin}, and Host is ${host}. ` +
    "A proxy in between has to hand Host on, with the port";
}

/**
 * By which name a page may have been made to lead here. A page sends an `Origin` with all that writes,
 * and `Sec-Fetch-Site`, which no script can set, only where nobody can invent the name: over TLS, and
 * to this machine's name for itself (W3C Fetch Metadata, section 2). So what is left are pages over
 * plain HTTP, and names that somebody could have made lead here.
 *
 * @param headers The fields of the request
 * @returns The name as sent; `undefined` where it leads here by right, or no page asks
 */
export function doubtfulHost(headers: HTTPMessage): string | undefined {
  if (!headers.has("Origin") || headers.has("Sec-Fetch-Site")) return undefined;
  return headers.getAll("Host").find((host) => {
    const hostname = hostnameOf(host);
    return hostname === undefined || !isPrivateHost(hostname);
  });
}

/**
 * Whether an origin is that of this server, whichever the scheme.
 *
 * @param origin The origin: a scheme of HTTP and a host
 * @param host The value of `Host`
 * @returns Whether the hosts are the same, and the ports
 */
export function isOwnOrigin(origin: string, host: string | undefined): boolean {
  if (host === undefined || !URL.canParse(origin)) return false;
  const { protocol, host: theirs } = new URL(origin);
  if (protocol !== "http:" && protocol !== "https:") return false;
  // Ports that belong to the scheme are left out of either.
  const own = `${protocol}//${host}`;
  return URL.canParse(own) && new URL(own).host === theirs;
}
