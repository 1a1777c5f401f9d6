import { assertEquals } from "@std/assert";
import { quote, type QuoteOptions } from "../../src/python/quote.ts";
import { unquote } from "../../src/python/unquote.ts";
import { replay } from "./recorded.ts";

type Errors = NonNullable<QuoteOptions["errors"]>;

Deno.test("quote() encodes as CPython does", () => {
  replay("quote", (text: string, safe: string, errors: Errors) => quote(text, { safe, errors }), {
    UnicodeEncodeError: TypeError,
  });
});

Deno.test("quote() is undone by unquote() when the text is well-formed", () => {
  for (let code = 0; code <= 0x10ffff; code += 0x7f) {
    const text = `%${String.fromCodePoint(code)}`;
    if (text.isWellFormed()) assertEquals(unquote(quote(text)), text);
  }
});
