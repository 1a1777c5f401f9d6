/**
 * {@linkcode HTTPHandlerClass}: what mix-ins extend.
 *
 * @module
 */

import type { BaseHTTPRequestHandler } from "../base.ts";

/** A class of handlers for HTTP. */
// deno-lint-ignore no-explicit-any -- what TypeScript asks of the base of a mix-in
export type HTTPHandlerClass = new (...args: any[]) => BaseHTTPRequestHandler;
