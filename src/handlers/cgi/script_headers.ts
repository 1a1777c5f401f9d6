/**
 * The header block of a script's answer (RFC 3875, section 6).
 *
 * @module
 */

import { decodeLatin1 } from "../../http/latin1.ts";
import { repr } from "../../python/repr.ts";

/** The script's answer is none. The client gets 502, the log the reason. */
export class ScriptHeadersError extends Error {
  override readonly name = "ScriptHeadersError";
}

/** What a script's header block says. */
export interface ScriptHeaders {
  /** The status code: the script's own, 302 with a `Location`, otherwise 200. */
  readonly status: number;
  /** The reason phrase, if the script has one. */
  readonly reason: string | undefined;
  /** Where to look in the place of an answer (section 6.2.2): path and query; on this server. */
  readonly localRedirect: string | undefined;
  /** The length that the script announces, in bytes. */
  readonly contentLength: number | undefined;
  /** The fields for the client, in order: without `Status`, and what concerns the connection. */
  readonly fields: readonly (readonly [name: string, value: string])[];
}

/** `CGI-field = generic-field`, `generic-field = field-name ":" [ field-value ] NL` (section 6.3). */
// deno-lint-ignore no-control-regex
const FIELD_REGEXP = /^([!#$%&'*+\-.^_`|~0-9A-Za-z]+):[ \t]*([^\0-\x08\x0a-\x1f\x7f]*?)[ \t]*$/;

/** `Status = "Status:" status-code SP reason-phrase NL` (section 6.3.3); final codes only. */
const STATUS_REGEXP = /^([2-5][0-9]{2})(?:[ \t]+(.*))?$/;

/** Fields that may be there once (section 6.3). */
const SINGLE_FIELDS = ["content-type", "content-length", "location", "status"] as const;

/** Fields that are between the server and the client (RFC 9110, section 7.6.1). */
const CONNECTION_FIELDS: ReadonlySet<string> = new Set([
  ...["connection", "keep-alive", "proxy-connection", "te", "trailer"],
  ...["transfer-encoding", "upgrade"],
]);

/**
 * Where the header block in a script's output ends: behind the first empty line.
 *
 * @param output What there is of the output
 * @param start Where to begin looking: as much as was looked at before, less two
 * @returns How many bytes the block has, its empty line included; -1 if it has not ended
 */
export function findScriptHeadersEnd(output: Uint8Array, start = 0): number {
  for (let lf = output.indexOf(10, start); lf >= 0; lf = output.indexOf(10, lf + 1)) {
    if (lf === 0 || lf === 1 && output[0] === 13) return lf + 1;
    if (output[lf + 1] === 10) return lf + 2;
    if (output[lf + 1] === 13 && output[lf + 2] === 10) return lf + 3;
  }
  return -1;
}

/**
 * Parse a header block.
 *
 * @param block The block, its empty line included; lines end in LF or CR LF
 * @returns What it says
 * @throws {ScriptHeadersError} when it is not as the RFC wants it
 */
export function parseScriptHeaders(block: Uint8Array): ScriptHeaders {
  const fields = parseFields(decodeLatin1(block));
  const single = singleFields(fields);
  const { location, status } = single;
  if (single["content-type"] === undefined && location === undefined && status === undefined) {
    throw new ScriptHeadersError("it has no Content-Type, Location or Status");
  }
  const parsed = status === undefined ? undefined : parseStatus(status);
  return {
    status: parsed?.[0] ?? (location === undefined ? 200 : 302),
    reason: parsed?.[1],
    localRedirect: localRedirectOf(fields),
    contentLength: parseLength(single["content-length"]),
    fields: fields.filter(([name]) => isForClient(name.toLowerCase())),
  };
}

function isForClient(name: string): boolean {
  return name !== "status" && name !== "content-length" && !CONNECTION_FIELDS.has(name);
}

function parseFields(block: string): [name: string, value: string][] {
  const fields: [name: string, value: string][] = [];
  for (const line of block.split(/\r?\n/)) {
    if (line === "") continue;
    const [, name, value] = FIELD_REGEXP.exec(line) ?? [];
    if (name === undefined || value === undefined) {
      throw new ScriptHeadersError(`${repr(line.slice(0, 80))} is no field`);
    }
    fields.push([name, value]);
  }
  return fields;
}

function singleFields(
  fields: readonly (readonly [name: string, value: string])[],
): Partial<Record<typeof SINGLE_FIELDS[number], string>> {
  const single: Partial<Record<typeof SINGLE_FIELDS[number], string>> = {};
  for (const name of SINGLE_FIELDS) {
    const [first, second] = fields.filter(([other]) => other.toLowerCase() === name);
    if (second !== undefined) throw new ScriptHeadersError(`it has ${first![0]} twice`);
    if (first !== undefined) single[name] = first[1];
  }
  return single;
}

function parseStatus(value: string): [status: number, reason: string | undefined] {
  const [, status, reason] = STATUS_REGEXP.exec(value) ?? [];
  if (status === undefined) {
    throw new ScriptHeadersError(`${repr(value)} is no status`);
  }
  return [Number(status), reason];
}

function parseLength(value: string | undefined): number | undefined {
  if (value === undefined) return undefined;
  const length = /^[0-9]+$/.test(value) ? Number(value) : NaN;
  if (Number.isSafeInteger(length)) return length;
  throw new ScriptHeadersError(`${repr(value)} is no length`);
}

/**
 * `local-redir-response = local-Location NL` (section 6.2.2): other fields are for the client, such
 * as a cookie, and then so is the redirect. A `Content-Type` is often there by habit.
 */
function localRedirectOf(
  fields: readonly (readonly [name: string, value: string])[],
): string | undefined {
  const others = fields.filter(([name]) => name.toLowerCase() !== "content-type");
  const [name, value] = others[0] ?? [];
  const isLocal = others.length === 1 && name?.toLowerCase() === "location";
  return isLocal && value?.startsWith("/") ? value : undefined;
}
