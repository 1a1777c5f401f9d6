/**
 * The header block of a script's answer (RFC 3875, section 6).
 *
 * @module
 */

import { CONNECTION_FIELDS } from "../../http/connection_fields.ts";
import type { Fields } from "../../http/fields.ts";
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
  readonly fields: Fields;
}

/** `CGI-field = generic-field`, `generic-field = field-name ":" [ field-value ] NL` (section 6.3). */
// deno-lint-ignore no-control-regex
const FIELD_REGEXP = /^([!#$%&'*+\-.^_`|~0-9A-Za-z]+):[ \t]*([^\0-\x08\x0a-\x1f\x7f]*?)[ \t]*$/;

/** `Status = "Status:" status-code SP reason-phrase NL` (section 6.3.3); final codes only. */
const STATUS_REGEXP = /^([2-5][0-9]{2})(?:[ \t]+(.*))?$/;

/** Fields that may be there once (section 6.3). */
const SINGLE_FIELDS: ReadonlySet<string> = new Set(
  ["content-type", "content-length", "location", "status"],
);

/** Fields that are for the server, or between it and the client. */
const WITHHELD_FIELDS: ReadonlySet<string> = new Set([
  ...CONNECTION_FIELDS,
  "status",
  "content-length",
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
  const fields: [name: string, value: string][] = [];
  const single = new Map<string, string>();
  let others = 0;
  for (const line of decodeLatin1(block).split("\n")) {
    const text = line.endsWith("\r") ? line.slice(0, -1) : line;
    if (text === "") continue;
    const [name, value] = parseField(text);
    const key = name.toLowerCase();
    if (key !== "content-type") others++;
    if (SINGLE_FIELDS.has(key)) {
      if (single.has(key)) throw new ScriptHeadersError(`it has ${name} twice`);
      single.set(key, value);
    }
    if (!WITHHELD_FIELDS.has(key)) fields.push([name, value]);
  }
  const [location, status] = [single.get("location"), single.get("status")];
  if (location === undefined && status === undefined && !single.has("content-type")) {
    throw new ScriptHeadersError("it has no Content-Type, Location or Status");
  }
  const parsed = status === undefined ? undefined : parseStatus(status);
  return {
    status: parsed?.[0] ?? (location === undefined ? 200 : 302),
    reason: parsed?.[1],
    // With other fields, such as a cookie, it is for the client. A Content-Type is often there by habit.
    localRedirect: others === 1 && location?.startsWith("/") ? location : undefined,
    contentLength: parseLength(single.get("content-length")),
    fields,
  };
}

function parseField(line: string): [name: string, value: string] {
  const [, name, value] = FIELD_REGEXP.exec(line) ?? [];
  if (name === undefined || value === undefined) {
    throw new ScriptHeadersError(`${repr(line.slice(0, 80))} is no field`);
  }
  return [name, value];
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
