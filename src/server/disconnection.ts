/**
 * Errors that say no more than that a connection has ended.
 *
 * @module
 */

import type { Connection } from "./connection.ts";

const { BadResource, Interrupted, UnexpectedEof } = Deno.errors;
const { BrokenPipe, ConnectionAborted, ConnectionReset, NotConnected } = Deno.errors;

/** What the system says of a connection whose peer has gone. */
const GONE = [BrokenPipe, ConnectionReset, ConnectionAborted, NotConnected];

/**
 * Whether an error only says that the connection has ended.
 *
 * @param error What was thrown
 * @param request The connection, if there is one that the server may have closed
 * @returns Whether the peer has gone, or the server has closed the connection
 */
export function isDisconnection(error: unknown, request?: Connection): boolean {
  return GONE.some((Class) => error instanceof Class) ||
    (request?.closed === true && (error instanceof Interrupted || error instanceof BadResource));
}

/**
 * Whether an error of a socket says that the peer has gone, be it in the middle of TLS.
 *
 * @param error Any error
 * @returns Whether it is one of Deno's errors of connections
 */
export function hasGone(error: unknown): boolean {
  return isDisconnection(error) || error instanceof UnexpectedEof;
}

/**
 * What a handler is to make of an error of a socket: the peer has gone, be it that it broke TLS off.
 *
 * @param error The error
 * @returns An error of which {@linkcode hasGone} is true
 */
export function asDisconnection(error: Error): Error {
  return hasGone(error) ? error : new ConnectionAborted(error.message, { cause: error });
}
