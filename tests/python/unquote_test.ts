import { assertEquals, assertStrictEquals } from "@std/assert";
import { unquote, type UnquoteOptions } from "../../src/python/unquote.ts";
import { replay } from "./recorded.ts";

type Errors = NonNullable<UnquoteOptions["errors"]>;

Deno.test("unquote() decodes as CPython does, down to the number of U+FFFD", () => {
  replay("unquote", (text: string, errors: Errors) => unquote(text, { errors }), {
    UnicodeDecodeError: TypeError,
  });
});

Deno.test("unquote() replaces what is malformed when no option says otherwise", () => {
  assertEquals(unquote("%FF"), "\ufffd");
});

Deno.test("unquote() makes one character of two decoded surrogates, where Python keeps two", () => {
  const text = unquote("%ED%A0%BD%ED%B8%80", { errors: "surrogatepass" });
  assertStrictEquals(text, "😀");
});
