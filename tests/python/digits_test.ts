import { isDigit, parseInteger } from "../../src/python/digits.ts";
import { replay } from "./recorded.ts";

Deno.test("isDigit() answers as str.isdigit does", () => {
  replay("is_digit", isDigit);
});

// Beyond 2^53 the recorded integers lose their precision as ours do: JSON numbers are Numbers.
Deno.test("parseInteger() reads what int() reads, and nothing else", () => {
  replay("parse_integer", (text: string) => parseInteger(text) ?? null);
});
