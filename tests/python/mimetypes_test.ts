import { guessFileType } from "../../src/python/mimetypes.ts";
import { replay } from "./recorded.ts";

Deno.test("guessFileType() knows CPython's types and encodings", () => {
  replay("guess_file_type", (path: string) => guessFileType(path));
});
