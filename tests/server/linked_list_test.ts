import { assertEquals } from "@std/assert";
import { Connection } from "../../mod.ts";
import { LinkedList } from "../../src/server/linked_list.ts";
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

function itemsOf(list: LinkedList<Connection>): Connection[] {
  const items: Connection[] = [];
  list.forEach((connection) => items.push(connection));
  return items;
}

for (const [removed, left] of REMOVED) {
  Deno.test(`LinkedList has ${JSON.stringify(left)} without ${JSON.stringify(removed)}`, () => {
    const connections = [0, 1, 2, 3].map(() => new Connection(new MemoryStream()));
    const list = new LinkedList<Connection>();
    for (const connection of connections) list.append(connection);
    for (const index of removed) {
      if (list.has(connections[index]!)) list.remove(connections[index]!);
    }
    assertEquals(itemsOf(list).map((connection) => connections.indexOf(connection)), left);
    assertEquals(list.size, left.length);
    const last = new Connection(new MemoryStream());
    list.append(last);
    assertEquals(itemsOf(list).at(-1), last);
  });
}

Deno.test("LinkedList.forEach() may take out what it has come to", () => {
  const connections = [0, 1, 2].map(() => new Connection(new MemoryStream()));
  const list = new LinkedList<Connection>();
  for (const connection of connections) list.append(connection);
  const seen: Connection[] = [];
  list.forEach((connection) => {
    seen.push(connection);
    list.remove(connection);
  });
  assertEquals(seen, connections);
  assertEquals(list.size, 0);
});
