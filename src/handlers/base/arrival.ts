/**
 * Waiting for a request to arrive: for its first bytes, and for the rest of its first line.
 *
 * @module
 */

import type { StreamRequestHandler } from "../../server/stream_request_handler.ts";

/** What handles requests. */
interface Handler extends Pick<StreamRequestHandler, "request" | "rfile"> {
  requestline: string;
  requestVersion: string;
  command: string | null;
}

/** What is read of a connection that is to be closed. */
const NOTHING = new Uint8Array(0);

/**
 * Become idle. Until the head of the next request is whole, a shutdown may close the connection.
 *
 * @param handler What will answer it
 * @returns Whether its first bytes are to be waited for
 */
export function becomeIdle({ request, rfile }: Handler): boolean {
  if (rfile.bufferedLength > 0) return false;
  request.idle = true;
  return !request.draining;
}

/**
 * Wait for more of a request of which there was more than fits into what an idle connection has.
 *
 * @param handler What will answer it
 */
export async function awaitMore(handler: Handler): Promise<void> {
  beginHead(handler);
  await handler.rfile.fill();
}

/**
 * Wait for the first line of a request.
 *
 * @param handler What will answer it
 * @returns The line with its line end; nothing if the connection was closed
 */
export async function awaitRequestline(handler: Handler): Promise<Uint8Array> {
  const { request, rfile } = handler;
  if (request.draining) return NOTHING;
  beginHead(handler);
  const line = await rfile.readline(request.limits.maxRequestLine + 1);
  return request.closed ? NOTHING : line;
}

function beginHead(handler: Handler): void {
  if (handler.rfile.bufferedLength > 0) handler.request.phase = "head";
  // Whatever becomes of it is no answer to the request before it.
  handler.requestline = handler.requestVersion = handler.command = "";
}
