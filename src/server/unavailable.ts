/**
 * Answering those for whom there is no room.
 *
 * @module
 */

import type { Connection } from "./connection.ts";

const BODY = "Too many connections: try again in a few seconds\n";

const ANSWER = new TextEncoder().encode(
  "HTTP/1.1 503 Service Unavailable\r\nConnection: close\r\nRetry-After: 5\r\n" +
    `Content-Type: text/plain; charset=utf-8\r\nContent-Length: ${BODY.length}\r\n\r\n${BODY}`,
);

/** How long to wait for the request, in seconds: an answer that comes before it is none to some clients. */
const REQUEST_TIMEOUT = 2;

/** How much of it is read, in bytes. What follows is dropped later. */
const HEAD_SIZE = 4096;

/**
 * Answer a request with 503, whatever it is (RFC 9110, section 15.6.4).
 *
 * @param connection The connection; it is left open
 */
export async function answerUnavailable(connection: Connection): Promise<void> {
  connection.timeout = REQUEST_TIMEOUT;
  connection.idle = true;
  if (await connection.read(new Uint8Array(HEAD_SIZE)) === null) return;
  connection.unread = true;
  await connection.write(ANSWER);
}
