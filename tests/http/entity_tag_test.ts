import { assertEquals } from "@std/assert";
import {
  type EntityTag,
  formatEntityTag,
  matchesStrongly,
  matchesWeakly,
  parseEntityTags,
} from "../../src/http/entity_tag.ts";

const strong = (opaque: string): EntityTag => ({ weak: false, opaque });
const weak = (opaque: string): EntityTag => ({ weak: true, opaque });

/** The examples of RFC 9110, sections 8.8.3, 13.1.1 and 13.1.2, and what its grammar says of others. */
const LISTS: [value: string, tags: readonly EntityTag[] | "*"][] = [
  ['"xyzzy"', [strong("xyzzy")]],
  ['W/"xyzzy"', [weak("xyzzy")]],
  ['""', [strong("")]],
  ['"xyzzy", "r2d2xxxx", "c3piozzzz"', ["xyzzy", "r2d2xxxx", "c3piozzzz"].map(strong)],
  ['W/"xyzzy", W/"r2d2xxxx",W/"c3piozzzz"', ["xyzzy", "r2d2xxxx", "c3piozzzz"].map(weak)],
  ["*", "*"],
  [" * ", "*"],
  ['"a,b"', [strong("a,b")]],
  ['"a", W/"b" ,\t"c"', [strong("a"), weak("b"), strong("c")]],
  [',"a",,"b",', [strong("a"), strong("b")]],
  ['"\\"', [strong("\\")]],
  ['"\x80\xff!#"', [strong("\x80\xff!#")]],
  ["", []],
  ["a", []],
  ['w/"a"', []],
  ['W/ "a"', []],
  ['"a', []],
  ['a"', []],
  ['"a b"', []],
  ['"a""b"', []],
  ['"a", *', [strong("a")]],
  ['"a", b, "c"', [strong("a")]],
];

for (const [value, tags] of LISTS) {
  Deno.test(`parseEntityTags() reads ${JSON.stringify(value)}`, () => {
    assertEquals(parseEntityTags(value), tags);
  });
}

/** The table of RFC 9110, section 8.8.3.2. */
const COMPARISONS: [a: EntityTag, b: EntityTag, strongly: boolean, weakly: boolean][] = [
  [weak("1"), weak("1"), false, true],
  [weak("1"), weak("2"), false, false],
  [weak("1"), strong("1"), false, true],
  [strong("1"), strong("1"), true, true],
];

for (const [a, b, strongly, weakly] of COMPARISONS) {
  const names = `${formatEntityTag(a)} and ${formatEntityTag(b)}`;
  Deno.test(`matchesStrongly() and matchesWeakly() compare ${names}`, () => {
    assertEquals([matchesStrongly(a, b), matchesWeakly(a, b)], [strongly, weakly]);
    assertEquals([matchesStrongly(b, a), matchesWeakly(b, a)], [strongly, weakly]);
  });
}

Deno.test("parseEntityTags() takes a time that grows with the length", () => {
  const many = Array.from({ length: 5000 }, (_, index) => `"${index}"`);
  assertEquals(parseEntityTags(many.join()), many.map((tag) => strong(tag.slice(1, -1))));
  assertEquals(parseEntityTags(`${" ,".repeat(30_000)}x`), []);
});
