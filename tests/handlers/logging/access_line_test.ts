import { assertEquals } from "@std/assert";
import {
  combinedLine,
  commonLine,
  jsonLine,
  type LoggedRequest,
  messageLine,
} from "../../../src/handlers/logging/access_line.ts";

/** The request in Apache's documentation of its log. */
const APACHE: LoggedRequest = {
  time: Date.parse("2000-10-10T13:55:36.250-07:00"),
  client: "127.0.0.1",
  user: "frank",
  requestline: "GET /apache_pb.gif HTTP/1.0",
  status: 200,
  bytes: 2326,
  seconds: 0.0123456,
  referer: "http://www.example.com/start.html",
  userAgent: "Mozilla/4.08 [en] (Win98; I ;Nav)",
};

const DATE_REGEXP = /\[(\d\d)\/([A-Z][a-z]{2})\/(\d{4}):(\d\d:\d\d:\d\d) ([+-]\d{4})\]/;

/** The line with `[DATE]` for the date, which has to be the one it should be. */
function withoutDate(line: string): string {
  const [date = "", day, month, year, time, zone] = DATE_REGEXP.exec(line) ?? [];
  assertEquals(
    Date.parse(`${day} ${month} ${year} ${time} ${zone}`),
    Math.floor(APACHE.time / 1000) * 1000,
  );
  return line.replace(date, "[DATE]");
}

Deno.test("commonLine() writes what Apache's documentation shows", () => {
  assertEquals(
    withoutDate(commonLine(APACHE)),
    '127.0.0.1 - frank [DATE] "GET /apache_pb.gif HTTP/1.0" 200 2326',
  );
});

Deno.test("combinedLine() writes what Apache's documentation shows, and the duration", () => {
  assertEquals(
    withoutDate(combinedLine(APACHE)),
    '127.0.0.1 - frank [DATE] "GET /apache_pb.gif HTTP/1.0" 200 2326 ' +
      '"http://www.example.com/start.html" "Mozilla/4.08 [en] (Win98; I ;Nav)" 0.012',
  );
});

Deno.test("combinedLine() writes a dash for what is not there", () => {
  const request = {
    ...APACHE,
    user: undefined,
    bytes: 0,
    referer: undefined,
    userAgent: undefined,
  };
  assertEquals(
    withoutDate(combinedLine(request)),
    '127.0.0.1 - - [DATE] "GET /apache_pb.gif HTTP/1.0" 200 - "-" "-" 0.012',
  );
});

Deno.test("combinedLine() lets nothing end a field or a line, as Apache does", () => {
  const hostile = 'a"b\\c\r\n\x1b[31m\xe9';
  const request = { ...APACHE, user: "two words", requestline: hostile, userAgent: hostile };
  const shown = '"a\\"b\\\\c\\xd\\xa\\x1b[31m\\xe9"'.replace("\\xd\\xa", "\\x0d\\x0a");
  assertEquals(
    withoutDate(combinedLine(request)),
    `127.0.0.1 - two\\x20words [DATE] ${shown} 200 2326 ` +
      `"http://www.example.com/start.html" ${shown} 0.012`,
  );
});

Deno.test("jsonLine() writes an object", () => {
  assertEquals(JSON.parse(jsonLine({ ...APACHE, host: "example.com" })), {
    time: "2000-10-10T20:55:36.250Z",
    client: "127.0.0.1",
    user: "frank",
    method: "GET",
    target: "/apache_pb.gif",
    protocol: "HTTP/1.0",
    status: 200,
    bytes: 2326,
    duration: 0.012346,
    host: "example.com",
    referer: "http://www.example.com/start.html",
    userAgent: "Mozilla/4.08 [en] (Win98; I ;Nav)",
  });
});

Deno.test("jsonLine() writes ASCII without control characters, whatever is asked", () => {
  const requestline = "G\xe9T\r\n\x1b\x9b\x7f \u2028 x y z";
  const line = jsonLine({ ...APACHE, requestline, userAgent: requestline, error: "not so" });
  assertEquals(/^[ -~]+$/.test(line), true);
  const { request, userAgent, error, method } = JSON.parse(line);
  assertEquals([request, userAgent], [
    "G\xe9T\\x0d\\x0a\\x1b\\x9b\\x7f \u2028 x y z",
    requestline,
  ]);
  assertEquals([error, method], ["not so", undefined]);
});

Deno.test("messageLine() begins as the other lines do", () => {
  const message = { time: APACHE.time, client: "::1", text: "all is well" };
  assertEquals(withoutDate(messageLine("common", message)), "::1 - - [DATE] all is well");
  assertEquals(JSON.parse(messageLine("json", message)), {
    time: "2000-10-10T20:55:36.250Z",
    client: "::1",
    message: "all is well",
  });
});
