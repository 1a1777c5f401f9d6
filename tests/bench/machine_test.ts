import { assertEquals } from "@std/assert";
import { parseCpuList } from "../../bench/machine.ts";

/** Forms of cpuset(7), "List format". */
const LISTS: [string, number[]][] = [
  ["", []],
  ["0", [0]],
  ["0-1", [0, 1]],
  ["0-4,9", [0, 1, 2, 3, 4, 9]],
  ["0-2,7,12-14", [0, 1, 2, 7, 12, 13, 14]],
];

for (const [list, cores] of LISTS) {
  Deno.test(`parseCpuList() is [${cores}] for "${list}"`, () => {
    assertEquals(parseCpuList(list), cores);
  });
}
