import { assertEquals } from "@std/assert";
import { typeByExtension } from "@std/media-types/type-by-extension";

Deno.test("typeByExtension() knows endings with and without the dot, in any case", () => {
  const cases: [string, string | undefined][] = [
    ["html", "text/html"],
    [".HTML", "text/html"],
    ["js", "text/javascript"],
    ["mp4", "video/mp4"],
    ["rtf", "application/rtf"],
    ["xml", "application/xml"],
    ["bin", "application/octet-stream"],
    ["file.json", undefined],
    ["foo", undefined],
  ];
  for (const [ending, expected] of cases) assertEquals(typeByExtension(ending), expected, ending);
});
