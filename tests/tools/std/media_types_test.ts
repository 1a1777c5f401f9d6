import { assertEquals } from "@std/assert";
import { contentType, typeByExtension } from "@std/media-types";

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

Deno.test("contentType() adds a character set to texts, and to types that have one", () => {
  const cases: [string, string | undefined][] = [
    ["html", "text/html; charset=UTF-8"],
    [".json", "application/json; charset=UTF-8"],
    ["txt", "text/plain; charset=UTF-8"],
    ["png", "image/png"],
    ["text/html", "text/html; charset=UTF-8"],
    ["TEXT/CSS", "text/css; charset=UTF-8"],
    ["application/foo", "application/foo"],
    ["foo", undefined],
    ["file.json", undefined],
  ];
  for (const [given, expected] of cases) assertEquals(contentType(given), expected, given);
});
