import { assert, assertEquals } from "@std/assert";
import { toFetchHandler } from "../../src/fetch/mod.ts";
import { bodyFraming } from "../../src/http/body_framing.ts";
import { HTTPMessage } from "../../src/http/message.ts";
import { parseRequestLine } from "../../src/http/request_line.ts";
import { staysOnSite } from "../../src/handlers/paths/redirect.ts";
import { CapturedStderr } from "../helpers/capture_stderr.ts";
import { parseAnswer } from "../helpers/raw_client.ts";
import { findLastRequest } from "../conformance/deviations.ts";
import { handlerClass } from "../conformance/handlers.ts";
import { fromBytes, toBytes } from "../conformance/packing.ts";
import { type Exchange, readKinds, readTables, readTree } from "../conformance/recorded.ts";
import { buildTree } from "../conformance/tree.ts";

const ORIGIN = "http://localhost";

/** A header block that any program reads in the same way, of fields that `Headers` holds as they are. */
const BLOCK_REGEXP =
  /^(?:[!#$%&'*+.^_`|~0-9A-Za-z-]+: ?(?:[!-~\x80-\xff](?:[ !-~\x80-\xff]*[!-~\x80-\xff])?)?\r\n)*\r\n$/;

/** Fields that are not the handler's: a host takes them, or makes them. */
const HOSTS_FIELDS = /^(?:connection|expect|keep-alive|te|trailer|transfer-encoding|upgrade)$/i;

/** With `Host` there is one more, and then there are too many. */
const MAX_FIELDS = 98;

/** What is longer is about limits of the parser, which are the host's. */
const MAX_LENGTH = 4096;

/** An answer of one head, and fields that `Headers` holds as they are. */
const ANSWER_REGEXP =
  /^HTTP\/1\.[01] [2-5]\d\d [^\r\n]*\r\n(?:[!#$%&'*+.^_`|~0-9A-Za-z-]+: [^\r\n\0]*\r\n)*\r\n/;

/** Masked in what was recorded. */
const DATE_REGEXP = /^[A-Z][a-z]{2}, \d\d [A-Z][a-z]{2} \d{4} \d\d:\d\d:\d\d GMT$/;

/**
 * What was sent, as a `Request`: if it is one request, of HTTP/1.1, that the Fetch standard can hold.
 */
function requestOf({ send }: Exchange): Request | undefined {
  if (send.some(({ length }) => length > MAX_LENGTH)) return undefined;
  const sent = send.map(fromBytes).join("");
  const [, line = "", block = "", body = ""] =
    /^([^\r\n]*)\r\n(.*?\r\n(?:\r\n)|\r\n)(.*)$/s.exec(sent) ?? [];
  const parsed = parseRequestLine(line);
  if (!parsed?.ok || parsed.version !== "HTTP/1.1" || !BLOCK_REGEXP.test(block)) return undefined;
  if (findLastRequest(sent) !== undefined) return undefined;
  const { command: method, path } = parsed;
  const headers = HTTPMessage.parse(block);
  const names = headers.keys().map((name) => name.toLowerCase());
  if (names.some((name) => HOSTS_FIELDS.test(name)) || new Set(names).size < names.length) {
    return undefined;
  }
  if (names.length > MAX_FIELDS) return undefined;
  if (bodyFraming(headers, "HTTP/1.1") !== body.length) return undefined;
  if ((method === "GET" || method === "HEAD") && body !== "") return undefined;
  const url = URL.parse(ORIGIN + path);
  if (!path.startsWith("/") || url?.pathname + url!.search !== path) return undefined;
  try {
    const request = new Request(url!, {
      method,
      headers: headers.toHeaders(),
      ...(body === "" ? {} : { body: toBytes(body) }),
    });
    // "get" becomes "GET".
    return request.method === method ? request : undefined;
  } catch {
    return undefined;
  }
}

/** An answer, as far as it is the handler's. */
type Seen = [status: number, reason: string, fields: string[], body: string];

function expectedOf(exchange: Exchange, method: string): Seen | undefined {
  const bytes = toBytes(exchange.answer.replace(/^HTTP\/1\.1 100 Continue\r\n\r\n/, ""));
  // Not all that handlers of the tests do is an answer.
  if (exchange.raises !== undefined || !ANSWER_REGEXP.test(fromBytes(bytes))) return undefined;

  const { status, reason, fields, body } = parseAnswer(bytes);
  const headers = new Headers();
  for (const [name, value] of fields) {
    if (!HOSTS_FIELDS.test(name)) {
      headers.append(name, name === "Location" ? staysOnSite(value) : value);
    }
  }
  const length = headers.get("content-length");
  const isBodiless = method === "HEAD" || [204, 205, 304].includes(status);
  if (!isBodiless && length !== null && Number(length) !== body.length) return undefined;
  // deno-lint-ignore no-control-regex -- control characters are what it is about
  const statusText = /[\x00-\x08\x0a-\x1f\x7f]/.test(reason) ? "" : reason;
  const text = fromBytes(isBodiless ? new Uint8Array(0) : body);
  return withoutEcho([status, statusText, fieldsOf(headers), text]);
}

async function seenOf(response: Response): Promise<Seen> {
  const { status, statusText, headers } = response;
  const text = fromBytes(await response.bytes());
  return withoutEcho([status, statusText, fieldsOf(headers), text]);
}

/**
 * What the handlers of the tests say of the request has its fields by their names in lower case, in
 * order, and `Host`, as `Headers` has them.
 */
function withoutEcho([status, reason, fields, body]: Seen): Seen {
  if (!fields.includes("content-type: application/json")) return [status, reason, fields, body];
  const seen = JSON.parse(body || '{"headers":[]}') as { headers: [string, string][] };
  const headers = [...new Headers(seen.headers)].filter(([name]) => !HOSTS_FIELDS.test(name));
  const rest = fields.filter((field) => !field.startsWith("content-length: "));
  const others = headers.filter(([name]) => name !== "host" && name !== "content-length");
  return [status, reason, rest, JSON.stringify({ ...seen, headers: others })];
}

function fieldsOf(headers: Headers): string[] {
  return [...headers].map(([name, value]) => {
    if (name === "date" && DATE_REGEXP.test(value)) return "date: <date>";
    return `${name}: ${value.replace(/(?:Python|Deno)\/\d+\.\d+\.\d+\S*$/, "<system>")}`;
  });
}

Deno.test({
  name: "toFetchHandler() answers as CPython does what a Request can hold of what was recorded",
  // The tree has names that Windows does not allow.
  ignore: Deno.build.os === "windows",
  fn: async () => {
    using _stderr = new CapturedStderr();
    using tree = buildTree(readTree());
    const failures: string[] = [];
    let count = 0;
    for (const { server, exchanges } of readKinds().flatMap(readTables)) {
      const options = { handlerOptions: { directory: tree.root }, onError: () => {} };
      const fetch = toFetchHandler(handlerClass(server), options);
      for (const exchange of exchanges) {
        const request = requestOf(exchange);
        const expected = request && expectedOf(exchange, request.method);
        if (request === undefined || expected === undefined) continue;
        const response = await fetch(request);
        const seen = await seenOf(response);
        count++;
        if (JSON.stringify(seen) !== JSON.stringify(expected)) {
          failures.push(`${exchange.name}\n${JSON.stringify(seen)}\n${JSON.stringify(expected)}`);
        }
      }
    }
    assertEquals(failures.slice(0, 5), []);
    assert(count > 1500, `Only ${count} were compared`);
  },
});
