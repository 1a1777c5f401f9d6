/**
 * From what a script writes to an answer for the client.
 *
 * @module
 */

import { mayBeChunked } from "../../http/body_framing.ts";
import { LAST_CHUNK, writeChunk } from "../../http/chunk_encoding.ts";
import type { BaseHTTPRequestHandler } from "../base.ts";
import type { ScriptHeaders } from "./script_headers.ts";
import type { ScriptOutput } from "./script_output.ts";

/**
 * How the end of a body is told to the client: by a length in bytes, chunks, the connection's end,
 * or not at all.
 */
type Framing = number | "chunked" | "close" | "none";

/** Writes a part of the answer; resolves when there is room for more. */
type Write = (bytes: Uint8Array) => Promise<void>;

/**
 * Send what a script answers.
 *
 * @param handler The handler of the request
 * @param headers The script's header block
 * @param output What follows it
 * @returns Whether it is whole: otherwise the connection has to be closed
 * @throws The error of the connection when the client has gone
 */
export async function sendAnswer(
  handler: BaseHTTPRequestHandler,
  headers: ScriptHeaders,
  output: ScriptOutput,
): Promise<boolean> {
  const framing = framingOf(handler, headers);
  holdBack(handler, output);
  sendHead(handler, headers, framing);
  const { wfile } = handler;
  const write: Write = framing === "chunked"
    ? (bytes) => writeChunk(wfile, bytes)
    : (bytes) => wfile.write(bytes);
  let left = typeof framing === "number" ? framing : Infinity;
  if (framing === "none" || handler.command === "HEAD") left = 0;
  const due = left;
  // What has come with the head leaves with it.
  let bytes: Uint8Array | undefined = output.takeRest();
  for (; bytes !== undefined; bytes = await output.read()) {
    const part = bytes.subarray(0, left);
    left -= part.length;
    if (part.length > 0) await write(part);
  }
  return left === 0 || due === Infinity;
}

/** The answer of a script that ends at once leaves in one piece. */
function holdBack({ wfile }: BaseHTTPRequestHandler, output: ScriptOutput): void {
  if (output.isLasting) return;
  wfile.autoFlush = false;
  output.lasting.then(() => wfile.autoFlush = true);
}

/**
 * Send the last chunk of an answer, if it is chunked.
 *
 * @param handler The handler
 * @param headers The script's header block
 */
export function endAnswer(handler: BaseHTTPRequestHandler, headers: ScriptHeaders): void {
  if (framingOf(handler, headers) !== "chunked" || handler.command === "HEAD") return;
  handler.wfile.write(LAST_CHUNK);
}

function framingOf(handler: BaseHTTPRequestHandler, headers: ScriptHeaders): Framing {
  const { status, contentLength } = headers;
  // RFC 9110, sections 15.3.5, 15.3.6 and 15.4.5
  if (status === 204 || status === 205 || status === 304) return "none";
  if (contentLength !== undefined) return contentLength;
  return mayBeChunked(handler) ? "chunked" : "close";
}

function sendHead(
  handler: BaseHTTPRequestHandler,
  { status, reason, fields }: ScriptHeaders,
  framing: Framing,
): void {
  handler.logRequest(status);
  handler.sendResponseOnly(status, reason);
  const names = new Set(fields.map(([name]) => name.toLowerCase()));
  if (!names.has("server")) handler.sendHeader("Server", handler.versionString());
  if (!names.has("date")) handler.sendHeader("Date", handler.dateTimeString());
  for (const [name, value] of fields) handler.sendHeader(name, value);
  if (typeof framing === "number") handler.sendHeader("Content-Length", framing);
  else if (framing === "chunked") handler.sendHeader("Transfer-Encoding", "chunked");
  else if (framing === "close") handler.sendHeader("Connection", "close");
  // RFC 9110, section 15.3.6
  else if (status === 205) handler.sendHeader("Content-Length", 0);
  handler.endHeaders();
}
