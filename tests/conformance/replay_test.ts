import { assert, assertEquals } from "@std/assert";
import { deviate } from "./deviations.ts";
import { Journal } from "./journal.ts";
import { fromBytes } from "./packing.ts";
import { type Exchange, readKinds, readTables, readTree, type Setup } from "./recorded.ts";
import { differences, forEachConcurrently, observe } from "./replay.ts";
import { startServer } from "./servers.ts";
import { buildTree, type Tree } from "./tree.ts";

/** How many differences a failing test shows. */
const MAX_SHOWN = 5;

for (const kind of readKinds()) {
  Deno.test({
    name: `servers answer as CPython's do when sent what was recorded of ${kind}`,
    // The tree has names that Windows does not allow.
    ignore: Deno.build.os === "windows",
    fn: async () => {
      using journal = new Journal();
      using tree = buildTree(readTree());
      for (const { server, exchanges } of readTables(kind)) {
        assert(exchanges.length > 0);
        const failures = await replay(server, exchanges, tree, journal);
        const { handler, protocolVersion } = server;
        const shown = failures.slice(0, MAX_SHOWN).join("\n");
        const message =
          `${failures.length} of ${exchanges.length} differ (${handler}, ${protocolVersion}):\n${shown}`;
        assertEquals(failures.length, 0, message);
      }
    },
  });
}

/** Replay exchanges against a server of ours, and describe those that go differently. */
async function replay(
  setup: Setup,
  exchanges: readonly Exchange[],
  tree: Tree,
  journal: Journal,
): Promise<string[]> {
  const failures: string[] = [];
  await using server = startServer(setup, tree.root, journal);
  const port = server.serverAddress[1];
  await forEachConcurrently(exchanges, async (exchange) => {
    const outcome = await observe(port, exchange.send, (key) => journal.take(key));
    const sent = exchange.send.map(fromBytes).join("");
    const found = differences(outcome, deviate(exchange, outcome, sent));
    if (found.length > 0) failures.push(`  ${exchange.name}\n    ${found.join("\n    ")}`);
  });
  return failures;
}
