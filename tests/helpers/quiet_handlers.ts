/**
 * Handlers that keep their log to themselves.
 *
 * @module
 */

import {
  BaseHTTPRequestHandler,
  CGIHTTPRequestHandler,
  SimpleHTTPRequestHandler,
} from "../../mod.ts";

/** {@linkcode BaseHTTPRequestHandler} without a log. */
export class QuietHandler extends BaseHTTPRequestHandler {
  override logMessage(): void {}

  /** Answer with a body. */
  protected answer(body: Uint8Array): void {
    this.sendResponse(200);
    this.sendHeader("Content-Length", body.length);
    this.endHeaders();
    this.wfile.write(body);
  }
}

/** {@linkcode SimpleHTTPRequestHandler} without a log. */
export class QuietFileHandler extends SimpleHTTPRequestHandler {
  override logMessage(): void {}
}

/** {@linkcode CGIHTTPRequestHandler} without a log. */
export class QuietScriptHandler extends CGIHTTPRequestHandler {
  // The directories of the tests are nobody else's.
  override runAsNobody = false;

  override logMessage(): void {}
}
