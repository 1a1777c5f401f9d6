import { assertEquals } from "@std/assert";
import { guessFileType } from "../../src/python/mimetypes.ts";
import { replay } from "./recorded.ts";

Deno.test("guessFileType() knows CPython's types and encodings", () => {
  replay("guess_file_type", (path: string, strict: boolean) => guessFileType(path, { strict }));
});

Deno.test("guessFileType() is strict when not told otherwise", () => {
  assertEquals(guessFileType("a.mid"), [null, null]);
  assertEquals(guessFileType("a.mid", { strict: false }), ["audio/midi", null]);
});
