import { assertEquals, assertThrows } from "@std/assert";
import { DigestCheck, parseDigests } from "../../../src/handlers/sharing/digests.ts";
import { RefusedError } from "../../../src/handlers/sharing/refusal.ts";
import { utf8 } from "../../helpers/bytes.ts";

/** RFC 9530, appendix D: the content `{"hello": "world"}` and a line end. */
const CONTENT = '{"hello": "world"}\n';
const SHA_256 = "sha-256=:RK/0qy18MlBSVnWgjwz6lZEWjP/lF5HF9bvEF8FabDg=:";
const SHA_512 =
  "sha-512=:YMAam51Jz/jOATT6/zvHrLVgOYTGFy1d6GJiOHTohq4yP+pgk4vf2aCsyRZOtw8MjkM7iw7yZ/WkppmM44T3qg==:";

Deno.test("DigestCheck compares with the digests of RFC 9530", async () => {
  for (
    const [field, content, matches] of [
      [SHA_256, CONTENT, true],
      [SHA_512, CONTENT, true],
      [`${SHA_256}, ${SHA_512}`, CONTENT, true],
      [SHA_256, "something else", false],
      [`${SHA_256},sha-512=:AAAA:`, CONTENT, false],
      // The later of two with one name counts (RFC 9651, section 3.2).
      [`sha-256=:AAAA:, ${SHA_256}`, CONTENT, true],
      ["sha-256=:RK/0qy18MlBSVnWgjwz6lZEWjP/lF5HF9bvEF8FabDg:", CONTENT, true],
    ] as const
  ) {
    const check = await DigestCheck.begin(parseDigests(field));
    for (const character of content) check!.update(utf8(character));
    assertEquals(check!.matches(), matches, field);
  }
});

Deno.test("parseDigests() passes over algorithms that say nothing, and refuses what is malformed", () => {
  assertEquals(parseDigests("md5=:AAAA:, unixsum=:AA==:"), []);
  assertEquals(parseDigests("sha-256=:AAAA:;x=1"), [{ algorithm: "sha256", value: "AAAA" }]);
  for (
    const field of ["", "sha-256", "sha-256=AAAA", "sha-256=:A A:", "SHA-256=:AAAA:", "a=:AA:,"]
  ) {
    assertThrows(() => parseDigests(field), RefusedError, "malformed");
  }
});
