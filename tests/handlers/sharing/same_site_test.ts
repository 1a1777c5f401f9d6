import { assertEquals } from "@std/assert";
import { HTTPMessage } from "../../../mod.ts";
import { isCrossSite } from "../../../src/handlers/sharing/same_site.ts";

/** Fields of a request to `files.example:8000`, and whether a page of another origin may have sent it. */
const REQUESTS: readonly (readonly [fields: Readonly<Record<string, string>>, cross: boolean])[] = [
  [{}, false],
  [{ "Sec-Fetch-Site": "same-origin" }, false],
  [{ "Sec-Fetch-Site": "none" }, false],
  [{ "Sec-Fetch-Site": "same-site" }, true],
  [{ "Sec-Fetch-Site": "cross-site" }, true],
  [{ "Sec-Fetch-Site": "" }, true],
  [{ "Sec-Fetch-Site": "cross-site", Origin: "http://files.example:8000" }, true],
  [{ Origin: "http://files.example:8000" }, false],
  // Behind a proxy that ends TLS.
  [{ Origin: "https://files.example:8000" }, false],
  [{ Origin: "http://files.example" }, true],
  [{ Origin: "http://files.example:8001" }, true],
  [{ Origin: "http://evil.example" }, true],
  [{ Origin: "http://files.example:8000.evil.example" }, true],
  [{ Origin: "null" }, true],
  [{ Origin: "" }, true],
  [{ Origin: "chrome-extension://files.example:8000" }, true],
];

Deno.test("isCrossSite() tells pages of other origins", () => {
  for (const [fields, cross] of REQUESTS) {
    const lines = Object.entries({ Host: "files.example:8000", ...fields });
    const headers = HTTPMessage.parse(
      `${lines.map(([name, value]) => `${name}: ${value}\r\n`).join("")}\r\n`,
    );
    assertEquals(isCrossSite(headers), cross, JSON.stringify(fields));
  }
});

Deno.test("isCrossSite() knows the ports that are left out", () => {
  const headers = HTTPMessage.parse("Host: files.example\r\nOrigin: https://files.example\r\n\r\n");
  assertEquals(isCrossSite(headers), false);
  const explicit = HTTPMessage.parse(
    "Host: files.example:443\r\nOrigin: https://files.example\r\n\r\n",
  );
  assertEquals(isCrossSite(explicit), false);
});
