/**
 * {@linkcode sendBody}: the body of a `Response`, over a connection.
 *
 * @module
 */

import type { BaseHTTPRequestHandler } from "../handlers/base.ts";
import { mayBeChunked } from "../http/body_framing.ts";
import { LAST_CHUNK, writeChunk } from "../http/chunk_encoding.ts";

type Reader = ReadableStreamDefaultReader<Uint8Array>;
type Result = ReadableStreamReadResult<Uint8Array>;

/** How the end of a body is told. */
type Framing = { readonly kind: "length"; readonly length: number } | {
  readonly kind: "chunked" | "close";
};

/**
 * Send the end of a head, and the body. A body that is at hand as a whole has its length in the head.
 *
 * @param handler The handler, whose head has all fields but those that frame the body
 * @param response The answer
 * @throws The error of the body, or of the connection. The connection is then of no further use
 */
export async function sendBody(
  handler: BaseHTTPRequestHandler,
  { status, headers, body }: Response,
): Promise<void> {
  const hasNone = handler.command === "HEAD" || status === 204 || status === 205 || status === 304;
  if (hasNone || body === null) {
    if (!hasNone && !headers.has("content-length")) handler.sendHeader("Content-Length", 0);
    handler.endHeaders();
    await body?.cancel();
    return;
  }
  const reader = body.getReader();
  try {
    const first = await reader.read();
    const next = first.done ? Promise.resolve(first) : reader.read();
    const framing = framingOf(handler, headers, first, await isAtHand(next));
    handler.endHeaders();
    await copy(handler, framing, [Promise.resolve(first), next], reader);
  } catch (error) {
    // What is missing tells the client that the body is not complete.
    handler.closeConnection = true;
    reader.cancel(error).catch(() => {
      // It is the body that has failed.
    });
    throw error;
  }
}

/** Whether a body ends with what is read now: if nothing else happens before it has. */
async function isAtHand(next: Promise<Result>): Promise<boolean> {
  const { promise, resolve } = Promise.withResolvers<void>();
  const timer = setTimeout(resolve, 0);
  try {
    const result = await Promise.race([next, promise]);
    return result?.done ?? false;
  } finally {
    clearTimeout(timer);
  }
}

function framingOf(
  handler: BaseHTTPRequestHandler,
  headers: Headers,
  { value }: Result,
  isWhole: boolean,
): Framing {
  const given = headers.get("content-length");
  if (given !== null && /^\d+$/.test(given)) return { kind: "length", length: Number(given) };
  if (isWhole) {
    const length = value?.length ?? 0;
    handler.sendHeader("Content-Length", length);
    return { kind: "length", length };
  }
  if (mayBeChunked(handler)) {
    handler.sendHeader("Transfer-Encoding", "chunked");
    return { kind: "chunked" };
  }
  handler.sendHeader("Connection", "close");
  return { kind: "close" };
}

async function copy(
  { wfile }: BaseHTTPRequestHandler,
  framing: Framing,
  begun: readonly Promise<Result>[],
  reader: Reader,
): Promise<void> {
  let left = framing.kind === "length" ? framing.length : Infinity;
  const pending = [...begun];
  for (;;) {
    const { done, value } = await (pending.shift() ?? reader.read());
    if (done) break;
    left -= value.length;
    if (left < 0) throw new TypeError("The body of the answer is longer than its Content-Length");
    if (value.length === 0) continue;
    await (framing.kind === "chunked" ? writeChunk(wfile, value) : wfile.write(value));
  }
  if (framing.kind === "chunked") wfile.write(LAST_CHUNK);
  if (framing.kind === "length" && left > 0) {
    throw new TypeError("The body of the answer is shorter than its Content-Length");
  }
}
