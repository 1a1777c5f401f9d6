import { assertEquals } from "@std/assert";
import {
  guessAllExtensions,
  guessExtension,
  guessFileType,
  guessType,
} from "../../src/python/mimetypes.ts";
import { replay } from "./recorded.ts";

Deno.test("guessFileType() knows CPython's types and encodings", () => {
  replay("guess_file_type", (path: string, strict: boolean) => guessFileType(path, { strict }));
});

Deno.test("guessType() reads URLs as CPython does", () => {
  replay("guess_type", (url: string, strict: boolean) => guessType(url, { strict }), {
    ValueError: TypeError,
  });
});

Deno.test("guessAllExtensions() and guessExtension() have CPython's order", () => {
  replay("guess_extension", (type: string, strict: boolean) => {
    return [guessAllExtensions(type, { strict }), guessExtension(type, { strict })];
  });
});

Deno.test("guessFileType() is strict when not told otherwise", () => {
  assertEquals(guessFileType("a.mid"), [null, null]);
  assertEquals(guessFileType("a.mid", { strict: false }), ["audio/midi", null]);
});

Deno.test("guessAllExtensions() returns a list that callers may change", () => {
  guessAllExtensions("text/html").pop();
  assertEquals(guessAllExtensions("text/html"), [".html", ".htm"]);
});
