/**
 * CPython's `test_httpservers`: SimpleHTTPServerTestCase, but for the listings.
 *
 * @module
 */

import { assertEquals } from "@std/assert";
import { type Answer, request, type RequestOptions } from "../helpers/raw_client.ts";
import { serveSite, type Site } from "./site.ts";

const DATA = "We are the knights who say Ni!";

/** A server of a directory that has a directory `base` with a file `test` in it. */
function serveTestFile(): Site {
  const site = serveSite();
  site.directory.write("base/test", DATA);
  return site;
}

async function check(
  { server }: Site,
  target: string,
  status: number,
  options?: RequestOptions,
): Promise<Answer> {
  const answer = await request(server.serverPort, target, options);
  assertEquals([answer.version, answer.status], ["HTTP/1.0", status], target);
  return answer;
}

Deno.test("CPython SimpleHTTPServerTestCase.test_get", async (t) => {
  await using site = serveTestFile();
  const { directory } = site;
  await t.step("a file", async () => {
    assertEquals((await check(site, "/base/test", 200)).text, DATA);
    for (const target of ["/base/test/", "/base/test%2f", "/base/test%2F"]) {
      await check(site, target, 404);
    }
  });
  await t.step("a directory", async () => {
    for (const target of ["/base/", "/base%2f", "/base%2F", "/base/?hi=2"]) {
      await check(site, target, 200);
    }
    const redirect = await check(site, "/base", 301);
    assertEquals(redirect.field("Location"), "/base/");
    assertEquals(redirect.field("Content-Length"), "0");
    assertEquals((await check(site, "/base?hi=1", 301)).field("Location"), "/base/?hi=1");
  });
  await t.step("nothing", async () => {
    await check(site, "/ThisDoesNotExist", 404);
    await check(site, "/ThisDoesNotExist/", 404);
  });
  await t.step("an index page", async () => {
    directory.mkdir("base/spam/index.html");
    await check(site, "/base/spam/", 200);
    directory.write("base/index.html", "Dummy index file\r\n");
    assertEquals((await check(site, "/base/", 200)).text, "Dummy index file\r\n");
  });
  await t.step({
    name: "a directory that cannot be read",
    // Root may read everything.
    ignore: Deno.build.os === "windows" || Deno.uid() === 0,
    fn: async () => {
      Deno.chmodSync(directory.join("base"), 0);
      await check(site, "/base/", 404);
      Deno.chmodSync(directory.join("base"), 0o755);
    },
  });
});

Deno.test("CPython SimpleHTTPServerTestCase.test_head", async () => {
  await using site = serveTestFile();
  const answer = await check(site, "/base/test", 200, { method: "HEAD" });
  assertEquals(answer.field("Content-Length"), String(DATA.length));
  assertEquals(answer.field("Content-Type"), "application/octet-stream");
  assertEquals(answer.text, "");
});

/** The time of last change of the file that is served, in milliseconds, and that as a date. */
function modified({ directory }: Site): { time: number; date: string } {
  const time = Deno.statSync(directory.join("base/test")).mtime!.getTime();
  return { time, date: new Date(time).toUTCString() };
}

Deno.test("CPython SimpleHTTPServerTestCase.test_browser_cache", async () => {
  await using site = serveTestFile();
  const { date, time } = modified(site);
  await check(site, "/base/test", 304, { headers: { "If-Modified-Since": date } });
  const later = new Date(time + 3600_000).toUTCString();
  await check(site, "/base/test", 304, { headers: { "If-Modified-Since": later } });
});

Deno.test("CPython SimpleHTTPServerTestCase.test_browser_cache_file_changed", async () => {
  await using site = serveTestFile();
  const earlier = new Date(modified(site).time - 365 * 86400_000).toUTCString();
  await check(site, "/base/test", 200, { headers: { "If-Modified-Since": earlier } });
});

Deno.test("CPython SimpleHTTPServerTestCase.test_browser_cache_with_If_None_Match_header", async () => {
  await using site = serveTestFile();
  const { date } = modified(site);
  const headers = { "If-Modified-Since": date, "If-None-Match": "*" };
  await check(site, "/base/test", 200, { headers });
});

Deno.test("CPython SimpleHTTPServerTestCase.test_last_modified", async () => {
  await using site = serveTestFile();
  const answer = await check(site, "/base/test", 200);
  assertEquals(answer.text, DATA);
  assertEquals(answer.field("Last-Modified"), modified(site).date);
});

Deno.test("CPython SimpleHTTPServerTestCase.test_invalid_requests", async () => {
  await using site = serveTestFile();
  for (const method of ["FOO", "custom", "GETs"]) await check(site, "/", 501, { method });
});

Deno.test("CPython SimpleHTTPServerTestCase.test_path_without_leading_slash", async () => {
  await using site = serveTestFile();
  assertEquals((await check(site, "base/test", 200)).text, DATA);
  await check(site, "base/test/", 404);
  await check(site, "base/", 200);
  assertEquals((await check(site, "base", 301)).field("Location"), "base/");
  await check(site, "base/?hi=2", 200);
  assertEquals((await check(site, "base?hi=1", 301)).field("Location"), "base/?hi=1");
});

Deno.test(
  "CPython SimpleHTTPServerTestCase.test_get_dir_redirect_location_domain_injection_bug",
  async () => {
    await using site = serveTestFile();
    site.directory.mkdir("base/existing_directory");
    const path = "/python.org/..%2f..%2f..%2f..%2f..%2f../%0a%0d/../base/existing_directory";
    for (const slashes of ["", "/", "//"]) {
      const answer = await check(site, slashes + path, 301);
      assertEquals(answer.field("Location"), `${path}/`);
    }
    // CPython keeps scheme and host of an absolute target: a deviation, since it may be any host.
    const answer = await check(site, `https://pypi.org/${path}`, 301);
    assertEquals(answer.field("Location"), `${path}/`);
  },
);
