/**
 * {@linkcode sendEvents}: changes as server-sent events (HTML, section 9.2).
 *
 * @module
 */

import { HTTPStatus } from "../../http/status.ts";
import type { BaseHTTPRequestHandler } from "../base.ts";
import type { Change, Changes } from "./changes.ts";

/** How many may listen at a time. */
const MAX_LISTENERS = 1000;

/** The time between two looks whether the server ends, in milliseconds. */
const TICK = 250;

/** How many ticks there are until something is sent, so that those who have gone are found out. */
const BEAT = 80;

const SINCE_REGEXP = /[?&]since=(\d{1,15})(?:&|$)/;

const encoder = new TextEncoder();

/**
 * Tell a page of changes until it goes.
 *
 * @param handler The handler of its request
 * @param changes The changes
 */
export async function sendEvents(handler: BaseHTTPRequestHandler, changes: Changes): Promise<void> {
  const site = handler.headers.get("sec-fetch-site", "same-origin");
  // The names of files are nobody else's business.
  if (site !== "same-origin" && site !== "none") return handler.sendError(HTTPStatus.FORBIDDEN);
  if (changes.listenerCount >= MAX_LISTENERS) {
    return handler.sendError(HTTPStatus.SERVICE_UNAVAILABLE);
  }
  sendHead(handler);
  if (handler.command === "HEAD") return;
  const { request, wfile } = handler;
  const tell = (change: Change): void => void wfile.write(eventOf(change));
  const forget = changes.listen(tell);
  let ticks = 0;
  const timer = setInterval(() => {
    if (request.draining) request.close();
    else if (++ticks % BEAT === 0) beat(handler);
  }, TICK);
  try {
    const [, since] = SINCE_REGEXP.exec(handler.path) ?? [];
    const missed = since === undefined ? undefined : changes.missedSince(Number(since));
    wfile.write(encoder.encode(": listening\n\n"));
    if (missed !== undefined) tell(missed);
    await untilGone(handler);
  } finally {
    clearInterval(timer);
    forget();
  }
}

function sendHead(handler: BaseHTTPRequestHandler): void {
  handler.sendResponseOnly(HTTPStatus.OK);
  handler.sendHeader("Date", handler.dateTimeString());
  handler.sendHeader("Content-Type", "text/event-stream");
  handler.sendHeader("Cache-Control", "no-store");
  // nginx would wait for more.
  handler.sendHeader("X-Accel-Buffering", "no");
  handler.sendHeader("Connection", "close");
  handler.endHeaders();
}

function beat({ request, wfile }: BaseHTTPRequestHandler): void {
  // Who takes nothing for so long does not look.
  if (wfile.pending) request.close();
  else wfile.write(encoder.encode(":\n\n"));
}

/** Wait until the client has gone, or the server ends. */
async function untilGone({ request, rfile }: BaseHTTPRequestHandler): Promise<void> {
  // Nothing is owed by a client that only listens.
  request.timeout = null;
  try {
    while (!request.draining && await rfile.fill()) rfile.consume(rfile.bufferedLength);
  } catch {
    // A reset is an end as well.
  }
}

function eventOf({ time, paths }: Change): Uint8Array {
  return encoder.encode(`data: ${JSON.stringify({ time, paths })}\n\n`);
}
