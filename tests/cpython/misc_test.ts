/**
 * CPython's `test_httpservers`: SimpleHTTPRequestHandlerTestCase and MiscTestCase.
 *
 * @module
 */

import { assertArrayIncludes, assertEquals } from "@std/assert";
import * as module from "../../mod.ts";
import { handlerOver, MemoryStream } from "../helpers/memory_stream.ts";

/** Targets that all mean the same file. */
const TARGETS: readonly (readonly [test: string, targets: readonly string[]])[] = [
  ["test_query_arguments", ["/filename", "/filename?foo=bar", "/filename?a=b&spam=eggs#zot"]],
  ["test_start_with_double_slash", ["//filename", "//filename?foo=bar"]],
];

for (const [test, targets] of TARGETS) {
  Deno.test(`CPython SimpleHTTPRequestHandlerTestCase.${test}`, async () => {
    for (const directory of [undefined, "foo", "bar"]) {
      const options = { directory };
      const stream = new MemoryStream();
      const handler = await handlerOver(module.SimpleHTTPRequestHandler, stream, options);
      for (const target of targets) {
        assertEquals(handler.translatePath(target), `${directory ?? Deno.cwd()}/filename`);
      }
    }
  });
}

/** `http.server.__all__` */
const ALL = [
  "HTTPServer",
  "ThreadingHTTPServer",
  "HTTPSServer",
  "ThreadingHTTPSServer",
  "BaseHTTPRequestHandler",
  "SimpleHTTPRequestHandler",
  "CGIHTTPRequestHandler",
];

Deno.test("CPython MiscTestCase.test_all", () => {
  assertArrayIncludes(Object.keys(module), ALL);
});
