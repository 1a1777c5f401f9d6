import { assertEquals, assertStrictEquals } from "@std/assert";
import { HTTPMessage } from "../../src/http/message.ts";
import { replay } from "../python/recorded.ts";

const TEXT = "Host: x\r\nAccept: a\r\nACCEPT: b\r\nEmpty:\r\n\r\n";

Deno.test("HTTPMessage has its fields in order, duplicates kept", () => {
  const message = HTTPMessage.parse(TEXT);
  assertEquals([...message], [["Host", "x"], ["Accept", "a"], ["ACCEPT", "b"], ["Empty", ""]]);
  assertEquals(message.keys(), ["Host", "Accept", "ACCEPT", "Empty"]);
  assertEquals(message.values(), ["x", "a", "b", ""]);
  assertStrictEquals(message.length, 4);
  assertStrictEquals(message.defective, false);
});

Deno.test("HTTPMessage finds fields whatever the case of their names, the first of several", () => {
  const message = HTTPMessage.parse(TEXT);
  for (const name of ["accept", "Accept", "ACCEPT", "aCCEPT"]) {
    assertStrictEquals(message.get(name), "a");
    assertStrictEquals(message.get(name, "other"), "a");
    assertEquals(message.getAll(name), ["a", "b"]);
    assertStrictEquals(message.has(name), true);
  }
});

Deno.test("HTTPMessage tells an empty field from one that is not there", () => {
  const message = HTTPMessage.parse(TEXT);
  assertStrictEquals(message.get("empty"), "");
  assertStrictEquals(message.get("empty", null), "");
  assertStrictEquals(message.has("empty"), true);
  assertStrictEquals(message.get("none"), undefined);
  assertStrictEquals(message.get("none", null), null);
  assertEquals(message.getAll("none"), []);
  assertStrictEquals(message.has("none"), false);
});

Deno.test("HTTPMessage does not take names of Object's for fields", () => {
  const message = HTTPMessage.parse("__proto__: a\r\n\r\n");
  assertStrictEquals(message.get("__proto__"), "a");
  for (const name of ["constructor", "toString", "hasOwnProperty"]) {
    assertStrictEquals(message.get(name), undefined);
  }
});

Deno.test("HTTPMessage without a block is empty", () => {
  const message = new HTTPMessage();
  assertEquals([...message], []);
  assertStrictEquals(message.length, 0);
  assertStrictEquals(message.getContentType(), "text/plain");
});

/** What CPython 3.14's `email.message.Message.get_content_type` answers. */
const CONTENT_TYPES: readonly (readonly [value: string, type: string])[] = [
  ["", "text/plain"],
  ["text/html", "text/html"],
  ["TEXT/HTML; charset=utf-8", "text/html"],
  [" text/html ;a", "text/html"],
  ["text", "text/plain"],
  ["text/", "text/"],
  ["/html", "/html"],
  ["text/html/x", "text/plain"],
  ["a/b;c/d", "a/b"],
  ["text / html", "text / html"],
  ["text/html,text/plain", "text/plain"],
  [";a=b", "text/plain"],
  ["\ttext/html", "text/html"],
];

Deno.test("HTTPMessage.getContentType() answers as CPython's get_content_type()", () => {
  for (const [value, type] of CONTENT_TYPES) {
    const message = HTTPMessage.parse(`Content-Type: ${value}\r\n\r\n`);
    assertStrictEquals(message.getContentType(), type, value);
  }
});

Deno.test("HTTPMessage.toHeaders() has all that the Fetch standard can hold", () => {
  const message = HTTPMessage.parse(
    "Accept: a\r\nAccept: b\r\nX@: c\r\nNul: a\0b\r\nFold: a\r\n b\r\nLatin: \xe9\r\n\r\n",
  );
  assertEquals([...message.toHeaders()], [["accept", "a, b"], ["latin", "\xe9"]]);
});

Deno.test("HTTPMessage reads the parameters of fields as CPython does", () => {
  replay("message_params", (contentType: string | null, disposition: string | null) => {
    const message = new HTTPMessage({
      fields: [
        ...(contentType === null ? [] : [["Content-Type", contentType] as const]),
        ...(disposition === null ? [] : [["Content-Disposition", disposition] as const]),
      ],
      defective: false,
    });
    return [
      message.getContentType(),
      message.getContentMaintype(),
      message.getContentSubtype(),
      message.getContentDisposition() ?? null,
      message.getParams(null),
      message.getParams(null, "content-disposition", false),
      message.getParam("A", null),
      message.getParam("charset", null, "content-type", false),
      message.getBoundary(null),
      message.getContentCharset(null),
      message.getFilename(null),
    ];
  });
});
