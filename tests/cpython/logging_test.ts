/**
 * CPython's `test_httpservers`: RequestHandlerLoggingTestCase.
 *
 * @module
 */

import { assert, assertEquals } from "@std/assert";
import { BaseHTTPRequestHandler, HTTPStatus } from "../../mod.ts";
import { CapturedStderr } from "../helpers/capture_stderr.ts";
import { exchange } from "../helpers/raw_client.ts";
import { serveWith } from "../helpers/servers.ts";

class Handler extends BaseHTTPRequestHandler {
  override protocolVersion = "HTTP/1.1";
  override defaultRequestVersion = "HTTP/1.1";

  do_GET(): void {
    this.sendResponse(HTTPStatus.OK);
    this.endHeaders();
  }

  do_ERROR(): void {
    this.sendError(HTTPStatus.NOT_FOUND, "File not found");
  }
}

Deno.test("CPython RequestHandlerLoggingTestCase.test_get", async () => {
  using stderr = new CapturedStderr();
  await using server = serveWith(Handler);
  await exchange(server.serverPort, "GET / HTTP/1.1\r\n\r\n");
  assert(stderr.text.endsWith('"GET / HTTP/1.1" 200 -\n'));
});

Deno.test("CPython RequestHandlerLoggingTestCase.test_err", async () => {
  using stderr = new CapturedStderr();
  await using server = serveWith(Handler);
  await exchange(server.serverPort, "ERROR / HTTP/1.1\r\n\r\n");
  const lines = stderr.text.split("\n");
  assert(lines[0]!.endsWith("code 404, message File not found"));
  assert(lines[1]!.endsWith('"ERROR / HTTP/1.1" 404 -'));
  assertEquals(lines.length, 3);
});
