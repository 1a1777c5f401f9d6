import { assertEquals } from "@std/assert";
import { escape } from "../../src/python/html.ts";
import { replay } from "./recorded.ts";

Deno.test("escape() makes CPython's entities", () => {
  replay("html_escape", escape);
});

Deno.test("escape() escapes quotes when not told otherwise", () => {
  assertEquals(escape(`"'`), "&quot;&#x27;");
});
