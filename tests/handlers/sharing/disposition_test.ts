import { assertEquals } from "@std/assert";
import { parseDisposition } from "../../../src/handlers/sharing/disposition.ts";

/** Fields, and the names of files in them; `null` where there is none. */
const FIELDS: readonly (readonly [field: string, filename: string | null])[] = [
  ['form-data; name="file"; filename="a.txt"', "a.txt"],
  ["form-data; name=file; filename=a.txt", "a.txt"],
  ['FORM-DATA;NAME="file" ;FileName = "a.txt" ;', "a.txt"],
  ['form-data; filename="a.txt"; name="file"', "a.txt"],
  ['form-data; name="file"; filename=""', ""],
  ['form-data; name="file"', null],
  ['form-data; name="; filename=b"', null],
  // RFC 7578, section 4.2: names are in the character set of the form.
  ['form-data; name="f"; filename="снег ☃ 日本 😀.txt"', "снег ☃ 日本 😀.txt"],
  ['form-data; name="имя"; filename="a.txt"', "a.txt"],
  ["form-data; name=f; filename=снег.txt", "снег.txt"],
  ['form-data; name="f"; filename="a\tb.txt"', "a\tb.txt"],
  ['form-data; name="f"; filename="a;b=c.txt"', "a;b=c.txt"],
  // As browsers write quotes, and as others do.
  ['form-data; name="f"; filename="a%22b.txt"', "a%22b.txt"],
  ['form-data; name="f"; filename="a\\"b.txt"', 'a"b.txt'],
  ['form-data; name="f"; filename="a"b.txt"', 'a"b.txt'],
  // Browsers don't escape backslashes, and others do.
  ['form-data; name="f"; filename="a\\b.txt"', "a\\b.txt"],
  ['form-data; name="f"; filename="a\\\\b.txt"', "a\\b.txt"],
  ['form-data; name="f"; filename="a\\"', "a\\"],
  ['form-data; filename="a\\\\"; name="f"', "a\\"],
];

Deno.test.each(FIELDS.map(([field, filename]) => ({ field, filename })))(
  "parseDisposition() finds the name of the file in $field",
  ({ field, filename }) => {
    assertEquals(parseDisposition(field)?.get("filename") ?? null, filename);
    assertEquals(parseDisposition(field)?.has("name"), true);
  },
);

Deno.test("parseDisposition() gives nothing where the field is malformed", () => {
  for (
    const field of [
      ...[
        "",
        "form-data",
        "attachment; filename=a",
        'form-data; filename="a',
        "form-data; filename",
      ],
      ...["form-data filename=a", 'form-data; name="f" filename="a"x', "form-data; =a"],
    ]
  ) assertEquals(parseDisposition(field), undefined, field);
});

Deno.test("parseDisposition() takes time that grows with the length of the field", () => {
  // Each of them takes minutes where all ways to read it are tried.
  for (const part of ["\\", '"', '\\"', " ", '" ', ";", "=", 'a="', 'a=";']) {
    parseDisposition(`form-data; name="f"; filename="${part.repeat(16_384 / part.length)}`);
  }
});
