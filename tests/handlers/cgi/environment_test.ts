import { assertEquals } from "@std/assert";
import { HTTPMessage } from "../../../mod.ts";
import { indexArguments, metaVariables } from "../../../src/handlers/cgi/meta_variables.ts";
import {
  pythonArguments,
  pythonEnvironment,
} from "../../../src/handlers/cgi/python_environment.ts";
import type { ScriptRequest } from "../../../src/handlers/cgi/request.ts";
import { latin1Of, utf8 } from "../../helpers/bytes.ts";

const REQUEST: ScriptRequest = {
  method: "GET",
  target: "/cgi-bin/a%20b/c%3Fd?e=f",
  protocol: "HTTP/1.1",
  headers: new HTTPMessage(),
  contentLength: undefined,
  scriptName: "/cgi-bin/a b",
  scriptFile: "/srv/cgi-bin/a b",
  pathInfo: "/c?d",
  pathTranslated: "/srv/c?d",
  query: "e=f",
  documentRoot: "/srv",
  software: "S/1",
  serverName: "name.example",
  serverAddress: "192.0.2.1",
  serverPort: 8000,
  client: ["192.0.2.2", 1234],
  secure: false,
  passAuthorization: false,
};

/** RFC 3875, section 4.1 */
Deno.test("metaVariables() has the variables of RFC 3875, and those of other servers", () => {
  assertEquals(metaVariables(REQUEST), {
    GATEWAY_INTERFACE: "CGI/1.1",
    SERVER_SOFTWARE: "S/1",
    SERVER_NAME: "name.example",
    SERVER_ADDR: "192.0.2.1",
    SERVER_PORT: "8000",
    SERVER_PROTOCOL: "HTTP/1.1",
    REQUEST_METHOD: "GET",
    REQUEST_URI: "/cgi-bin/a%20b/c%3Fd?e=f",
    REQUEST_SCHEME: "http",
    SCRIPT_NAME: "/cgi-bin/a b",
    SCRIPT_FILENAME: "/srv/cgi-bin/a b",
    DOCUMENT_ROOT: "/srv",
    PATH_INFO: "/c?d",
    PATH_TRANSLATED: "/srv/c?d",
    QUERY_STRING: "e=f",
    REMOTE_ADDR: "192.0.2.2",
    REMOTE_HOST: "192.0.2.2",
    REMOTE_PORT: "1234",
    REDIRECT_STATUS: "200",
  });
});

/** Fields of a request, and the variables that are there besides; `null` for one that is not. */
const FIELDS: readonly (readonly [fields: string, variables: Record<string, string | null>])[] = [
  ["Accept: a/b\r\nACCEPT: c/d\r\n", { HTTP_ACCEPT: "a/b, c/d" }],
  ["Cookie: a=b\r\nCookie: c=d\r\n", { HTTP_COOKIE: "a=b; c=d" }],
  ["X-Forwarded-For: a\r\n", { HTTP_X_FORWARDED_FOR: "a" }],
  ["Proxy: http://a.example\r\n", { HTTP_PROXY: null }],
  ["Authorization: Basic YTpi\r\n", {
    HTTP_AUTHORIZATION: null,
    AUTH_TYPE: null,
    REMOTE_USER: null,
  }],
  ["Proxy-Authorization: Basic YTpi\r\n", { HTTP_PROXY_AUTHORIZATION: null }],
  ["Content-Type: a/b\r\n", { CONTENT_TYPE: "a/b", HTTP_CONTENT_TYPE: null }],
  ["Content-Length: 3\r\n", { HTTP_CONTENT_LENGTH: null }],
  // X_A could pass itself off as X-A.
  ["X_A: b\r\n", { HTTP_X_A: null }],
  ["X-A: b\r\nX_A: c\r\n", { HTTP_X_A: "b" }],
  ["X.A: b\r\n", { "HTTP_X.A": null }],
  ["X-A: b\r\n c\r\n", { HTTP_X_A: "b c" }],
  [`X-A: ${latin1Of(utf8("é"))}\r\n`, { HTTP_X_A: "é" }],
  ["X-A: \xe9\r\n", { HTTP_X_A: "é" }],
  ["Host: a.example:80\r\n", { SERVER_NAME: "a.example", HTTP_HOST: "a.example:80" }],
  ["Host: [::1]:80\r\n", { SERVER_NAME: "[::1]" }],
  ["Host: a/b\r\n", { SERVER_NAME: "name.example" }],
];

