import { assertEquals } from "@std/assert";
import { capture, findProgram, parseVersion } from "../../bench/programs.ts";

const linuxOnly = { ignore: Deno.build.os !== "linux" };

/** What the programs print. */
const VERSIONS: [string | undefined, string][] = [
  ["nginx version: nginx/1.22.1\n", "1.22.1"],
  ["lighttpd/1.4.69 (ssl) - a light and fast webserver\n", "1.4.69"],
  ["Python 3.13.0\n", "3.13.0"],
  ["v20.20.2\n", "20.20.2"],
  ["wrk debian/4.1.0-3+b2 [epoll] Copyright (C) 2012 Will Glozer", "4.1.0"],
  ["no number 7", "unknown"],
  [undefined, "unknown"],
];

for (const [text, version] of VERSIONS) {
  Deno.test(`parseVersion() is ${version} for ${JSON.stringify(text)}`, () => {
    assertEquals(parseVersion(text), version);
  });
}

Deno.test("findProgram() finds nothing when there is no such file", () => {
  assertEquals(findProgram("no-such-program"), undefined);
});

Deno.test("capture() joins output and messages", linuxOnly, async () => {
  assertEquals(await capture(["sh", "-c", "echo a; echo b >&2"]), "a\nb\n");
});

for (const argv of [["sh", "-c", "exit 3"], ["/no/such/program"]]) {
  Deno.test(`capture() gives undefined when "${argv.join(" ")}" fails`, linuxOnly, async () => {
    assertEquals(await capture(argv), undefined);
  });
}
