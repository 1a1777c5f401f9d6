/**
 * Where in a path the script ends and what is for the script begins.
 *
 * @module
 */

import { partition } from "./url.ts";

/** A script, as a request names it. */
export interface ScriptLocation {
  /** The path of the script's directory in the URL, without a slash at its end. */
  readonly directory: string;
  /** The name of the script; empty when the path ends before it. */
  readonly script: string;
  /** What follows the script's name: empty, or with a slash at its beginning. */
  readonly pathInfo: string;
  /** What follows the question mark, as sent. */
  readonly query: string;
}

/**
 * Find the script in a path below a CGI directory: it is in the deepest directory that exists.
 *
 * CPython: `CGIHTTPRequestHandler.run_cgi`.
 *
 * @param directory The CGI directory, as a path of the URL
 * @param rest The rest of the path, without a slash at its beginning
 * @param query What follows the question mark; `undefined` to look for it in `rest`, as CPython does
 * @param isDirectory Whether a path of the URL leads to a directory
 * @returns The script's location, whether or not it exists
 */
export function locateScript(
  directory: string,
  rest: string,
  query: string | undefined,
  isDirectory: (path: string) => boolean,
): ScriptLocation {
  for (let slash = rest.indexOf("/"); slash >= 0; slash = rest.indexOf("/")) {
    const next = `${directory}/${rest.slice(0, slash)}`;
    if (!isDirectory(next)) break;
    directory = next;
    rest = rest.slice(slash + 1);
  }
  if (query === undefined) [rest, query] = partition(rest, "?");
  const slash = rest.indexOf("/");
  const end = slash < 0 ? rest.length : slash;
  return { directory, script: rest.slice(0, end), pathInfo: rest.slice(end), query };
}
