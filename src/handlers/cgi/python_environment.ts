/**
 * The variables that CPython gives to a CGI script.
 *
 * @module
 */

import type { HTTPMessage } from "../../http/message.ts";
import { decodeBase64 } from "../../python/base64.ts";
import { split } from "../../python/white_space.ts";
import type { Environment, ScriptRequest } from "./request.ts";

/**
 * The variables of a script, as CPython sets them.
 *
 * CPython adds them to the server's own environment; here that is left out.
 *
 * CPython: `CGIHTTPRequestHandler.run_cgi`.
 *
 * @param request The request
 * @returns The variables
 */
export function pythonEnvironment(request: ScriptRequest): Environment {
  const { headers } = request;
  return {
    SERVER_SOFTWARE: request.software,
    SERVER_NAME: request.serverName,
    GATEWAY_INTERFACE: "CGI/1.1",
    SERVER_PROTOCOL: request.protocol,
    SERVER_PORT: String(request.serverPort),
    REQUEST_METHOD: request.method,
    PATH_INFO: request.pathInfo,
    PATH_TRANSLATED: request.pathTranslated,
    SCRIPT_NAME: request.scriptName,
    QUERY_STRING: request.query,
    REMOTE_ADDR: request.client[0],
    REMOTE_HOST: "",
    ...authorizationOf(headers),
    CONTENT_TYPE: headers.get("content-type") ?? headers.getContentType(),
    CONTENT_LENGTH: headers.get("content-length", ""),
    HTTP_REFERER: headers.get("referer", ""),
    HTTP_ACCEPT: headers.getAll("accept").join(","),
    HTTP_USER_AGENT: headers.get("user-agent", ""),
    HTTP_COOKIE: headers.getAll("cookie").filter((cookie) => cookie !== "").join(", "),
  };
}

/** What a client says of itself, which nobody has verified. */
function authorizationOf(headers: HTTPMessage): Environment {
  const [scheme, credentials, ...rest] = split(headers.get("authorization", ""));
  if (scheme === undefined || credentials === undefined || rest.length > 0) return {};
  const user = scheme.toLowerCase() === "basic" ? userOf(credentials) : undefined;
  return { AUTH_TYPE: scheme, ...(user === undefined ? {} : { REMOTE_USER: user }) };
}

function userOf(credentials: string): string | undefined {
  const decoded = isAscii(credentials) ? decodeBase64(credentials) : undefined;
  if (decoded === undefined || !isAscii(decoded)) return undefined;
  const [user, password, ...rest] = decoded.split(":");
  return password === undefined || rest.length > 0 ? undefined : user;
}

function isAscii(text: string): boolean {
  return !/\P{ASCII}/u.test(text);
}

/**
 * The argument of a script, as CPython passes it: the query with its plus signs as blanks.
 *
 * CPython: `CGIHTTPRequestHandler.run_cgi`.
 *
 * @param query What follows the question mark, as sent
 * @returns One argument, which may be empty; none when there is an equals sign
 */
export function pythonArguments(query: string): string[] {
  return query.includes("=") ? [] : [query.replaceAll("+", " ")];
}
