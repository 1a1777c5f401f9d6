import { assert, assertEquals, assertFalse } from "@std/assert";
import { EntryTable, type ListedEntry } from "../../../src/handlers/listing/entry_table.ts";

/** Names of all lengths, of one byte a character or not, and what is true of them. */
function entriesOf(count: number): ListedEntry[] {
  return Array.from({ length: count }, (_, index) => ({
    name: `${index % 7 === 0 ? "😀é" : ""}${"x".repeat(index % 20)}${index}`,
    isDirectory: index % 3 === 0,
    isSymlink: index % 5 === 0,
  }));
}

Deno.test("EntryTable gives back the entries that were added, in the same order", () => {
  for (const count of [0, 1, 999, 1000, 1001, 2500]) {
    const entries = entriesOf(count);
    const table = new EntryTable(entries);
    assertEquals(table.length, count);
    assertEquals([...table], entries);
    for (const [index, { name, isDirectory }] of entries.entries()) {
      assertEquals(table.nameAt(index), name);
      assertEquals(table.isDirectoryAt(index), isDirectory);
    }
  }
});

Deno.test("EntryTable.equals() tells whether all entries are the same and in the same order", () => {
  const entries = entriesOf(2500);
  const table = new EntryTable(entries);
  assert(table.equals(new EntryTable(entries)));
  const [first, second] = [entries[0]!, entries[1]!];
  const others: readonly (readonly ListedEntry[])[] = [
    [],
    entries.slice(1),
    entries.toReversed(),
    entries.with(0, { ...first, name: "other" }),
    entries.with(2400, { ...entries[2400]!, name: `${entries[2400]!.name}x` }),
    entries.with(0, { ...first, isDirectory: !first.isDirectory }),
    entries.with(0, { ...first, isSymlink: !first.isSymlink }),
    // The same characters, shared out in another way.
    entries.with(0, { ...first, name: first.name + second.name.slice(0, 1) })
      .with(1, { ...second, name: second.name.slice(1) }),
  ];
  for (const other of others) assertFalse(table.equals(new EntryTable(other)));
});
