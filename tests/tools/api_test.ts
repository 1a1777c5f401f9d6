import { assertEquals } from "@std/assert";
import { differences, withoutDocumentation } from "../../tools/api.ts";

const RECORD = "class A\n\n  b: string\n  c(d: number): void\n\nclass E\n\n  b: string\n";

Deno.test("differences() finds none between a record and itself, whatever the order", () => {
  assertEquals(differences(RECORD, RECORD), []);
  const reordered = "class E\n\n  b: string\n\nclass A\n\n  c(d: number): void\n  b: string\n";
  assertEquals(differences(RECORD, reordered), []);
});

Deno.test("differences() names what was added, removed and changed, with its class", () => {
  const current = RECORD.replace("d: number", "d: string").replace(/ {2}b: string\n$/, "") +
    "class F\n";
  assertEquals(differences(RECORD, current), [
    "- class A: c(d: number): void",
    "- class E: b: string",
    "+ class A: c(d: string): void",
    "+ class F",
  ]);
});

Deno.test("withoutDocumentation() leaves out documentation, and not what hides a member", () => {
  const source = "/** One. */\na();\n/* two */ b();\n/**\n * Three.\n * @ignore\n */\nc();\n";
  assertEquals(
    withoutDocumentation(source),
    "\na();\n/* two */ b();\n/** @ignore */\nc();\n",
  );
});
