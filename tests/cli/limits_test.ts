import { assertEquals, assertStringIncludes, assertThrows } from "@std/assert";
import { parseArguments } from "../../src/cli/arguments.ts";
import { UsageError } from "../../src/cli/usage_error.ts";
import { DEFAULT_LIMITS, type ServerLimits } from "../../mod.ts";
import { RawClient } from "../helpers/raw_client.ts";
import { TempDir } from "../helpers/temp_dir.ts";
import { Command } from "./command.ts";

const GIVEN: readonly (readonly [args: readonly string[], limits: Partial<ServerLimits>])[] = [
  [[], {}],
  [["--limit", "idle-timeout=0.5"], { idleTimeout: 0.5 }],
  [["--limit", "handler-timeout=30"], { handlerTimeout: 30 }],
  [["--limit=max-connections-per-address=20"], { maxConnectionsPerAddress: 20 }],
  [["--limit", "max-body-size=10M"], { maxBodySize: 10 * 1024 * 1024 }],
  [["--limit", "max-body-size=0"], { maxBodySize: 0 }],
  [["--limit", "max-header-bytes=16k"], { maxHeaderBytes: 16384 }],
  [["--limit", "head-timeout=none", "--limit", "min-rate=0"], {
    headTimeout: Infinity,
    minRate: 0,
  }],
  [["--grace", "0"], { gracePeriod: 0 }],
  [["--grace", "none"], { gracePeriod: Infinity }],
];

for (const [args, limits] of GIVEN) {
  Deno.test(`parseArguments() takes limits from ${JSON.stringify(args)}`, () => {
    const settings = parseArguments(args);
    assertEquals(settings.limits, { ...DEFAULT_LIMITS, gracePeriod: 5, ...limits });
  });
}

const WRONG: readonly (readonly [args: readonly string[], message: string])[] = [
  [["--limit", "speed=1"], "argument --limit: there is no such limit: 'speed' (choose from "],
  [["--limit", "idle-timeout"], "argument --limit: expected idle-timeout=VALUE"],
  [
    ["--limit", "grace-period=1"],
    "argument --limit: there is no such limit: 'grace-period' (choose from ",
  ],
  [["--limit", "idle-timeout=0"], "argument --limit: must be more than 0: '0'"],
  [["--limit", "idle-timeout=-1"], "argument --limit: must be a number, or none: '-1'"],
  [["--limit", "idle-timeout=1M"], "argument --limit: must be a number, or none: '1M'"],
  [["--limit", "idle-timeout="], "argument --limit: must be a number, or none: ''"],
  [["--limit", "max-connections=1.5"], "argument --limit: must be an integer: '1.5'"],
  [["--grace", "soon"], "argument --grace: must be a number, or none: 'soon'"],
];

for (const [args, message] of WRONG) {
  Deno.test(`parseArguments() refuses ${JSON.stringify(args)}`, () => {
    const error = assertThrows(() => parseArguments(args), UsageError);
    assertStringIncludes(error.message, message);
  });
}

Deno.test({
  name: "--limit max-connections-per-address counts in all workers together",
  ignore: Deno.build.os !== "linux",
  async fn(): Promise<void> {
    using directory = new TempDir();
    Deno.createSync(directory.join("large")).close();
    Deno.truncateSync(directory.join("large"), 64 * 1024 * 1024);
    const args = ["--workers", "3", "--limit", "max-connections-per-address=4"];
    const flags = ["--allow-net", "--allow-read", "--unstable-net"];
    await using command = new Command(
      ["-b", "127.0.0.1", "-d", directory.path, ...args, "0"],
      { flags },
    );
    const port = await command.readPort();
    const clients: RawClient[] = [];
    const statuses: number[] = [];
    for (let count = 0; count < 8; count++) {
      const client = await RawClient.connect(port);
      clients.push(client);
      await client.send("GET /large HTTP/1.1\r\nHost: a\r\n\r\n");
      statuses.push(Number((await client.readHead()).slice(9, 12)));
    }
    assertEquals(statuses, [200, 200, 200, 200, 503, 503, 503, 503]);
    for (const client of clients) client[Symbol.dispose]();
  },
});
