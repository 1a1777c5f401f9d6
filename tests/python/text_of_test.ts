import { assertEquals } from "@std/assert";
import { HTTPStatus } from "../../src/http/status.ts";
import { numberOf, reprOf, strOf, typeNameOf } from "../../src/python/text_of.ts";

// What Python's str(), repr() and type() give for the counterparts of these values.
const VALUES: readonly (readonly [value: unknown, str: string, repr: string, type: string])[] = [
  ["it's", "it's", `"it's"`, "str"],
  [1, "1", "1", "int"],
  [2 ** 70, "1180591620717411303424", "1180591620717411303424", "int"],
  [5n, "5", "5", "int"],
  [0.5, "0.5", "0.5", "float"],
  [NaN, "nan", "nan", "float"],
  [true, "True", "True", "bool"],
  [false, "False", "False", "bool"],
  [null, "None", "None", "NoneType"],
  [undefined, "None", "None", "NoneType"],
  [["a", [1.5]], "['a', [1.5]]", "['a', [1.5]]", "list"],
  [{ a: "b", n: [2] }, "{'a': 'b', 'n': [2]}", "{'a': 'b', 'n': [2]}", "dict"],
  [new RangeError("x"), "x", "RangeError('x')", "object"],
  [new Error(), "", "Error()", "object"],
];

for (const [value, str, repr, type] of VALUES) {
  Deno.test(`strOf(), reprOf() and typeNameOf() know what ${repr} is to Python`, () => {
    assertEquals([strOf(value), reprOf(value), typeNameOf(value)], [str, repr, type]);
  });
}

Deno.test("strOf() and reprOf() tell a member of an IntEnum from its number", () => {
  const status = HTTPStatus.NOT_FOUND;
  assertEquals([strOf(status), reprOf(status)], ["404", "<HTTPStatus.NOT_FOUND: 404>"]);
  assertEquals(reprOf({ code: status }), "{'code': <HTTPStatus.NOT_FOUND: 404>}");
});

Deno.test("reprOf() does not look into an object when it is an instance of a class", () => {
  class Node {
    readonly self = this;
  }
  assertEquals(reprOf(new Node()), "[object Object]");
});

Deno.test("numberOf() gives undefined when Python would not count the value as a number", () => {
  for (const value of ["1", null, undefined, {}, [], Symbol.iterator]) {
    assertEquals(numberOf(value), undefined);
  }
});

Deno.test("numberOf() gives a bigint for an int, and a number for a float", () => {
  assertEquals([numberOf(7), numberOf(false), numberOf({ valueOf: () => 7 })], [7n, 0n, 7n]);
  assertEquals(numberOf(-0.5), -0.5);
});
