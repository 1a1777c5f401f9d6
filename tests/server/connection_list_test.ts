import { assertEquals, assertLess } from "@std/assert";
import { Connection } from "../../mod.ts";
import { ConnectionList } from "../../src/server/connection_list.ts";
import { runCommand } from "../cli/command.ts";
import { MemoryStream } from "../helpers/memory_stream.ts";

const REMOVED: readonly (readonly [removed: readonly number[], left: readonly number[]])[] = [
  [[], [0, 1, 2, 3]],
  [[0], [1, 2, 3]],
  [[3], [0, 1, 2]],
  [[1, 2], [0, 3]],
  [[2, 1, 2], [0, 3]],
  [[3, 0, 1], [2]],
  [[0, 1, 2, 3], []],
];

for (const [removed, left] of REMOVED) {
  Deno.test(`ConnectionList has ${JSON.stringify(left)} without ${JSON.stringify(removed)}`, () => {
    const connections = [0, 1, 2, 3].map(() => new Connection(new MemoryStream()));
    const list = new ConnectionList();
    for (const connection of connections) list.add(connection);
    for (const index of removed) list.delete(connections[index]!);
    assertEquals([...list].map((connection) => connections.indexOf(connection)), left);
    assertEquals(list.size, left.length);
    const last = new Connection(new MemoryStream());
    list.add(last);
    assertEquals([...list].at(-1), last);
  });
}

const WAYS: readonly (readonly [string, (list: ConnectionList, see: See) => void])[] = [
  ["iterator", (list, see) => {
    for (const connection of list) see(connection);
  }],
  ["forEach()", (list, see) => list.forEach(see)],
];

type See = (connection: Connection) => void;

for (const [name, look] of WAYS) {
  Deno.test(`ConnectionList lets its ${name} take out what it has come to`, () => {
    const connections = [0, 1, 2].map(() => new Connection(new MemoryStream()));
    const list = new ConnectionList();
    for (const connection of connections) list.add(connection);
    const seen: Connection[] = [];
    look(list, (connection) => {
      seen.push(connection);
      list.delete(connection);
    });
    assertEquals(seen, connections);
    assertEquals(list.size, 0);
  });
}

Deno.test("What a connection had in memory can be collected while it is young", async () => {
  const program = new URL("./churn_program.ts", import.meta.url);
  const flags = ["--v8-flags=--expose-gc", "--allow-net=127.0.0.1"];
  const { stdout, stderr } = await runCommand([], { flags, program });
  assertEquals(stderr, "");
  // 400 connections had 48 MB. In a Set, one of six would have been kept.
  assertLess(Number(stdout), 4e6);
});
