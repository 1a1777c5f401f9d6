import { assertEquals, assertThrows } from "@std/assert";
import * as path from "@std/path";
import * as posix from "@std/path/posix";

Deno.test("basename() is the last part, without trailing separators and without the suffix", () => {
  assertEquals(posix.basename("/a/b.txt"), "b.txt");
  assertEquals(posix.basename("/a/b.txt//", ".txt"), "b");
  assertEquals(posix.basename("///"), "/");
  assertEquals(posix.basename("fs", "fs"), "fs");
  assertEquals(posix.basename(new URL("file:///a/b%20c")), "b c");
});

Deno.test("dirname() is all but the last part", () => {
  assertEquals(posix.dirname("/a/b/c"), "/a/b");
  assertEquals(posix.dirname("///a///b"), "///a");
  assertEquals(posix.dirname("//"), "/");
  assertEquals(posix.dirname("a"), ".");
});

Deno.test("join() resolves dots and keeps a trailing separator", () => {
  assertEquals(posix.join("/a", "..", "b", "./c/"), "/b/c/");
  assertEquals(posix.join(""), ".");
  assertEquals(posix.join(new URL("file:///a"), "b"), "/a/b");
});

Deno.test("relative() leads from one path to another", () => {
  assertEquals(posix.relative("/a/b/c", "/a/d"), "../../d");
  assertEquals(posix.relative("/a", "/a"), "");
});

Deno.test("toFileUrl() escapes what a URL's path can't hold", () => {
  assertEquals(posix.toFileUrl("/a b/%2F?#\\").href, "file:///a%20b/%252F%3F%23%5C");
  assertThrows(() => posix.toFileUrl("a"), TypeError, 'Path must be absolute: received "a"');
});

Deno.test("fromFileUrl() decodes the URL's path, and takes a lone percent sign as it is", () => {
  assertEquals(posix.fromFileUrl("file:///a%20b/100%"), "/a b/100%");
  assertThrows(() => posix.fromFileUrl("http://a/"), TypeError, "URL must be a file URL");
});

Deno.test("@std/path follows the system's rules", () => {
  assertEquals(path.SEPARATOR, Deno.build.os === "windows" ? "\\" : "/");
  assertEquals(path.join("a", "b"), `a${path.SEPARATOR}b`);
});
