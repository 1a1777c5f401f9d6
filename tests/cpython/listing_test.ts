/**
 * CPython's `test_httpservers`: the listings of SimpleHTTPServerTestCase.
 *
 * @module
 */

import { assertEquals, assertStringIncludes } from "@std/assert";
import { request } from "../helpers/raw_client.ts";
import { serveSite, type Site } from "./site.ts";

/** Names that need care in a URL or in HTML, percent-encoded for a URL, and escaped for HTML. */
const SPECIAL_NAMES: readonly (readonly [name: string, quoted: string, escaped: string])[] = [
  ["q?", "q%3F", "q?"],
  ["f#", "f%23", "f#"],
  ["&amp;", "%26amp%3B", "&amp;amp;"],
  ["&amp", "%26amp", "&amp;amp"],
  ["<i>", "%3Ci%3E", "&lt;i&gt;"],
  ['"dq"', "%22dq%22", '"dq"'],
  ["'sq'", "%27sq%27", "'sq'"],
  ["%A4", "%25A4", "%A4"],
  ["%E2%82%AC", "%25E2%2582%25AC", "%E2%82%AC"],
];

/** CPython takes the first of these that the file system can have; here it can have all. */
const NON_ASCII_NAMES: readonly (readonly [name: string, quoted: string, escaped: string])[] = [
  ["æ", "%C3%A6", "æ"],
  ["İ", "%C4%B0", "İ"],
  ["Ł", "%C5%81", "Ł"],
  ["φ", "%CF%86", "φ"],
  ["К", "%D0%9A", "К"],
  ["א", "%D7%90", "א"],
  ["،", "%D8%8C", "،"],
  ["ت", "%D8%AA", "ت"],
  ["ก", "%E0%B8%81", "ก"],
  ["\xa0", "%C2%A0", "\xa0"],
  ["€", "%E2%82%AC", "€"],
];

/** The directory itself is listed under its name. */
async function checkDirectoryName(
  { directory, server }: Site,
  name: string,
  quoted: string,
  escaped: string,
): Promise<void> {
  directory.mkdir(`base/${name}.dir`);
  const answer = await request(server.serverPort, `/base/${quoted}.dir/`);
  assertEquals(answer.status, 200);
  const title = `Directory listing for /base/${escaped}.dir/</`;
  assertStringIncludes(answer.text, `${title}title>`);
  assertStringIncludes(answer.text, `${title}h1>`);
}

/** A file is listed under its name, and the link leads to it. */
async function checkFileName(
  { directory, server }: Site,
  name: string,
  quoted: string,
  escaped: string,
): Promise<void> {
  const content = new Uint8Array([78, 105, 33, 0xff]);
  directory.write(`base/${name}.txt`, content);
  const listing = await request(server.serverPort, "/base/");
  assertEquals(listing.field("Content-Type"), "text/html; charset=utf-8");
  assertStringIncludes(listing.text, `href="${quoted}.txt">${escaped}.txt<`);
  const answer = await request(server.serverPort, `/base/${quoted}.txt`);
  assertEquals([answer.status, answer.body], [200, content]);
}

Deno.test("CPython SimpleHTTPServerTestCase.test_list_dir_escape_dirname", async () => {
  await using site = serveSite();
  for (const names of SPECIAL_NAMES) await checkDirectoryName(site, ...names);
});

Deno.test("CPython SimpleHTTPServerTestCase.test_list_dir_escape_filename", async () => {
  await using site = serveSite();
  for (const names of SPECIAL_NAMES) await checkFileName(site, ...names);
});

Deno.test("CPython SimpleHTTPServerTestCase.test_list_dir_nonascii_dirname", async () => {
  await using site = serveSite();
  for (const names of NON_ASCII_NAMES) await checkDirectoryName(site, ...names);
});

Deno.test("CPython SimpleHTTPServerTestCase.test_list_dir_nonascii_filename", async () => {
  await using site = serveSite();
  for (const names of NON_ASCII_NAMES) await checkFileName(site, ...names);
});

Deno.test("CPython SimpleHTTPServerTestCase.test_list_dir_undecodable_dirname2", async () => {
  await using site = serveSite();
  await checkDirectoryName(site, "\ufffd", "%ff", "\ufffd");
});

Deno.test("CPython SimpleHTTPServerTestCase.test_list_dir_with_query_and_fragment", async () => {
  await using site = serveSite();
  for (const suffix of ["#123", "?x=123"]) {
    const { text } = await request(site.server.serverPort, `/base/${suffix}`);
    assertStringIncludes(text, "listing for /base/</title>");
    assertStringIncludes(text, "listing for /base/</h1>");
  }
});
