import { assertEquals } from "@std/assert";
import { acceptedForm } from "../../../src/handlers/page/accepted_form.ts";

/** Preferences by RFC 9110, section 12.5.1. */
const CASES: readonly (readonly [string | null, "html" | "json" | "text"])[] = [
  [null, "html"],
  ["", "html"],
  ["*/*", "html"],
  ["text/html,application/xhtml+xml,application/xml;q=0.9,image/avif,*/*;q=0.8", "html"],
  ["application/json", "json"],
  ["Application/JSON", "json"],
  ["application/*", "json"],
  ["application/json, text/plain, */*", "json"],
  ["application/json, */*", "json"],
  ["text/plain", "text"],
  ["text/plain, */*", "text"],
  ["text/*", "html"],
  ["text/*, text/html;q=0.5", "text"],
  ["text/html;q=0, */*", "json"],
  ["text/html;q=0.2, application/json;q=0.5, text/plain;q=0.8", "text"],
  ["text/plain;q=0.001, application/json;q=0.000", "text"],
  ["text/html ; q=0.3 , application/json ; q=0.4", "json"],
  ["text/plain;format=flowed;q=0.9, application/json;q=0.5", "text"],
  ["application/json;q=0.5, text/html", "html"],
  ["image/png", "html"],
  [",,;q=1,/", "html"],
];

Deno.test("acceptedForm() weighs what the client accepts", () => {
  for (const [accept, form] of CASES) assertEquals(acceptedForm(accept), form, String(accept));
});
