/**
 * Which names a server answers by. A site can make its own name lead to this machine once a browser
 * has loaded a page of it (DNS rebinding): to the browser, this server is that site then, so that the
 * page may read answers, and write. Only the name in the request tells.
 *
 * @module
 */

import { hostnameOf, isFixedHost, isWithin } from "../../http/host.ts";
import type { HTTPMessage } from "../../http/message.ts";
import { HTTPStatus } from "../../http/status.ts";
import { ANY_HOST } from "./values.ts";

/** `absolute-form` (RFC 9112, section 3.2.2): what it gives as the host. */
const AUTHORITY_REGEXP = /^[a-z][a-z0-9+.-]*:\/\/([^/?#]*)/i;

/** A request, as far as it says by which name. */
interface NamedRequest {
  /** The request's target. */
  readonly path: string;
  /** Its fields. */
  readonly headers: HTTPMessage;
}

/**
 * What is wrong with the name by which a request comes.
 *
 * @param request The request
 * @param allowed The names that are answered; all if left out
 * @returns The status to answer with, and the reason phrase; `undefined` when nothing is wrong
 */
export function refusalOfHost(
  request: NamedRequest,
  allowed: readonly string[] | undefined,
): readonly [status: HTTPStatus, message: string] | undefined {
  // RFC 9112, section 3.2. Who leaves it out can mean nothing else than what is served here.
  if (request.headers.getAll("host").length > 1) {
    return [HTTPStatus.BAD_REQUEST, "More than one Host"];
  }
  return allowed !== undefined && refusedHost(request, allowed) !== undefined
    ? [HTTPStatus.MISDIRECTED_REQUEST, "Not served by this name"]
    : undefined;
}

/**
 * By which name a request comes that is not to be answered.
 *
 * @param request The request
 * @param allowed The names that are; IP addresses and localhost are anyway
 * @returns The name as sent; `undefined` when the request may be answered, as it may without a name,
 * since browsers always send one
 */
function refusedHost(
  { path, headers }: NamedRequest,
  allowed: readonly string[],
): string | undefined {
  if (allowed.includes(ANY_HOST)) return undefined;
  const authority = AUTHORITY_REGEXP.exec(path)?.[1];
  const hosts = headers.getAll("host");
  return [...hosts, ...(authority === undefined ? [] : [authority])].find((host) =>
    !isAllowed(host, allowed)
  );
}

function isAllowed(host: string, allowed: readonly string[]): boolean {
  const hostname = hostnameOf(host);
  if (hostname === undefined) return false;
  return isFixedHost(hostname) || allowed.some((name) => {
    const lower = name.toLowerCase();
    return lower.startsWith(".") ? isWithin(hostname, lower.slice(1)) : hostname === lower;
  });
}
