/**
 * CPython's `test_httpservers`: ScriptTestCase. Which family an address belongs to is up to Deno, so
 * what counts is that the server gets the address as it is.
 *
 * @module
 */

import { assert, assertEquals } from "@std/assert";
import { ThreadingHTTPServer } from "../../mod.ts";
import { test } from "../../src/cli/run.ts";

/** Notes the addresses that it is given, and binds one that is there. */
class NotingServer extends ThreadingHTTPServer {
  static readonly hosts: string[] = [];

  override serverBind(): void {
    NotingServer.hosts.push(this.serverAddress[0]);
    this.serverAddress = ["127.0.0.1", 0];
    super.serverBind();
  }
}

/** What the server is given for `bind`, and what is printed. */
async function bindTo(bind: string | null): Promise<{ hosts: string[]; printed: string }> {
  const { writeSync } = Deno.stdout;
  const decoder = new TextDecoder();
  let printed = "";
  Deno.stdout.writeSync = (bytes): number => {
    printed += decoder.decode(bytes);
    return bytes.length;
  };
  try {
    await test({ ServerClass: NotingServer, bind, signal: AbortSignal.abort() });
  } finally {
    Deno.stdout.writeSync = writeSync;
  }
  return { hosts: NotingServer.hosts.splice(0), printed };
}

Deno.test("CPython ScriptTestCase.test_server_test_unspec", async () => {
  const { hosts } = await bindTo(null);
  assertEquals(hosts.length, 1);
  assert(["::", "0.0.0.0"].includes(hosts[0]!));
});

Deno.test("CPython ScriptTestCase.test_server_test_localhost", async () => {
  assertEquals((await bindTo("localhost")).hosts, ["localhost"]);
});

Deno.test("CPython ScriptTestCase.test_server_test_ipv6", async () => {
  for (const bind of ["::", "2001:0db8:85a3:0000:0000:8a2e:0370:7334", "::1"]) {
    assertEquals((await bindTo(bind)).hosts, [bind]);
  }
});

Deno.test("CPython ScriptTestCase.test_server_test_ipv4", async () => {
  for (const bind of ["0.0.0.0", "8.8.8.8", "127.0.0.1"]) {
    const { hosts, printed } = await bindTo(bind);
    assertEquals(hosts, [bind]);
    const line =
      /^Serving HTTP on 127\.0\.0\.1 port (\d+) \(http:\/\/127\.0\.0\.1:\1\/\) \.\.\.\n$/;
    assert(line.test(printed), printed);
  }
});
