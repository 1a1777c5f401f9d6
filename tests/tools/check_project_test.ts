import { assertEquals } from "@std/assert";
import { checkSource } from "../../tools/check_project.ts";

/** What the rules say about a file, as `line: message`. */
function faults(path: string, text: string): string[] {
  return [...checkSource({ path, text })].map(({ line, message }) => `${line}: ${message}`);
}

Deno.test("checkSource() lets modules import from their own part and from those before it", () => {
  assertEquals(faults("src/python/quote.ts", `import { a } from "./split.ts";`), []);
  assertEquals(faults("src/handlers/base.ts", `import type { A } from "../http/a.ts";`), []);
  assertEquals(faults("src/cli/main.ts", `const a = await import("../serve.ts");`), []);
  assertEquals(faults("mod.ts", `export { main } from "./src/cli/main.ts";`), []);
  assertEquals(faults("tests/cli/main_test.ts", `import { a } from "../../src/cli/main.ts";`), []);
});

Deno.test("checkSource() refuses an import from above, or from outside the library", () => {
  assertEquals(faults("src/server/tcp_server.ts", `\nimport { a } from "../handlers/base.ts";`), [
    "2: src/handlers/base.ts is above this module: turn the import round",
  ]);
  assertEquals(faults("src/cli/main.ts", `const a = await import("../../mod.ts");`), [
    "1: mod.ts is above this module: turn the import round",
  ]);
  const version = `await import("../../deno.json", { with: { type: "json" } })`;
  assertEquals(faults("src/cli/main.ts", version), []);
  assertEquals(faults("src/http/date.ts", `export * from "../../tools/a.ts";`), [
    "1: tools/a.ts is no part of the library",
  ]);
});

Deno.test("checkSource() counts lines of code, unless they are a table", () => {
  const comments = "// A comment\n/**\n * A comment\n */\n\n".repeat(100);
  assertEquals(faults("src/a.ts", comments + "code();\n".repeat(350)), []);
  assertEquals(faults("src/a.ts", comments + "code();\n".repeat(351)), [
    "1: 351 lines of code, 350 at most: split the module",
  ]);
  assertEquals(faults("src/a_data.ts", "row,\n".repeat(351)), []);
});

Deno.test("checkSource() finds the paths of somebody's machine in any file", () => {
  const path = ["", "home", "me", "project"].join("/");
  assertEquals(faults("README.md", `Text\nSee ${path}.\n`), ["2: A path of somebody's machine"]);
  assertEquals(faults("README.md", "/home/.profile"), []);
});

Deno.test("checkSource() asks for the issue of what is left to do", () => {
  assertEquals(faults("src/a.ts", `a(); // ${"TODO"}: b\n`), [
    "1: A TODO without an issue: TODO(#1)",
  ]);
  assertEquals(faults("src/a.ts", `a(); // ${"TODO"}(#12): b\n`), []);
});

Deno.test("checkSource() keeps the library off the console, but not its documentation", () => {
  const message = "1: Output that the library's user can't redirect";
  assertEquals(faults("src/a.ts", `  console.log("a");\n`), [message]);
  assertEquals(faults("src/a.ts", ` * console.log("a");\n`), []);
  assertEquals(faults("bench/a.ts", `console.log("a");\n`), []);
});
