/**
 * The meta-variables of RFC 3875, section 4.1, and those that programs rely on besides.
 *
 * @module
 */

import type { HTTPMessage } from "../../http/message.ts";
import { encodeLatin1 } from "../../http/latin1.ts";
import { unquote } from "../../python/unquote.ts";
import type { Environment, ScriptRequest } from "./request.ts";

/**
 * Fields that become no `HTTP_*` variable: those that have a variable of their own, those with
 * passwords (section 4.1.18), and `Proxy`, which would become `HTTP_PROXY`, and that is where many
 * HTTP clients look for their proxy (httpoxy, CVE-2016-5385).
 */
const WITHHELD_FIELDS: ReadonlySet<string> = new Set([
  "content-length",
  "content-type",
  "authorization",
  "proxy-authorization",
  "proxy",
]);

/** An underscore would make two fields one variable: `X_A` could pass itself off as `X-A`. */
const PASSED_NAME_REGEXP = /^[A-Za-z0-9-]+$/;

/** `hostname = server-name`, an IPv6 address in brackets included (section 4.1.14). */
const HOST_REGEXP = /^([A-Za-z0-9._-]+|\[[0-9A-Fa-f:.]+\])(?::[0-9]*)?$/;

/** What needs no decoding: neither folds nor bytes that are no ASCII. */
const PLAIN_TEXT_REGEXP = /^[^\r\n\x80-\xff]*$/;

/** Of how many fields the variable is remembered. */
const MAX_REMEMBERED = 200;

/** The longest name of a field of which it is, in characters. */
const MAX_REMEMBERED_NAME = 64;

const variableNames = new Map<string, string>();

const decoder = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true });

/**
 * The variables of a script.
 *
 * RFC 3875, section 4.1; `REDIRECT_STATUS` is what `php-cgi` asks for, as a sign that it was
 * started by a server.
 *
 * @param request The request
 * @returns The variables
 */
export function metaVariables(request: ScriptRequest): Environment {
  const { headers, contentLength, pathInfo, secure, user } = request;
  const contentType = headers.get("content-type");
  const variables: Environment = {
    GATEWAY_INTERFACE: "CGI/1.1",
    SERVER_SOFTWARE: request.software,
    SERVER_NAME: hostOf(headers) ?? request.serverName,
    SERVER_ADDR: request.serverAddress,
    SERVER_PORT: String(request.serverPort),
    SERVER_PROTOCOL: request.protocol,
    REQUEST_METHOD: request.method,
    REQUEST_URI: originalText(request.target),
    REQUEST_SCHEME: secure ? "https" : "http",
    SCRIPT_NAME: request.scriptName,
    SCRIPT_FILENAME: request.scriptFile,
    DOCUMENT_ROOT: request.documentRoot,
    PATH_INFO: pathInfo,
    QUERY_STRING: originalText(request.query),
    REMOTE_ADDR: request.client[0],
    REMOTE_HOST: request.client[0],
    REMOTE_PORT: String(request.client[1]),
    REDIRECT_STATUS: "200",
  };
  if (pathInfo !== "") variables["PATH_TRANSLATED"] = request.pathTranslated;
  if (secure) variables["HTTPS"] = "on";
  if (contentLength !== undefined) variables["CONTENT_LENGTH"] = String(contentLength);
  if (contentType !== undefined) variables["CONTENT_TYPE"] = originalText(contentType);
  if (user !== undefined) Object.assign(variables, { AUTH_TYPE: "Basic", REMOTE_USER: user });
  if (request.passAuthorization) Object.assign(variables, authorizationOf(headers));
  addFields(variables, headers);
  return variables;
}

/** Add the header fields (section 4.1.18), those of one name as one. */
function addFields(variables: Environment, headers: HTTPMessage): void {
  for (const [name, value] of headers) {
    const variable = variableOf(name);
    if (variable === undefined) continue;
    const before = variables[variable];
    const separator = variable === "HTTP_COOKIE" ? "; " : ", ";
    const text = originalText(value);
    variables[variable] = before === undefined ? text : before + separator + text;
  }
}

/** The variable that a field becomes, if it becomes one. Most requests have the same fields. */
function variableOf(name: string): string | undefined {
  const known = variableNames.get(name);
  if (known !== undefined) return known;
  if (WITHHELD_FIELDS.has(name.toLowerCase()) || !PASSED_NAME_REGEXP.test(name)) return undefined;
  const variable = `HTTP_${name.toUpperCase().replaceAll("-", "_")}`;
  if (variableNames.size < MAX_REMEMBERED && name.length <= MAX_REMEMBERED_NAME) {
    variableNames.set(name, variable);
  }
  return variable;
}

function authorizationOf(headers: HTTPMessage): Environment {
  const authorization = headers.get("authorization");
  return authorization === undefined ? {} : { HTTP_AUTHORIZATION: originalText(authorization) };
}

function hostOf(headers: HTTPMessage): string | undefined {
  return HOST_REGEXP.exec(headers.get("host", ""))?.[1];
}

/**
 * The text whose UTF-8 is what the client sent; folds become a blank. Bytes that are no UTF-8
 * cannot be passed on by Deno: they arrive as the UTF-8 of ISO 8859-1.
 */
function originalText(value: string): string {
  if (PLAIN_TEXT_REGEXP.test(value)) return value;
  const text = value.replace(/[\r\n]+[ \t]*/g, " ");
  try {
    return decoder.decode(encodeLatin1(text));
  } catch {
    return text;
  }
}

/**
 * The arguments of a script: the words of a query that is no form (RFC 3875, section 4.4).
 *
 * @param method The request's method
 * @param query What follows the question mark, as sent
 * @returns The words, decoded; none at all if one of them is like an option, which programs such as
 * `php-cgi` would take for theirs (CVE-2012-1823), or has a NUL
 */
export function indexArguments(method: string, query: string): string[] {
  if (method !== "GET" && method !== "HEAD" || query === "" || query.includes("=")) return [];
  const words = query.split("+").map((word) => unquote(word));
  return words.some((word) => word.startsWith("-") || word.includes("\0")) ? [] : words;
}
