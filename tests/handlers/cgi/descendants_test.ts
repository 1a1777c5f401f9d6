import { assertEquals } from "@std/assert";
import { descendantsIn } from "../../../src/handlers/cgi/descendants.ts";

const TABLE = `    1     0
   10     1
  100    10
   11     1
 1000   100
  101    10
  110    11
`;

Deno.test("descendantsIn() finds children and theirs, and nobody else", () => {
  assertEquals(descendantsIn(TABLE, [10]).toSorted(), [100, 1000, 101]);
  assertEquals(descendantsIn(TABLE, [11, 100]).toSorted(), [1000, 110]);
  assertEquals(descendantsIn(TABLE, [1000]), []);
  assertEquals(descendantsIn("", [10]), []);
});
