import { assertEquals } from "@std/assert";
import { BaseHTTPRequestHandler } from "../../../mod.ts";
import { withColoredLog } from "../../../src/handlers/logging/colored_log.ts";
import { CapturedStderr } from "../../helpers/capture_stderr.ts";
import { handlerOver, MemoryStream } from "../../helpers/memory_stream.ts";

const BEFORE = "\x1b[90m127.0.0.1 - - [DATE]\x1b[0m ";

/** Request lines, statuses, and what CPython 3.15.0rc1 logs with `FORCE_COLOR=1`. */
const REQUESTS: [requestline: string, code: number | string, message: string][] = [
  ["GET /a?b HTTP/1.1", 200, '"GET \x1b[36m/a?b\x1b[0m HTTP/1.1" \x1b[32m200 \x1b[90m-\x1b[0m'],
  ["GET / HTTP/1.1", 301, '"GET \x1b[36m/\x1b[0m HTTP/1.1" \x1b[96m301 \x1b[90m-\x1b[0m'],
  ["GET /x HTTP/1.1", 404, '"GET \x1b[36m/x\x1b[0m HTTP/1.1" \x1b[33m404 \x1b[90m-\x1b[0m'],
  ["GET /x HTTP/1.1", 500, '"GET \x1b[36m/x\x1b[0m HTTP/1.1" \x1b[31m500 \x1b[90m-\x1b[0m'],
  ["GET /x HTTP/1.1", 101, '"GET \x1b[36m/x\x1b[0m HTTP/1.1" \x1b[0m101 \x1b[90m-\x1b[0m'],
  ["GET /x HTTP/1.1", "-", '"GET \x1b[36m/x\x1b[0m HTTP/1.1" - \x1b[90m-\x1b[0m'],
  ["GET /x", 200, '"GET /x" \x1b[32m200 \x1b[90m-\x1b[0m'],
  ["GET  /a b c", 400, '"GET \x1b[36m/a\x1b[0m b c" \x1b[33m400 \x1b[90m-\x1b[0m'],
  ["x", 400, '"x" \x1b[33m400 \x1b[90m-\x1b[0m'],
  ["", 400, '"" \x1b[33m400 \x1b[90m-\x1b[0m'],
  ["GET /\xa0 HTTP/1.0 ", 200, '"GET \x1b[36m/\x1b[0m HTTP/1.0 " \x1b[32m200 \x1b[90m-\x1b[0m'],
  [
    'a\x1b[31m "b" c\\d',
    200,
    '"a\\x1b[31m \x1b[36m"b"\x1b[0m c\\\\d" \x1b[32m200 \x1b[90m-\x1b[0m',
  ],
];

/** What a handler logs. */
async function logged(log: (handler: BaseHTTPRequestHandler) => void): Promise<string> {
  class Handler extends BaseHTTPRequestHandler {
    override addressString(): string {
      return "127.0.0.1";
    }

    override logDateTimeString(): string {
      return "DATE";
    }
  }
  const handler = await handlerOver(withColoredLog(Handler), new MemoryStream());
  using stderr = new CapturedStderr();
  log(handler);
  return stderr.text;
}

Deno.test("withColoredLog() logs requests as CPython 3.15 does", async (t) => {
  for (const [requestline, code, message] of REQUESTS) {
    await t.step(`${JSON.stringify(requestline)} ${code}`, async () => {
      const text = await logged((handler) => {
        handler.requestline = requestline;
        handler.logRequest(code);
      });
      assertEquals(text, `${BEFORE}${message}\n`);
    });
  }
});

Deno.test("withColoredLog() logs errors and messages as CPython 3.15 does", async () => {
  const text = await logged((handler) => {
    handler.logError("code %d, message %s", 404, "File\nnot found");
    handler.logMessage("%s!", "hello");
  });
  const error = "\x1b[33mcode 404, message File\\x0anot found\x1b[0m";
  assertEquals(text, `${BEFORE}${error}\n${BEFORE}hello!\n`);
});