for (const [fields, expected] of FIELDS) {
  Deno.test(`metaVariables() for ${JSON.stringify(fields)}`, () => {
    const variables = metaVariables({ ...REQUEST, headers: HTTPMessage.parse(`${fields}\r\n`) });
    for (const [name, value] of Object.entries(expected)) {
      assertEquals(variables[name] ?? null, value, name);
    }
  });
}

Deno.test("metaVariables() passes Authorization on when asked to", () => {
  const headers = HTTPMessage.parse("Authorization: Basic YTpi\r\n\r\n");
  const variables = metaVariables({ ...REQUEST, headers, passAuthorization: true });
  assertEquals(variables.HTTP_AUTHORIZATION, "Basic YTpi");
});

Deno.test("metaVariables() tells of TLS, and of the body's length", () => {
  const variables = metaVariables({ ...REQUEST, secure: true, contentLength: 0 });
  const { HTTPS, REQUEST_SCHEME, CONTENT_LENGTH } = variables;
  assertEquals([HTTPS, REQUEST_SCHEME, CONTENT_LENGTH], ["on", "https", "0"]);
});

Deno.test("metaVariables() has no PATH_TRANSLATED without PATH_INFO", () => {
  const variables = metaVariables({ ...REQUEST, pathInfo: "", pathTranslated: "/srv" });
  assertEquals([variables.PATH_INFO, variables.PATH_TRANSLATED], ["", undefined]);
});

/** RFC 3875, section 4.4 */
const WORDS: readonly (readonly [query: string, words: string[]])[] = [
  ["", []],
  ["a", ["a"]],
  ["a+b", ["a", "b"]],
  ["a%2Bb+c%20d", ["a+b", "c d"]],
  ["a%3Db", ["a=b"]],
  ["a=b", []],
  ["a+b=c", []],
  // Programs would take them for options (CVE-2012-1823).
  ["-s", []],
  ["%2ds", []],
  ["a+-s", []],
  ["a%00", []],
];

for (const [query, words] of WORDS) {
  Deno.test(`indexArguments() for ${JSON.stringify(query)}`, () => {
    assertEquals(indexArguments("GET", query), words);
    assertEquals(indexArguments("HEAD", query), words);
    assertEquals(indexArguments("POST", query), []);
  });
}

Deno.test("pythonArguments() are CPython's", () => {
  assertEquals(pythonArguments(""), [""]);
  assertEquals(pythonArguments("a+b%20c"), ["a b%20c"]);
  assertEquals(pythonArguments("a=b"), []);
});

/** `Authorization`, and what CPython 3.13 makes of it. */
const AUTHORIZATIONS: readonly (readonly [
  value: string,
  type: string | undefined,
  user: string | undefined,
])[] = [
  ["Basic dXNlcm5hbWU6cGFzcw==", "Basic", "username"],
  ["bASIC dXNlcm5hbWU6cGFzcw==", "bASIC", "username"],
  ["Basic dXNlcm5hbWU6cGFzcw=", "Basic", undefined],
  ["Basic dXNl-cm5hbWU6cGFzcw==", "Basic", "username"],
  ["Basic YTpiOmM=", "Basic", undefined],
  ["Basic YWI=", "Basic", undefined],
  ["Basic w6k6Yg==", "Basic", undefined],
  ["Bearer YTpi", "Bearer", undefined],
  ["Basic", undefined, undefined],
  ["Basic a b", undefined, undefined],
];

for (const [value, type, user] of AUTHORIZATIONS) {
  Deno.test(`pythonEnvironment() for Authorization: ${value}`, () => {
    const headers = HTTPMessage.parse(`Authorization: ${value}\r\n\r\n`);
    const { AUTH_TYPE, REMOTE_USER } = pythonEnvironment({ ...REQUEST, headers });
    assertEquals([AUTH_TYPE, REMOTE_USER], [type, user]);
  });
}
