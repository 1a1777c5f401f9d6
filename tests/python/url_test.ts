import { assertEquals } from "@std/assert";
import { urlsplit, urlunsplit } from "../../src/python/url.ts";
import { replay } from "./recorded.ts";

type Parts = [scheme: string, netloc: string, path: string, query: string, fragment: string];

function split(url: string): Parts {
  const { scheme, netloc, path, query, fragment } = urlsplit(url);
  return [scheme, netloc, path, query, fragment];
}

Deno.test("urlsplit() cuts where CPython does, and raises where it raises", () => {
  replay("urlsplit", split, { ValueError: TypeError });
});

Deno.test("urlunsplit() pastes as CPython does", () => {
  replay("urlunsplit", ([scheme, netloc, path, query, fragment]: Parts) => {
    return urlunsplit({ scheme, netloc, path, query, fragment });
  });
});

// CPython's own promise: the second round changes nothing.
Deno.test("urlsplit() finds the same parts again when they went through urlunsplit()", () => {
  for (const url of ["//h", "///p", "////p", "http:///p", "x:////p", "//h?q", "/p?#", "x:"]) {
    const parts = urlsplit(url);
    assertEquals(urlsplit(urlunsplit(parts)), parts, url);
  }
});
